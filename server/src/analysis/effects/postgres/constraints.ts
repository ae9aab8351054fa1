import type { ObjectId, TableConstraint } from '../../catalog/catalog';
import { findIndex, findTable, indexesOf, objectId } from '../../catalog/resolve';
import type { AddForeignKey, AddPrimaryKey, AddUnique, AlterConstraint, DropConstraint, ValidateConstraint } from '../../operation/table';
import type { EffectContext, EffectParts, FactTable } from '../effect';
import type { LockMode } from '../lock-mode';
import { together } from '../merge';
import { altersFamily, building, fails, idOfIndex, locking, onTarget, quoted, scanning, targetOf } from '../parts';
import { isKnownNotNull } from '../proof';
import { dependentsOfKey, droppingUnder, noDependents } from './dependents';
import { source } from './source';

/** `ALTER TABLE … ADD | VALIDATE | DROP | RENAME | ALTER CONSTRAINT`. */
export const constraintFacts = {
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
  'add-foreign-key': [
    {
      id: 'add-foreign-key/not-enforced-before-18',
      when: ({ constraint }, { server }) => !constraint.enforced && server.version < 18,
      effect: () => fails('42601', 'certain', 'NOT ENFORCED exists since PostgreSQL 18'),
      why: 'NOT ENFORCED exists since PostgreSQL 18.',
      source: source.alterTable,
    },
    {
      id: 'add-foreign-key/not-enforced',
      when: ({ constraint }) => !constraint.enforced,
      effect: locksBothSides,
      why: 'A foreign key that is not enforced verifies nothing.',
      source: source.alterTable,
    },
    {
      id: 'add-foreign-key/not-valid',
      when: ({ constraint }) => constraint.notValid,
      effect: locksBothSides,
      why: 'NOT VALID: only rows to come are verified; both tables are locked against writes for a moment.',
      source: source.alterTable,
    },
    {
      id: 'add-foreign-key/validates',
      effect: (operation, at) =>
        onTarget(operation, at, ({ id, family }) =>
          together(
            locksBothSides(operation, at),
            scanning(at, partitionFamily(id, family, at)),
            fails('23503', 'rows', `a row of ${quoted(id)} references a row that does not exist`),
          ),
        ),
      why: 'Every row is looked up in the referenced table while writes to both tables wait.',
      source: source.alterTable,
    },
  ],
  'add-check': [
    {
      id: 'add-check/not-enforced-before-18',
      when: ({ constraint }, { server }) => !constraint.enforced && server.version < 18,
      effect: () => fails('42601', 'certain', 'NOT ENFORCED exists since PostgreSQL 18'),
      why: 'NOT ENFORCED exists since PostgreSQL 18.',
      source: source.alterTable,
    },
    {
      id: 'add-check/not-enforced',
      when: ({ constraint }) => !constraint.enforced,
      effect: altersFamily,
      why: 'A CHECK that is not enforced verifies nothing.',
      source: source.alterTable,
    },
    {
      id: 'add-check/not-valid',
      when: ({ constraint }) => constraint.notValid,
      effect: altersFamily,
      why: 'NOT VALID: only rows to come are verified.',
      source: source.alterTable,
    },
    {
      id: 'add-check/validates',
      effect: (operation, at) =>
        onTarget(operation, at, ({ id, family }) =>
          together(
            locking('ACCESS EXCLUSIVE', family),
            scanning(at, family),
            fails('23514', 'rows', `a row of ${quoted(id)} violates the CHECK`),
          ),
        ),
      why: 'Every row is verified while reads and writes wait.',
      source: source.alterTable,
    },
  ],
  'add-not-null-constraint': [
    {
      id: 'add-not-null-constraint/before-18',
      when: (_, { server }) => server.version < 18,
      effect: () => fails('42601', 'certain', 'NOT NULL as a table constraint exists since PostgreSQL 18'),
      why: 'NOT NULL as a table constraint exists since PostgreSQL 18.',
      source: source.alterTable,
    },
    {
      id: 'add-not-null-constraint/not-valid',
      when: ({ constraint }) => constraint.notValid,
      effect: altersFamily,
      why: 'NOT VALID: only rows to come are verified.',
      source: source.alterTable,
    },
    {
      id: 'add-not-null-constraint/proved',
      when: (operation, at) => {
        const table = targetOf(operation, at)?.table;
        return table !== undefined && isKnownNotNull(table, operation.constraint.column.text);
      },
      effect: altersFamily,
      why: 'A valid CHECK shows that no row holds NULL, so the server does not look.',
      source: source.alterTable,
    },
    {
      id: 'add-not-null-constraint/scan',
      effect: (operation, at) =>
        onTarget(operation, at, ({ id, family }) =>
          together(
            locking('ACCESS EXCLUSIVE', family),
            scanning(at, family),
            fails('23502', 'rows', `${quoted(id)}."${operation.constraint.column.text}" holds NULL`),
          ),
        ),
      why: 'Every row is read, under the lock, to see that none holds NULL.',
      source: source.alterTable,
    },
  ],
  'validate-constraint': [
    {
      id: 'validate-constraint/already-valid',
      when: (operation, at) => isValid(constraintOf(operation, at)),
      effect: (operation, at) => onTarget(operation, at, ({ id }) => locking('SHARE UPDATE EXCLUSIVE', [id])),
      why: 'The constraint is valid already.',
      source: source.alterTable,
    },
    {
      id: 'validate-constraint/foreign-key',
      when: (operation, at) => constraintOf(operation, at)?.type === 'foreign-key',
      effect: (operation, at) =>
        onTarget(operation, at, ({ id, family }) => {
          const constraint = constraintOf(operation, at);
          const referenced = constraint?.type === 'foreign-key' ? [constraint.references] : [];
          return together(
            locking('ROW SHARE', referenced),
            locking('SHARE UPDATE EXCLUSIVE', partitionFamily(id, family, at)),
            scanning(at, partitionFamily(id, family, at)),
            fails('23503', 'rows', `a row of ${quoted(id)} references a row that does not exist`),
          );
        }),
      why: 'Every row is looked up in the referenced table; reads and writes go on.',
      source: source.alterTable,
    },
    {
      id: 'validate-constraint/not-null',
      when: (operation, at) => constraintOf(operation, at)?.type === 'not-null',
      effect: (operation, at) =>
        onTarget(operation, at, ({ id, family }) =>
          together(
            locking('SHARE UPDATE EXCLUSIVE', family),
            scanning(at, family),
            fails('23502', 'rows', `a row of ${quoted(id)} holds NULL`),
          ),
        ),
      why: 'Every row is read to see that none holds NULL; reads and writes go on.',
      source: source.alterTable,
    },
    {
      id: 'validate-constraint/check',
      effect: (operation, at) =>
        onTarget(operation, at, ({ id, family }) =>
          together(
            locking('SHARE UPDATE EXCLUSIVE', family),
            scanning(at, family),
            fails('23514', 'rows', `a row of ${quoted(id)} violates the CHECK`),
          ),
        ),
      why: 'Every row is verified; reads and writes go on.',
      source: source.alterTable,
    },
  ],
  'drop-constraint': [
    {
      id: 'drop-constraint/foreign-key',
      when: (operation, at) => constraintOf(operation, at)?.type === 'foreign-key',
      effect: (operation, at) => {
        const constraint = constraintOf(operation, at);
        const referenced = constraint?.type === 'foreign-key' ? [constraint.references] : [];
        return together(altersFamily(operation, at), locking('ACCESS EXCLUSIVE', referenced));
      },
      why: 'Its triggers are removed from both tables, so both are locked.',
      source: source.measured,
    },
    {
      id: 'drop-constraint/key-in-use',
      when: (operation, at) => keyDependents(operation, at).relations.length > 0,
      effect: (operation, at) =>
        together(
          altersFamily(operation, at),
          droppingUnder(keyDependents(operation, at), operation.cascade, `constraint "${operation.constraint.text}"`),
        ),
      why: 'Foreign keys need the key: they go with CASCADE, which locks their tables; without it the server refuses.',
      source: source.dependencies,
    },
    {
      id: 'drop-constraint/instant',
      effect: altersFamily,
      why: 'Only the catalog changes; the index behind a key is removed with it.',
      source: source.alterTable,
    },
  ],
  'rename-constraint': [
    {
      id: 'rename-constraint/instant',
      effect: (operation, at) =>
        constraintOf(operation, at)?.type === 'check'
          ? altersFamily(operation, at)
          : onTarget(operation, at, ({ id }) => locking('ACCESS EXCLUSIVE', [id])),
      why: 'Only the name in the catalog changes.',
      source: source.alterTable,
    },
  ],
  'alter-constraint': [
    {
      id: 'alter-constraint/enforced-before-18',
      when: ({ enforced }, { server }) => enforced !== null && server.version < 18,
      effect: () => fails('42601', 'certain', 'NOT ENFORCED exists since PostgreSQL 18'),
      why: 'NOT ENFORCED exists since PostgreSQL 18.',
      source: source.alterTable,
    },
    {
      id: 'alter-constraint/becomes-enforced',
      when: ({ enforced }) => enforced === true,
      effect: (operation, at) =>
        onTarget(operation, at, ({ id, family }) =>
          together(
            changesTriggers('SHARE ROW EXCLUSIVE')(operation, at),
            scanning(at, family),
            fails('23503', 'rows', `a row of ${quoted(id)} references a row that does not exist`),
          ),
        ),
      why: 'A foreign key that becomes enforced is verified for every row.',
      source: source.alterTable,
    },
    {
      id: 'alter-constraint/no-longer-enforced',
      when: ({ enforced }) => enforced === false,
      effect: changesTriggers('ACCESS EXCLUSIVE'),
      why: 'Its triggers are removed from both tables, so both are locked.',
      source: source.measured,
    },
    {
      id: 'alter-constraint/instant',
      effect: altersFamily,
      why: 'Only the catalog changes.',
      source: source.alterTable,
    },
  ],
} satisfies Partial<FactTable>;

/** For constraints that partitions share but tables that merely inherit do not. */
function partitionFamily(id: ObjectId, family: readonly ObjectId[], at: EffectContext): readonly ObjectId[] {
  return family.filter((relation) => relation === id || (at.before.tables.get(relation)?.partitionOf ?? null) !== null);
}

function constraintOf(
  operation: Pick<ValidateConstraint | DropConstraint, 'table' | 'constraint'>,
  at: EffectContext,
): TableConstraint | null {
  return targetOf(operation, at)?.table.constraints.find(({ name }) => name === operation.constraint.text) ?? null;
}

function isValid(constraint: TableConstraint | null): boolean {
  return constraint !== null && 'valid' in constraint && constraint.valid;
}

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

function locksBothSides(operation: AddForeignKey, at: EffectContext): EffectParts {
  const referenced = findTable(at.before, operation.constraint.references);
  return onTarget(operation, at, ({ id, family }) =>
    locking('SHARE ROW EXCLUSIVE', [...partitionFamily(id, family, at), ...(referenced === null ? [] : [referenced.id])]),
  );
}

function keyDependents(operation: DropConstraint, at: EffectContext) {
  const target = targetOf(operation, at);
  const constraint = constraintOf(operation, at);
  if (target === null || constraint === null || !('index' in constraint)) return noDependents;
  const index = at.before.indexes.get(constraint.index);
  if (index === undefined) return noDependents;
  const id = idOfIndex(index);
  const others = indexesOf(at.before, target.id).filter((other) => objectId(other.schema, other.name) !== id);
  return dependentsOfKey(at, target.id, index, others);
}

/** The table, and the referenced one, whose triggers come or go. */
function changesTriggers(mode: LockMode): (operation: AlterConstraint, at: EffectContext) => EffectParts {
  return (operation, at) => {
    const constraint = constraintOf(operation, at);
    const referenced = constraint?.type === 'foreign-key' ? [constraint.references] : [];
    return together(altersFamily(operation, at), locking(mode, referenced));
  };
}
