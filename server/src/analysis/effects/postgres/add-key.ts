import { findIndex } from '../../catalog/resolve';
import type { AddPrimaryKey, AddUnique } from '../../operation/table';
import type { EffectContext, EffectParts, FactTable } from '../effect';
import { together } from '../merge';
import { altersFamily, building, fails, locking, onTarget, partitionFamily, quoted, scanning, targetOf } from '../parts';
import { isKnownNotNull } from '../proof';
import { source } from './source';

/** `ADD PRIMARY KEY | UNIQUE | EXCLUDE`: constraints that stand on an index. */
export const addKeyFacts = {
  'add-primary-key': [
    {
      id: 'add-primary-key/second',
      aspect: 'second',
      when: (operation, at) => targetOf(operation, at)?.table.constraints.some(({ type }) => type === 'primary-key') === true,
      effect: (operation, at) => onTarget(operation, at, ({ id }) => fails('42P16', 'certain', `${quoted(id)} has a primary key already`)),
      why: 'A table has one primary key.',
      source: source.alterTable,
    },
    {
      id: 'add-primary-key/null-values',
      aspect: 'not null',
      when: (operation, at) => nullableKeyColumns(operation, at).length > 0,
      effect: (operation, at) =>
        onTarget(operation, at, ({ family }) =>
          together(scanning(at, family), fails('23502', 'rows', `${nullableKeyColumns(operation, at).join(', ')} holds NULL`)),
        ),
      why: 'Columns of a primary key become NOT NULL: every row is read unless a valid CHECK proves it.',
      source: source.alterTable,
    },
    {
      id: 'add-primary-key/using-index',
      when: ({ constraint }) => constraint.usingIndex !== null,
      effect: altersFamily,
      why: 'The index exists already; it only gets a constraint.',
      source: source.alterTable,
    },
    {
      id: 'add-primary-key/build',
      effect: (operation, at) =>
        onTarget(operation, at, ({ id, family }) =>
          together(
            locksForKey(operation, at, nullableKeyColumns(operation, at).length === 0),
            building(at, id, partitionFamily(id, family, at), operation.constraint.name?.text ?? null),
            fails('23505', 'rows', `two rows of ${quoted(id)} have the same key`),
          ),
        ),
      why: 'Its unique index is built over every row while reads and writes wait.',
      source: source.alterTable,
    },
  ],
  'add-unique': [
    {
      id: 'add-unique/using-index',
      when: ({ constraint }) => constraint.usingIndex !== null,
      effect: altersFamily,
      why: 'The index exists already; it only gets a constraint.',
      source: source.alterTable,
    },
    {
      id: 'add-unique/nulls-not-distinct-before-15',
      when: ({ constraint }, { server }) => constraint.nullsNotDistinct && server.version < 15,
      effect: () => fails('42601', 'certain', 'NULLS NOT DISTINCT exists since PostgreSQL 15'),
      why: 'NULLS NOT DISTINCT exists since PostgreSQL 15.',
      source: source.alterTable,
    },
    {
      id: 'add-unique/build',
      effect: (operation, at) =>
        onTarget(operation, at, ({ id, family }) =>
          together(
            locksForKey(operation, at, true),
            building(at, id, partitionFamily(id, family, at), operation.constraint.name?.text ?? null),
            fails('23505', 'rows', `two rows of ${quoted(id)} have the same key`),
          ),
        ),
      why: 'Its unique index is built over every row while reads and writes wait.',
      source: source.alterTable,
    },
  ],
  'add-exclusion': [
    {
      id: 'add-exclusion/build',
      effect: (operation, at) =>
        onTarget(operation, at, ({ id }) =>
          together(
            locking('ACCESS EXCLUSIVE', [id]),
            building(at, id, [id], operation.constraint.name?.text ?? null),
            fails('23P01', 'rows', `two rows of ${quoted(id)} exclude each other`),
          ),
        ),
      why: 'Its index is built over every row while reads and writes wait; there is no concurrent form.',
      source: source.createTable,
    },
  ],
} satisfies Partial<FactTable>;

function nullableKeyColumns(operation: AddPrimaryKey, at: EffectContext): readonly string[] {
  const table = targetOf(operation, at)?.table;
  if (table === undefined) return [];
  const { usingIndex, columns } = operation.constraint;
  const index = usingIndex === null ? null : findIndex(at.before, { schema: table.schema, name: usingIndex.text });
  const names =
    index === null ? columns.map(({ text }) => text) : index.index.keys.flatMap((key) => (key.type === 'column' ? [key.column] : []));
  return names.filter((column) => !isKnownNotNull(table, column));
}

/**
 * The table is locked against everything. Its partitions are only locked for the build of their part of the index, unless their
 * columns change too; tables that inherit are only locked for a primary key, which makes columns NOT NULL. PostgreSQL 18 locks
 * all of them as the table itself.
 */
function locksForKey(operation: AddPrimaryKey | AddUnique, at: EffectContext, isColumnKept: boolean): EffectParts {
  return onTarget(operation, at, ({ id, family }) => {
    if (at.server.version >= 18) return locking('ACCESS EXCLUSIVE', family);
    const partitions = partitionFamily(id, family, at).filter((relation) => relation !== id);
    const children = operation.kind === 'add-primary-key' ? family.filter((relation) => !partitions.includes(relation)) : [id];
    return together(locking(isColumnKept ? 'SHARE' : 'ACCESS EXCLUSIVE', partitions), locking('ACCESS EXCLUSIVE', children));
  });
}
