import type { Column, Index, ObjectId, StoredExpression } from '../../catalog/catalog';
import { allDependentViews, columnOf, type ForeignKeyUse, indexesOf, referencesTo } from '../../catalog/resolve';
import type { ChangeType } from '../../operation/table';
import type { EffectContext, EffectParts, FactTable } from '../effect';
import { together } from '../merge';
import { altersFamily, fails, idOfIndex, locking, onTarget, quoted, rewriting, scanning, type Target, targetOf, withRows } from '../parts';
import { isAssignable, mayNotFit, type TypeChangeCost, typeChangeCost } from '../type-change';
import { foreignKeysOf } from './dependents';
import { source } from './source';

/** `ALTER COLUMN … TYPE`: what it costs by old and new type, and what else hangs on the column. */
export const changeTypeFacts = {
  'change-type': [
    {
      id: 'change-type/used-by-view',
      aspect: 'views',
      when: (operation, at) => viewsOnColumn(operation, at).length > 0,
      effect: (operation, at) => fails('0A000', 'certain', `${viewsOnColumn(operation, at).map(quoted).join(', ')} uses the column`),
      why: 'The server refuses to change the type of a column that a view or a rule uses, even to the same type.',
      source: source.alterTableNotes,
    },
    {
      id: 'change-type/partition-key',
      aspect: 'partition key',
      when: (operation, at) => targetOf(operation, at)?.table.partitionBy?.columns.includes(operation.column.text) === true,
      effect: (operation) => fails('42P16', 'certain', `"${operation.column.text}" is in the partition key`),
      why: 'The type of a partition key cannot change.',
      source: source.partitions,
    },
    {
      id: 'change-type/no-cast',
      aspect: 'cast',
      when: (operation, at) => operation.using === null && ofColumn(operation, at, (column) => !isAssignable(column.type, operation, at)),
      effect: (operation) => fails('42804', 'certain', `"${operation.column.text}" cannot be cast automatically; it needs USING`),
      why: 'There is no cast that the server applies by itself, so the statement needs USING.',
      source: source.alterTable,
    },
    {
      id: 'change-type/default-not-cast',
      aspect: 'cast',
      when: (operation, at) => ofColumn(operation, at, (column) => column.default !== null && !isAssignable(column.type, operation, at)),
      effect: (operation) =>
        fails('42804', 'certain', `the default of "${operation.column.text}" cannot be cast automatically; drop it first`),
      why: 'USING converts the rows but not the default: that must be dropped before and set again after.',
      source: source.alterTable,
    },
    {
      id: 'change-type/values-may-not-fit',
      aspect: 'values',
      when: (operation, at) => ofColumn(operation, at, (column) => mayNotFit(column, operation, at) !== null),
      effect: (operation, at) => {
        const column = changedColumn(operation, at);
        const code = column === null ? null : mayNotFit(column, operation, at);
        return code === null ? {} : fails(code, 'rows', `a value of "${operation.column.text}" does not fit the new type`);
      },
      why: 'Values that the new type cannot hold make the statement fail.',
      source: source.errorCodes,
    },
    {
      id: 'change-type/rewrite',
      when: costIs('rewrite'),
      effect: rewritesFamily,
      why: 'Old and new type are stored differently: every row and every index is written anew under the lock.',
      source: source.alterTableNotes,
    },
    {
      id: 'change-type/time-zone-not-utc',
      when: (operation, at) => costIs('rewrite-unless-utc')(operation, at) && (at.server.timeZone === null || !isUtc(at.server.timeZone)),
      effect: rewritesFamily,
      why: 'Only where the connection’s TimeZone is UTC are both stored alike; otherwise every row is converted and written anew.',
      source: source.alterTableNotes,
    },
    {
      id: 'change-type/time-zone-utc',
      when: costIs('rewrite-unless-utc'),
      effect: rebuildsIndexes,
      why: 'With TimeZone UTC both types are stored alike: the rows stay, indexes on the column are built anew under the lock.',
      source: source.measured,
    },
    {
      id: 'change-type/indexes',
      when: costIs('indexes'),
      effect: rebuildsIndexes,
      why: 'The rows stay as they are, but the new type or collation sorts differently: indexes on the column are built anew.',
      source: source.alterTableNotes,
    },
    {
      id: 'change-type/partitioned-index',
      when: (operation, at) => indexesOnColumn(operation, at).some((index) => index.partOf !== null),
      effect: (operation, at) =>
        rebuilding(
          operation,
          at,
          indexesOnColumn(operation, at).filter((index) => index.partOf !== null),
        ),
      why: 'The rows stay as they are, but the parts of a partitioned index are never reused.',
      source: source.measured,
    },
    {
      id: 'change-type/partial-index',
      when: (operation, at) => indexesNotReused(operation, at).length > 0,
      effect: (operation, at) => rebuilding(operation, at, indexesNotReused(operation, at)),
      why: 'The rows stay as they are, but an index with a condition or an expression on the column cannot be reused.',
      source: source.measured,
    },
    {
      id: 'change-type/instant',
      effect: altersFamily,
      why: 'Every old value is a value of the new type, stored the same way: only the catalog changes.',
      source: source.alterTableNotes,
    },
    {
      id: 'change-type/check',
      aspect: 'check',
      when: (operation, at) => hasCheck(operation, at),
      effect: (operation, at) => onTarget(operation, at, ({ family }) => scanning(at, family)),
      why: 'A CHECK on the column is made anew and verified for every row.',
      source: source.measured,
    },
    {
      id: 'change-type/foreign-key',
      aspect: 'foreign keys',
      when: (operation, at) => keysOnColumn(operation, at).length > 0,
      effect: remakesForeignKeys,
      why: 'Foreign keys on the column are dropped and made anew, which locks the tables on their other side.',
      source: source.measured,
    },
  ],
} satisfies Partial<FactTable>;

function changedColumn(operation: ChangeType, at: EffectContext): Column | null {
  const target = targetOf(operation, at);
  return target === null ? null : columnOf(target.table, operation.column.text);
}

function ofColumn(operation: ChangeType, at: EffectContext, holds: (column: Column) => boolean): boolean {
  const column = changedColumn(operation, at);
  return column !== null && holds(column);
}

function costIs(cost: TypeChangeCost): (operation: ChangeType, at: EffectContext) => boolean {
  return (operation, at) => ofColumn(operation, at, (column) => typeChangeCost(column, operation, at) === cost);
}

function isUtc(timeZone: string): boolean {
  return ['utc', 'etc/utc', 'gmt', 'etc/gmt', 'zulu', 'universal', 'uct', 'etc/uct', 'etc/universal', 'etc/zulu'].includes(
    timeZone.toLowerCase(),
  );
}

function rewritesFamily(operation: ChangeType, at: EffectContext): EffectParts {
  return onTarget(operation, at, ({ family }) => together(locking('ACCESS EXCLUSIVE', family), rewriting(at, family)));
}

function rebuildsIndexes(operation: ChangeType, at: EffectContext): EffectParts {
  return rebuilding(operation, at, indexesOnColumn(operation, at));
}

function rebuilding(operation: ChangeType, at: EffectContext, all: readonly Index[]): EffectParts {
  const indexes = all.filter((index) => withRows(at, [index.table]).length > 0);
  const tables = [...new Set(indexes.map((index) => index.table))];
  return together(altersFamily(operation, at), {
    ...(tables.length === 0 ? {} : scanning(at, tables)),
    reindexes: indexes.map(idOfIndex),
  });
}

function indexesOnColumn(operation: ChangeType, at: EffectContext): readonly Index[] {
  const target = targetOf(operation, at);
  if (target === null) return [];
  return target.family.flatMap((relation) => indexesOf(at.before, relation)).filter((index) => mentions(index, operation.column.text));
}

function indexesNotReused(operation: ChangeType, at: EffectContext): readonly Index[] {
  return indexesOnColumn(operation, at).filter((index) => index.where !== null || index.keys.some(({ type }) => type === 'expression'));
}

/** Columns that are only included have no order that could change. */
function mentions(index: Index, column: string): boolean {
  const inExpression = (expression: StoredExpression | null) => expression?.columns.includes(column) === true;
  return (
    inExpression(index.where) || index.keys.some((key) => (key.type === 'column' ? key.column === column : inExpression(key.expression)))
  );
}

function viewsOnColumn(operation: ChangeType, at: EffectContext): readonly ObjectId[] {
  const target = targetOf(operation, at);
  return target === null ? [] : allDependentViews(at.before, target.id, operation.column.text);
}

function hasCheck(operation: ChangeType, at: EffectContext): boolean {
  const constraints = targetOf(operation, at)?.table.constraints ?? [];
  return constraints.some(
    (constraint) =>
      constraint.type === 'check' && constraint.valid && constraint.enforced && constraint.columns.includes(operation.column.text),
  );
}

/** The foreign keys that use the column on either side. */
function keysOnColumn(operation: ChangeType, at: EffectContext): readonly ForeignKeyUse[] {
  const target = targetOf(operation, at);
  if (target === null) return [];
  const column = operation.column.text;
  const own = foreignKeysOf(target.table)
    .filter((key) => key.columns.includes(column) || (key.references === target.id && key.referencedColumns.includes(column)))
    .map((constraint) => ({ table: target.id, constraint }));
  return [...own, ...referencesTo(at.before, target.id).filter(({ constraint }) => constraint.referencedColumns.includes(column))];
}

/** Both sides are locked; the rows are verified again unless the values stay as they are stored. */
function remakesForeignKeys(operation: ChangeType, at: EffectContext): EffectParts {
  return onTarget(operation, at, (target: Target) => {
    const keys = keysOnColumn(operation, at);
    const others = keys.flatMap(({ table, constraint }) => [table, constraint.references]).filter((table) => table !== target.id);
    const verified = costIs('none')(operation, at) ? [] : keys.filter(({ constraint }) => constraint.valid && constraint.enforced);
    return together(
      locking('ACCESS EXCLUSIVE', others),
      verified.length === 0
        ? {}
        : scanning(
            at,
            verified.map(({ table }) => table),
          ),
    );
  });
}
