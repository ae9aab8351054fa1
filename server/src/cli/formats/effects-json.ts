import { isUnanalysed } from '../../analysis/analyze';
import { blocksReads, blocksWrites } from '../../analysis/effects/lock-mode';
import type { AnalysedStatement } from '../../analysis/migration/migration';
import { type LineIndex, positionAt } from '../../analysis/text/line-index';

/** Where a statement stands. */
export interface StatementPlace {
  readonly path: string;
  readonly migration: string;
  readonly lines: LineIndex;
}

/** One line for one statement, for programs. Relations are `schema.name`, indexes `schema.table.index`. */
export function formatEffectLine(statement: AnalysedStatement, { path, migration, lines }: StatementPlace): string {
  return `${JSON.stringify({ path, migration, ...statementEffects(statement, lines) })}\n`;
}

/** A statement and what it does, in the spelling of the JSON formats. */
export function statementEffects(statement: AnalysedStatement, lines: LineIndex) {
  const { effect, span, before } = statement;
  const modes = [...effect.locks.values()];
  const certain = effect.failures.find((failure) => failure.when === 'certain');
  return {
    index: statement.index,
    kind: statement.kind,
    range: { start: positionAt(lines, span.start), end: positionAt(lines, span.end) },
    locks: Object.fromEntries(effect.locks),
    rewrites: effect.rewrites,
    reindexes: effect.reindexes.map((id) => {
      const index = before.indexes.get(id);
      return index === undefined ? id : `${index.table}.${index.name}`;
    }),
    scans: effect.scans,
    creates: effect.creates,
    drops: effect.drops,
    transactional: effect.transactional,
    blocks: { reads: modes.some(blocksReads), writes: modes.some(blocksWrites) },
    grows: effect.grows,
    fails: certain === undefined ? null : { code: certain.code, reason: certain.reason },
    analysed: !isUnanalysed(statement),
  };
}
