import type { GateResult } from '../../deploy/gates/gate';
import { markdownTable } from '../../deploy/status/markdown';
import type { Style } from '../color';
import { printable } from './printable';

/** A gate, or what a deploy asks itself beside them. */
export type ShownGate = Omit<GateResult, 'gate'> & { readonly gate: string };

/** A mark never stands alone: the word behind it says the same. */
const marks: Readonly<Record<GateResult['state'], string>> = { ok: '✓', warning: '!', blocked: '✗', overridden: '↷', skipped: '-' };

/** A line for each gate, and below one that is blocked what can be done. */
export function gatesPretty(results: readonly ShownGate[], style: Style): string {
  const ids = Math.max(...results.map(({ gate }) => gate.length));
  const lines = results.flatMap(({ gate, state, evidence, fix, mayOverride, refusal }) => {
    const paint = paintOf(state, style);
    const line = `  ${paint(`${marks[state]} ${state.padEnd(10)}`)}  ${gate.padEnd(ids)}  ${printable(evidence)}`;
    if (state !== 'blocked') return [line];
    const next = [
      ...(refusal === null ? [] : [refusal]),
      ...(fix === null ? [] : [fix]),
      ...(mayOverride ? [`--skip "${gate}=<reason>" goes on in spite of it`] : []),
    ];
    return [line, ...next.map((step) => style.dim(`${' '.repeat(ids + 18)}${printable(step)}`))];
  });
  return `${lines.join('\n')}\n`;
}

function paintOf(state: GateResult['state'], style: Style): (text: string) => string {
  switch (state) {
    case 'ok':
      return style.information;
    case 'warning':
    case 'overridden':
      return style.warning;
    case 'blocked':
      return style.error;
    case 'skipped':
      return style.dim;
  }
}

/** One table, and below it the documents of the gates that are not as they should be. */
export function gatesMarkdown(results: readonly ShownGate[]): string {
  const rows = results.map(({ title, state, evidence }) => [`${marks[state]} ${state}`, title, evidence]);
  const open = results.filter(({ state }) => state === 'blocked' || state === 'warning' || state === 'overridden');
  const documents = open.flatMap(({ details }) => (details === null ? [] : [details.replace(/^(#+) /gm, '#$1 ')]));
  return `${[markdownTable(['', 'gate', 'evidence'], rows), ...documents].join('\n\n')}\n`;
}

/** As `lockstep deploy --format json` prints them. */
export function gatesJson(results: readonly ShownGate[]): readonly Pick<ShownGate, 'gate' | 'state' | 'evidence'>[] {
  return results.map(({ gate, state, evidence }) => ({ gate, state, evidence }));
}
