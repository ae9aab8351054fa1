import { findTable } from '../../catalog/resolve';
import type { AddForeignKey } from '../../operation/table';
import type { EffectContext, EffectParts, FactTable } from '../effect';
import { together } from '../merge';
import { altersFamily, fails, locking, onTarget, partitionFamily, quoted, scanning, targetOf } from '../parts';
import { isKnownNotNull } from '../proof';
import { referencedKeyNeeded, referencesKey, refusedWithoutKey } from './referenced-key';
import { source } from './source';

/** `ADD FOREIGN KEY | CHECK | NOT NULL`: constraints that rows are verified against. */
export const addConstraintFacts = {
  'add-foreign-key': [
    {
      id: 'add-foreign-key/no-key',
      aspect: 'referenced key',
      when: (operation, at) => !referencesKey(operation.constraint, at),
      effect: (operation) => refusedWithoutKey(operation.constraint),
      why: referencedKeyNeeded,
      source: source.foreignKeys,
    },
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
} satisfies Partial<FactTable>;

function locksBothSides(operation: AddForeignKey, at: EffectContext): EffectParts {
  const referenced = findTable(at.before, operation.constraint.references);
  return onTarget(operation, at, ({ id, family }) =>
    locking('SHARE ROW EXCLUSIVE', [...partitionFamily(id, family, at), ...(referenced === null ? [] : [referenced.id])]),
  );
}
