import { findTable, idForNew, indexesOf } from '../../catalog/resolve';
import type { ForeignKeyConstraint } from '../../operation/constraint';
import type { AddColumn, CreateTable } from '../../operation/table';
import type { EffectContext, EffectParts, Fact } from '../effect';
import { fails } from '../parts';
import { keyColumns } from './dependents';
import { source } from './source';

/** Why a foreign key is refused whose columns nothing keeps unique. */
export const referencedKeyNeeded = 'The referenced columns need a primary key or a unique index of exactly these columns.';

/** Whether a unique index guarantees the referenced columns; true as well where the table is not known. */
export function referencesKey({ references, referencedColumns }: ForeignKeyConstraint, at: EffectContext): boolean {
  const referenced = findTable(at.before, references);
  if (referenced === null || !referenced.table.complete) return true;
  if (referencedColumns.length === 0) return referenced.table.constraints.some(({ type }) => type === 'primary-key');
  const wanted = referencedColumns.map(({ text }) => text);
  return indexesOf(at.before, referenced.id).some((index) => {
    const columns = index.unique ? keyColumns(index) : null;
    return columns !== null && columns.length === wanted.length && wanted.every((column) => columns.includes(column));
  });
}

/** The fact that a new table or column cannot refer to columns that nothing keeps unique. */
export function inlineForeignKeyWithoutKey<K extends 'add-column' | 'create-table'>(kind: K): Fact<K> {
  return {
    id: `${kind}/no-key`,
    aspect: 'referenced key',
    when: (operation, at) => foreignKeyWithoutKey(operation, at) !== null,
    effect: (operation, at) => {
      const constraint = foreignKeyWithoutKey(operation, at);
      return constraint === null ? {} : refusedWithoutKey(constraint);
    },
    why: referencedKeyNeeded,
    source: source.foreignKeys,
  };
}

/**
 * The first foreign key of a new table or column that refers to columns without a key. One to the same table is left out: the
 * statement may make the key as well.
 */
function foreignKeyWithoutKey(operation: AddColumn | CreateTable, at: EffectContext): ForeignKeyConstraint | null {
  const own = idForNew(at.before, operation.table);
  const constraints =
    operation.kind === 'add-column'
      ? operation.column.constraints
      : [...operation.constraints, ...operation.columns.flatMap((column) => column.constraints)];
  for (const constraint of constraints) {
    if (constraint.type !== 'foreign-key' || idForNew(at.before, constraint.references) === own) continue;
    if (!referencesKey(constraint, at)) return constraint;
  }
  return null;
}

/** The refusal of a foreign key whose columns nothing keeps unique. */
export function refusedWithoutKey({ references, referencedColumns }: ForeignKeyConstraint): EffectParts {
  const code = referencedColumns.length === 0 ? '42704' : '42830';
  return fails(code, 'certain', `"${references.name}" has no unique key on the referenced columns`);
}
