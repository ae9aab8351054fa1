import { isUnanalysed } from '../../analysis/analyze';
import { type LockMode, lockModes } from '../../analysis/effects/lock-mode';
import type { AnalysedStatement } from '../../analysis/migration/migration';
import { positionAt } from '../../analysis/text/line-index';
import { listed, objectName } from '../../analysis/wording/wording';
import type { Style } from '../color';
import type { StatementPlace } from './effects-json';
import { printable } from './printable';

/** A migration for people: what each statement does, one aspect a line. */
export function formatEffects(statements: readonly AnalysedStatement[], place: StatementPlace, style: Style): string {
  const parts = statements.map((statement) => prettyStatement(statement, place, style));
  return `${style.path(printable(place.path))}\n${parts.join('')}\n`;
}

function prettyStatement(statement: AnalysedStatement, { lines }: StatementPlace, style: Style): string {
  const { line, character } = positionAt(lines, statement.span.start);
  const head = `  ${`${line + 1}:${character + 1}`.padEnd(8)}${style.bold(statement.kind)}`;
  const aspects = aspectsOf(statement, style);
  return [head, ...aspects.map((aspect) => `          ${aspect}`)].join('\n').concat('\n');
}

/** What a statement does, one aspect a line. */
export function aspectsOf(statement: AnalysedStatement, style: Style): readonly string[] {
  const { effect, before } = statement;
  if (isUnanalysed(statement)) return [style.warning('not analysed')];
  const names = (ids: readonly string[]): string => printable(listed(ids.map(objectName), 6));
  const certain = effect.failures.find((failure) => failure.when === 'certain');
  const indexes = effect.reindexes.map((id) => before.indexes.get(id)?.name ?? id);
  return [
    ...lockModes.toReversed().flatMap((mode) => lockLine(effect.locks, mode, style)),
    ...(effect.rewrites.length > 0 ? [style.warning(`rewrites ${names(effect.rewrites)}`)] : []),
    ...(indexes.length > 0 ? [`rebuilds ${printable(listed(indexes, 6))}`] : []),
    ...(effect.scans.length > 0 ? [`scans ${names(effect.scans)}`] : []),
    ...(effect.creates.length > 0 ? [`creates ${names(effect.creates)}`] : []),
    ...(effect.drops.length > 0 ? [style.warning(`drops ${names(effect.drops)}`)] : []),
    ...(effect.grows ? ['takes longer the more rows there are'] : []),
    ...(effect.transactional ? [] : ['cannot run in a transaction block']),
    ...(certain === undefined ? [] : [style.error(`fails with ${certain.code}: ${printable(certain.reason)}`)]),
  ];
}

function lockLine(locks: ReadonlyMap<string, LockMode>, mode: LockMode, style: Style): readonly string[] {
  const relations = [...locks].filter((lock) => lock[1] === mode).map(([relation]) => objectName(relation));
  if (relations.length === 0) return [];
  const text = `${mode} on ${printable(listed(relations, 6))}`;
  return [mode === 'ACCESS EXCLUSIVE' ? style.warning(text) : text];
}
