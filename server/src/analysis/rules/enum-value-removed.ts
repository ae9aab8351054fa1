import type { Draft } from '../finding';
import type { OperationContext } from '../migration/migration';
import { isWarnedOf } from '../migration/prisma-comments';
import { type EnumChange, removedEnumValues } from '../migration/removed-enum-values';
import { renameOfEnumValue } from '../migration/rename-candidates';
import { listed } from '../wording/wording';
import { operationRule } from './rule';

export const enumValueRemoved = operationRule({
  id: 'enum-value-removed',
  severity: 'error',
  summary: 'A column changes to an enum that lacks values of its old one.',
  help: 'Move the rows to another value in an earlier migration or backfill, then remove the value.',
  speaks: 'everywhere',
  on: ['change-type'],
  detect: (operation, context) => {
    const change = removedEnumValues(operation, context);
    if (change === null) return [];
    const column = operation.column.text;
    if (change.values.length === 0)
      return isWarnedOf(context, `on the enum \`${enumName(change)}\``) ? [handled(change, column, context)] : [];
    const removed = change.values.filter((value) => renameOfEnumValue(context, change.from, value) === null);
    if (removed.length === 0) return [];
    return [
      {
        message: `Removing ${listed(removed.map((value) => context.names.value(change.from, value)))} from ${context.names.type(change.from)} fails while rows still hold it.`,
        help: `Move the rows of ${context.names.column(change.table, column)} to another value first, in an earlier migration or a backfill.`,
        relation: change.table,
        column,
      },
    ];
  },
});

/** Prisma warns of it all the same. */
function handled(change: EnumChange, column: string, { names }: OperationContext): Draft {
  return {
    severity: 'information',
    message: `The rows of ${names.column(change.table, column)} are moved before ${names.type(change.from)} loses values.`,
    help: 'Prisma warns of rows that still hold a removed value; this migration gives them another one first.',
    relation: change.table,
    column,
  };
}

function enumName({ from }: EnumChange): string {
  return from.slice(from.indexOf('.') + 1);
}
