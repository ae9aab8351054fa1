import { timeWords } from '../../analysis/wording/time-words';
import type { DeployPreview } from '../../deploy/preview/deploy-preview';
import type { Style } from '../color';
import { printable } from './printable';

/** A line for each statement of a pending migration that holds others up, takes time or is not understood; the rest holds up nobody. */
export function previewLines({ migrations }: DeployPreview, name: string, style: Style): readonly string[] {
  const statements = migrations.find(({ file }) => file.name === name)?.statements ?? [];
  return statements.flatMap(({ line, summary, milliseconds, isAnalysed }) => {
    const parts = [
      ...(isAnalysed ? [] : ['not analysed']),
      ...(summary === null ? [] : [summary]),
      ...(milliseconds === null ? [] : [`${timeWords(milliseconds)} in the rehearsal`]),
    ];
    return parts.length === 0 ? [] : [`      ${style.dim(`line ${line}`)}  ${printable(parts.join(' · '))}`];
  });
}
