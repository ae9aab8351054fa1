import type { ObjectId } from '../catalog/catalog';
import { findTable } from '../catalog/resolve';
import type { Draft } from '../finding';
import { hasOwnValues, isUniqueAlready, wasAddedEmpty } from '../migration/distinct-values';
import { mayHoldRows } from '../migration/in-use';
import type { OperationContext } from '../migration/migration';
import { isWarnedOf } from '../migration/prisma-comments';
import type { CreateIndex } from '../operation/index-operation';
import type { AddColumn, AddPrimaryKey, AddUnique } from '../operation/table';
import { listed, objectName, quoted } from '../wording/wording';
import { operationRule } from './rule';

export const uniqueOverExistingRows = operationRule({
  id: 'unique-over-existing-rows',
  severity: 'warning',
  summary: 'Values of existing rows have to be unique from now on, and nothing shows that they are.',
  help: 'Look for duplicates in every environment first, and decide which row keeps the value.',
  speaks: 'everywhere',
  on: ['create-index', 'add-unique', 'add-primary-key', 'add-column'],
  detect: (operation, context) => {
    if (!context.effect.failures.some(({ code }) => code === uniqueViolation)) return [];
    const table = findTable(context.beforeOperation, operation.table)?.id;
    if (table === undefined || !mayHoldRows(context, context.statement, table)) return [];
    return uniqueKeys(operation).flatMap((key) => {
      const draft = draftOf(key, table, context);
      return draft === null ? [] : [{ ...draft, relation: table, column: key.columns?.[0] ?? null }];
    });
  },
});

function draftOf(key: UniqueKey, table: ObjectId, context: OperationContext): Draft | null {
  if (!isCertain(key, table, context)) {
    return {
      message: `This fails if two rows of ${context.names.relation(table)} have the same ${listed(partNames(key, table, context), 2)}.`,
      help: `Look for duplicates in every environment first: ${duplicatesQuery(key, objectName(table))}`,
    };
  }
  if (!isWarnedOf(context, 'unique constraint covering the columns')) return null;
  return {
    severity: 'information',
    message: `No two rows of ${context.names.relation(table)} can have the same ${listed(partNames(key, table, context), 2)} yet.`,
    help: 'Prisma warns of duplicates here, and there are none: the column is new, or the rows differ already.',
  };
}

/** SQLSTATE of a duplicate. */
const uniqueViolation = '23505';

interface UniqueKey {
  /** As SQL. */
  readonly parts: readonly string[];
  /** Null where a part is an expression. */
  readonly columns: readonly string[] | null;
  readonly where: string | null;
  readonly nullsAreEqual: boolean;
}

function uniqueKeys(operation: CreateIndex | AddUnique | AddPrimaryKey | AddColumn): readonly UniqueKey[] {
  if (operation.kind === 'create-index') return operation.unique ? [indexKey(operation)] : [];
  const constraints = operation.kind === 'add-column' ? operation.column.constraints : [operation.constraint];
  return constraints.flatMap((constraint): readonly UniqueKey[] => {
    if (constraint.type !== 'unique' && constraint.type !== 'primary-key') return [];
    const columns = constraint.columns.map(({ text }) => text);
    return [
      {
        parts: columns.map(quoted),
        columns,
        where: null,
        nullsAreEqual: constraint.type === 'unique' && constraint.nullsNotDistinct,
      },
    ];
  });
}

function indexKey({ keys, where, nullsNotDistinct }: CreateIndex): UniqueKey {
  const columns = keys.flatMap((key) => (key.type === 'column' ? [key.column.text] : []));
  return {
    parts: keys.map((key) => (key.type === 'column' ? quoted(key.column.text) : key.expression.text)),
    columns: columns.length === keys.length ? columns : null,
    where: where?.text ?? null,
    nullsAreEqual: nullsNotDistinct,
  };
}

/** For a message; an expression stands as it is. */
function partNames({ parts, columns }: UniqueKey, table: ObjectId, { names }: OperationContext): readonly string[] {
  return columns === null ? parts : columns.map((column) => names.bareColumn(table, column));
}

/** Whether the rows cannot hold duplicates, whatever they are. */
function isCertain({ columns, nullsAreEqual }: UniqueKey, table: ObjectId, context: OperationContext): boolean {
  if (columns === null) return false;
  if (columns.some((column) => hasOwnValues(context, table, column))) return true;
  if (nullsAreEqual) return false;
  return columns.some((column) => wasAddedEmpty(context, table, column)) || isUniqueAlready(context, table, columns);
}

function duplicatesQuery({ parts, where }: UniqueKey, table: string): string {
  const list = parts.join(', ');
  return `SELECT ${list}, count(*) FROM ${table}${where === null ? '' : ` WHERE ${where}`} GROUP BY ${list} HAVING count(*) > 1;`;
}
