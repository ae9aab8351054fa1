import { allPartitionsOf, columnOf } from '../../catalog/resolve';
import type { AddIdentity, DropIdentity, SetIdentity } from '../../operation/table';
import type { EffectContext, EffectParts, FactTable } from '../effect';
import { together } from '../merge';
import { altersFamily, fails, locking, onTarget, rewriting, targetOf } from '../parts';
import { source } from './source';

/** Names, defaults, identity, generation and storage of a column. */
export const columnFacts = {
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

function targetColumn(operation: Pick<AddIdentity, 'table' | 'column'>, at: EffectContext) {
  const target = targetOf(operation, at);
  return target === null ? null : columnOf(target.table, operation.column.text);
}
