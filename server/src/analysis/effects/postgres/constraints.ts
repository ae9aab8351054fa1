import type { TableConstraint } from '../../catalog/catalog';
import { indexesOf, objectId } from '../../catalog/resolve';
import type { AlterConstraint, DropConstraint, ValidateConstraint } from '../../operation/table';
import type { EffectContext, EffectParts, FactTable } from '../effect';
import type { LockMode } from '../lock-mode';
import { together } from '../merge';
import { altersFamily, fails, idOfIndex, locking, onTarget, partitionFamily, quoted, scanning, targetOf } from '../parts';
import { dependentsOfKey, droppingUnder, noDependents } from './dependents';
import { source } from './source';

/** `ALTER TABLE … VALIDATE | DROP | RENAME | ALTER CONSTRAINT`. */
export const constraintFacts = {
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

function constraintOf(
  operation: Pick<ValidateConstraint | DropConstraint, 'table' | 'constraint'>,
  at: EffectContext,
): TableConstraint | null {
  return targetOf(operation, at)?.table.constraints.find(({ name }) => name === operation.constraint.text) ?? null;
}

function isValid(constraint: TableConstraint | null): boolean {
  return constraint !== null && 'valid' in constraint && constraint.valid;
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
