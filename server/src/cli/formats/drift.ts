import { assertNever } from '../../analysis/assert-never';
import { driftedName } from '../../deploy/drift/difference';
import type { DriftFound } from '../../deploy/drift/drift';
import { driftMarkdown, isPrismas, verdict } from '../../deploy/drift/drift-markdown';
import { putBack } from '../../deploy/drift/put-back';
import type { Project } from '../../project/project';
import type { Style } from '../color';
import { printable } from './printable';

export const driftFormats = ['pretty', 'json', 'markdown', 'sql'] as const;

/** The comparison of one environment, and its project. */
export interface ShownDrift {
  readonly found: DriftFound;
  readonly project: Project;
}

export function formatDrifts(format: (typeof driftFormats)[number], drifts: readonly ShownDrift[], style: Style): string {
  switch (format) {
    case 'pretty':
      return drifts.map(({ found }) => driftPretty(found, style)).join('\n');
    case 'json':
      return `${JSON.stringify({ version: 1, environments: drifts.map(({ found }) => driftJson(found)) }, null, 2)}\n`;
    case 'markdown':
      return drifts.map(({ found }) => driftMarkdown(found)).join('\n');
    case 'sql':
      return drifts.map(({ found, project }) => sqlOf(found, project)).join('\n');
    default:
      return assertNever(format);
  }
}

/** What Prisma manages first, and behind each difference the name for `drift.ignore`. */
function driftPretty(found: DriftFound, style: Style): string {
  const { environment, target, differences, ignored, unusedIgnores, notes } = found;
  const lines = [`${style.bold(printable(environment))}  ${printable(target)}  ${verdict(found)}`];
  for (const one of [...differences.filter(isPrismas), ...differences.filter((other) => !isPrismas(other))]) {
    const paint = isPrismas(one) ? style.error : style.warning;
    const mark = { 'only-in-database': '+', missing: '-', changed: '~' }[one.change];
    lines.push(`  ${paint(mark)} ${printable(one.sentence)}  ${style.dim(printable(driftedName(one)))}`);
  }
  for (const note of notes) lines.push(`  ${printable(note)}`);
  if (ignored.length > 0) lines.push(style.dim(`  ${ignored.length} left out by "drift.ignore" in lockstep.json`));
  for (const entry of unusedIgnores) lines.push(style.warning(`  "${printable(entry)}" in "drift.ignore" matches nothing any more.`));
  return `${lines.join('\n')}\n`;
}

/** `objects`, `part`: as the server stores the names, unquoted. */
function driftJson({ environment, against, target, serverVersion, differences, ignored, unusedIgnores, notes }: DriftFound) {
  const told = differences.map((one) => {
    const { change, kind, object, part, renamedFrom, sentence, database, expected, concerns } = one;
    return { change, kind, object, part, name: driftedName(one), sentence, database, expected, expectedName: renamedFrom, concerns };
  });
  return {
    environment,
    against,
    target,
    serverVersion,
    drift: told.length > 0,
    differences: told,
    ignored: ignored.length,
    unusedIgnores,
    notes,
  };
}

/** Statements alone; what they cannot put back stands above them. */
function sqlOf(found: DriftFound, project: Project): string {
  const { text, remaining } = putBack(found, project);
  const rest = remaining.map((sentence) => `-- Not put back: ${sentence.replace(/\s+/g, ' ')}\n`).join('');
  return `${rest}${text}`;
}
