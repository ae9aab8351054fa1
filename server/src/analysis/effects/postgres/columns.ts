import { allPartitionsOf, columnOf } from '../../catalog/resolve';
import type { AddIdentity, DropColumn, DropIdentity, SetIdentity, SetNotNull } from '../../operation/table';
import type { EffectContext, EffectParts, FactTable } from '../effect';
import { together } from '../merge';
import { altersFamily, fails, locking, onTarget, quoted, rewriting, scanning, targetOf } from '../parts';
import { isKnownNotNull } from '../proof';
import { dependentsOfColumn, droppingUnder, referencedBy } from './dependents';
import { source } from './source';

/** `ALTER TABLE … DROP | RENAME | ALTER COLUMN`, changes of type excepted. */
export const columnFacts = {
  'drop-column': [
    {
      id: 'drop-column/inherited',
      aspect: 'inherited',
      when: (operation, at) => isInherited(operation, at),
      effect: (operation) => fails('42P16', 'certain', `"${operation.column.text}" is inherited from the parent table`),
      why: 'A column that comes from a parent table can only be dropped there.',
      source: source.alterTable,
    },
    {
      id: 'drop-column/referenced',
      aspect: 'foreign keys',
      when: (operation, at) => droppedColumnReferences(operation, at).length > 0,
      effect: (operation, at) => locking('ACCESS EXCLUSIVE', droppedColumnReferences(operation, at)),
      why: 'The column carries a foreign key, and dropping that removes triggers from the referenced table.',
      source: source.measured,
    },
    {
      id: 'drop-column/generated-from',
      aspect: 'generated columns',
      when: (operation, at) => !operation.cascade && generatedFrom(operation, at).length > 0,
      effect: (operation, at) => fails('2BP01', 'certain', `column "${generatedFrom(operation, at).join('", "')}" is computed from it`),
      why: 'Columns that are computed from it go with CASCADE; without it the server refuses.',
      source: source.dependencies,
    },
    {
      id: 'drop-column/dependents',
      aspect: 'dependents',
      when: (operation, at) => (columnDependents(operation, at).relations[0] ?? null) !== null,
      effect: (operation, at) => droppingUnder(columnDependents(operation, at), operation.cascade, `column "${operation.column.text}"`),
      why: 'Views and foreign keys that use the column go with CASCADE; without it the server refuses.',
      source: source.dependencies,
    },
    {
      id: 'drop-column/instant',
      effect: altersFamily,
      why: 'The column is marked as dropped; no row is touched, its values are out of reach at once.',
      source: source.alterTableNotes,
    },
  ],
  'rename-column': [
    {
      id: 'rename-column/instant',
      effect: altersFamily,
      why: 'Only the name in the catalog changes.',
      source: source.alterTable,
    },
  ],
  'set-default': [
    {
      id: 'set-default/instant',
      effect: altersFamily,
      why: 'A new default holds for rows to come; existing rows keep their values.',
      source: source.alterTable,
    },
  ],
  'drop-default': [
    {
      id: 'drop-default/instant',
      effect: altersFamily,
      why: 'Only the catalog changes.',
      source: source.alterTable,
    },
  ],
  'set-not-null': [
    {
      id: 'set-not-null/already',
      when: (operation, at) => everyTable(operation, at, (known) => known === 'column'),
      effect: altersFamily,
      why: 'The column is NOT NULL already.',
      source: source.alterTable,
    },
    {
      id: 'set-not-null/proved',
      when: (operation, at) => everyTable(operation, at, (known) => known !== 'unknown'),
      effect: altersFamily,
      why: 'A valid CHECK shows that no row holds NULL, so the server does not look.',
      source: source.alterTable,
    },
    {
      id: 'set-not-null/scan',
      effect: (operation, at) =>
        onTarget(operation, at, ({ id, family }) =>
          together(
            locking('ACCESS EXCLUSIVE', family),
            scanning(
              at,
              family.filter((relation) => notNullKnowledge(operation, relation, at) === 'unknown'),
            ),
            fails('23502', 'rows', `${quoted(id)}."${operation.column.text}" holds NULL`),
          ),
        ),
      why: 'Every row is read, under the lock, to see that none holds NULL.',
      source: source.alterTable,
    },
  ],
  'drop-not-null': [
    {
      id: 'drop-not-null/primary-key',
      aspect: 'primary key',
      when: (operation, at) => isInPrimaryKey(operation, at),
      effect: (operation) => fails('42P16', 'certain', `"${operation.column.text}" is in the primary key`),
      why: 'A column of the primary key is always NOT NULL.',
      source: source.alterTable,
    },
    {
      id: 'drop-not-null/instant',
      effect: altersFamily,
      why: 'Only the catalog changes.',
      source: source.alterTable,
    },
  ],
  'add-identity': [
    {
      id: 'add-identity/nullable',
      aspect: 'refused',
      when: (operation, at) => targetColumn(operation, at)?.notNull === false,
      effect: (operation) => fails('55000', 'certain', `"${operation.column.text}" must be NOT NULL first`),
      why: 'An identity column must be NOT NULL before.',
      source: source.alterTable,
    },
    {
      id: 'add-identity/has-default',
      aspect: 'refused',
      when: (operation, at) => (targetColumn(operation, at)?.default ?? null) !== null,
      effect: (operation) => fails('55000', 'certain', `"${operation.column.text}" has a default, which must be dropped first`),
      why: 'A column with a default cannot become an identity column.',
      source: source.alterTable,
    },
    {
      id: 'add-identity/instant',
      effect: locksIdentityTables,
      why: 'A sequence is made for rows to come; existing rows keep their values.',
      source: source.alterTable,
    },
  ],
  'drop-identity': [
    {
      id: 'drop-identity/instant',
      effect: locksIdentityTables,
      why: 'The sequence is dropped; rows keep their values.',
      source: source.alterTable,
    },
  ],
  'set-identity': [
    {
      id: 'set-identity/instant',
      effect: locksIdentityTables,
      why: 'Only the catalog and the sequence change.',
      source: source.alterTable,
    },
  ],
  'set-generation-expression': [
    {
      id: 'set-generation-expression/before-17',
      when: (_, { server }) => server.version < 17,
      effect: () => fails('42601', 'certain', 'SET EXPRESSION exists since PostgreSQL 17'),
      why: 'SET EXPRESSION exists since PostgreSQL 17.',
      source: source.alterTable,
    },
    {
      id: 'set-generation-expression/virtual',
      when: (operation, at) => targetColumn(operation, at)?.generated?.stored === false,
      effect: altersFamily,
      why: 'A virtual column is computed when it is read; no row is touched.',
      source: source.alterTable,
    },
    {
      id: 'set-generation-expression/stored',
      effect: (operation, at) =>
        onTarget(operation, at, ({ family }) => together(locking('ACCESS EXCLUSIVE', family), rewriting(at, family))),
      why: 'The new expression is computed and stored for every row.',
      source: source.alterTable,
    },
  ],
  'drop-generation-expression': [
    {
      id: 'drop-generation-expression/virtual',
      aspect: 'refused',
      when: (operation, at) => targetColumn(operation, at)?.generated?.stored === false,
      effect: () => fails('0A000', 'certain', 'a virtual generated column has no stored values to keep'),
      why: 'A virtual column holds no values that could stay.',
      source: source.alterTable,
    },
    {
      id: 'drop-generation-expression/instant',
      effect: altersFamily,
      why: 'Rows keep the values that were computed.',
      source: source.alterTable,
    },
  ],
  'set-column-option': [
    {
      id: 'set-column-option/compression-before-14',
      when: ({ option }, { server }) => option === 'compression' && server.version < 14,
      effect: () => fails('42601', 'certain', 'SET COMPRESSION exists since PostgreSQL 14'),
      why: 'SET COMPRESSION exists since PostgreSQL 14.',
      source: source.alterTable,
    },
    {
      id: 'set-column-option/planner',
      when: ({ option }) => option === 'statistics' || option === 'attributes',
      effect: (operation, at) =>
        onTarget(operation, at, ({ id, family }) => locking('SHARE UPDATE EXCLUSIVE', operation.option === 'statistics' ? family : [id])),
      why: 'Only what the planner knows changes: reads and writes go on.',
      source: source.alterTable,
    },
    {
      id: 'set-column-option/storage',
      effect: (operation, at) =>
        onTarget(operation, at, ({ id, family }) => locking('ACCESS EXCLUSIVE', operation.option === 'storage' ? family : [id])),
      why: 'New values are stored the new way; rows are not touched.',
      source: source.alterTable,
    },
  ],
} satisfies Partial<FactTable>;

/** Since PostgreSQL 17 partitions share the identity of their parent; tables that inherit never do. */
function locksIdentityTables(operation: AddIdentity | SetIdentity | DropIdentity, at: EffectContext): EffectParts {
  return onTarget(operation, at, ({ id }) =>
    locking('ACCESS EXCLUSIVE', at.server.version < 17 ? [id] : [id, ...allPartitionsOf(at.before, id)]),
  );
}

type Knowledge = 'column' | 'check' | 'unknown';

/** How the server knows, for one table of the family, that the column holds no NULL. */
function notNullKnowledge(operation: SetNotNull, relation: string, at: EffectContext): Knowledge {
  const table = at.before.tables.get(relation);
  if (table === undefined) return 'unknown';
  if (columnOf(table, operation.column.text)?.notNull === true) return 'column';
  return isKnownNotNull(table, operation.column.text) ? 'check' : 'unknown';
}

function everyTable(operation: SetNotNull, at: EffectContext, holds: (known: Knowledge) => boolean): boolean {
  const target = targetOf(operation, at);
  return target?.family.every((relation) => holds(notNullKnowledge(operation, relation, at))) === true;
}

function targetColumn(operation: Pick<DropColumn, 'table' | 'column'>, at: EffectContext) {
  const target = targetOf(operation, at);
  return target === null ? null : columnOf(target.table, operation.column.text);
}

function columnDependents(operation: DropColumn, at: EffectContext) {
  const target = targetOf(operation, at);
  if (target === null || columnOf(target.table, operation.column.text) === null) return { relations: [], views: [] };
  return dependentsOfColumn(at, target.id, operation.column.text);
}

function droppedColumnReferences(operation: DropColumn, at: EffectContext): readonly string[] {
  const target = targetOf(operation, at);
  return target === null ? [] : referencedBy(target.table, operation.column.text);
}

/** The generated columns whose expression uses the column. */
function generatedFrom(operation: DropColumn, at: EffectContext): readonly string[] {
  const columns = targetOf(operation, at)?.table.columns ?? [];
  return columns
    .filter(({ name, generated }) => name !== operation.column.text && generated?.expression.columns.includes(operation.column.text))
    .map(({ name }) => name);
}

function isInherited(operation: DropColumn, at: EffectContext): boolean {
  const target = targetOf(operation, at);
  if (target === null) return false;
  const parents = [...target.table.inherits, ...(target.table.partitionOf === null ? [] : [target.table.partitionOf.parent])];
  return parents.some((parent) => {
    const table = at.before.tables.get(parent);
    return table !== undefined && columnOf(table, operation.column.text) !== null;
  });
}

function isInPrimaryKey(operation: Pick<DropColumn, 'table' | 'column'>, at: EffectContext): boolean {
  const target = targetOf(operation, at);
  return (
    target?.table.constraints.some(
      (constraint) => constraint.type === 'primary-key' && constraint.columns.includes(operation.column.text),
    ) === true
  );
}
