import { sizeWords } from '../../analysis/statistics/size-words';
import { cell } from '../../analysis/wording/markdown-text';
import { timeWords } from '../../analysis/wording/time-words';
import { listed, objectName } from '../../analysis/wording/wording';
import type { PlacedFinding, StatementPreview } from './migration-preview';

/** A row for each statement, in Markdown: what it is, what it holds up, and how much there is to do. */
export function statementTable(statements: readonly StatementPreview[]): string {
  const rows = statements.map((statement) => `| ${cells(statement).map(cell).join(' | ')} |`);
  return ['| line | statement | lock | blocks | work | rows | time |', '| ---: | --- | --- | --- | --- | --- | --- |', ...rows].join('\n');
}

function cells({ line, words, tables, effect, milliseconds, isAnalysed }: StatementPreview): readonly string[] {
  const what = isAnalysed ? listed(words) : 'not analysed';
  const locked = tables.filter(({ blocks }) => blocks !== null);
  const work = [
    ...tables.filter(({ isRewritten }) => isRewritten).map(({ relation }) => `rewrites ${objectName(relation)}`),
    ...tables.filter(({ isScanned, isRewritten }) => isScanned && !isRewritten).map(({ relation }) => `reads ${objectName(relation)}`),
  ];
  const sizes = tables
    .filter(({ isRewritten, isScanned }) => isRewritten || isScanned)
    .flatMap(({ size }) => (size === null ? [] : [sizeWords(size)]));
  return [
    String(line),
    what,
    locked.map(({ relation, lock }) => `${lock} on ${objectName(relation)}`).join(', ') || '–',
    locked[0]?.blocks ?? '–',
    work.join(', ') || '–',
    sizes.find((words) => words !== null) ?? '–',
    timeOf(effect.grows, milliseconds),
  ];
}

function timeOf(grows: boolean, milliseconds: number | null): string {
  if (milliseconds !== null) return `${timeWords(milliseconds)} in the rehearsal`;
  return grows ? 'grows with the rows' : 'instant';
}

/** An item of a list. */
export function findingLine({ line, finding: { severity, message, help, rule } }: PlacedFinding): string {
  return `- **${severity}**, line ${line}: ${cell(`${message} ${help}`)} \`${rule}\``;
}
