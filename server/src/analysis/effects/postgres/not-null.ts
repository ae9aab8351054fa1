import { columnOf } from '../../catalog/resolve';
import type { DropNotNull, SetNotNull } from '../../operation/table';
import type { EffectContext, FactTable } from '../effect';
import { together } from '../merge';
import { altersFamily, fails, locking, onTarget, quoted, scanning, targetOf } from '../parts';
import { isKnownNotNull } from '../proof';
import { source } from './source';

/** `ALTER COLUMN … SET | DROP NOT NULL`. */
export const notNullFacts = {
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
} satisfies Partial<FactTable>;

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

function isInPrimaryKey(operation: DropNotNull, at: EffectContext): boolean {
  const target = targetOf(operation, at);
  return (
    target?.table.constraints.some(
      (constraint) => constraint.type === 'primary-key' && constraint.columns.includes(operation.column.text),
    ) === true
  );
}
