import type { ObjectId } from '../../catalog/catalog';
import { findIndex } from '../../catalog/resolve';
import type { DropIndex } from '../../operation/index-operation';
import { quotedName } from '../../render/postgres-names';
import { folderWords, writtenTable } from '../names';
import type { PlanContext, Step } from '../plan';

/** A unique index that a migration drops because the new key says the same. */
export interface LateDrop {
  readonly statement: number;
  readonly operation: DropIndex;
}

/**
 * Unique indexes over the columns of the key that is to be, in any order. Until the key is there they alone keep duplicates out, and
 * `ON CONFLICT` finds them.
 */
export function lateDrops(columns: readonly string[], table: ObjectId, { statements }: PlanContext): readonly LateDrop[] {
  const key = [...columns].sort().join('\0');
  return statements.flatMap(({ index: statement, operations, before }) =>
    operations.flatMap((operation): readonly LateDrop[] => {
      if (operation.kind !== 'drop-index' || operation.conditional || operation.cascade || operations.length > 1) return [];
      const index = findIndex(before, operation.index)?.index;
      if (index?.table !== table || !index.unique || index.constraint !== null || index.where !== null) return [];
      const names = index.keys.map((part) => (part.type === 'column' ? part.column : ''));
      return names.sort().join('\0') === key ? [{ statement, operation }] : [];
    }),
  );
}

/** Behind the swap of the keys. */
export function lateDropStep({ operation }: LateDrop): Step {
  return {
    phase: 'clean',
    alone: true,
    name: folderWords('drop', operation.index.name),
    purpose: `Drops ${quotedName(operation.index.name)}, which the new key makes superfluous, while everyone reads and writes. Alone in its file: it refuses a transaction.`,
    statements: [`DROP INDEX CONCURRENTLY IF EXISTS ${writtenTable(operation.index)}`],
    undo: 'create the index again, CONCURRENTLY and alone in a migration.',
    notes: ['If it fails, run it again.'],
  };
}
