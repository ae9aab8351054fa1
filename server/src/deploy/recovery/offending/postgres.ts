import type { Catalog, ObjectId, TableConstraint } from '../../../analysis/catalog/catalog';
import { columnOf, findTable, findType } from '../../../analysis/catalog/resolve';
import type { ForeignKeyConstraint } from '../../../analysis/operation/constraint';
import type { IndexKey } from '../../../analysis/operation/index-operation';
import type { Operation } from '../../../analysis/operation/operation';
import type { ChangeType } from '../../../analysis/operation/table';
import { quotedName, quotedText, splitId } from '../../../analysis/render/postgres-names';
import { columnName, listed, objectName, quoted } from '../../../analysis/wording/wording';
import { castPattern } from './cast-pattern';
import type { RowsQuestion } from './question';

/** What may stand in the way of an operation, as questions about rows. `schema`: what the history calls `public`. */
export function postgresQuestions(operation: Operation, before: Catalog, schema: string): readonly RowsQuestion[] {
  const at: Place = { before, name: (id) => sqlName(id, schema) };
  switch (operation.kind) {
    case 'create-index':
      return operation.unique ? onTable(operation.table, at, (id) => duplicates(id, keysOf(operation.keys), at, operation)) : [];
    case 'add-unique': {
      const { columns, nullsNotDistinct } = operation.constraint;
      const keys = columns.map(({ text }) => quotedName(text));
      return onTable(operation.table, at, (id) => duplicates(id, keys, at, { nullsNotDistinct, where: null }));
    }
    case 'add-primary-key': {
      const columns = operation.constraint.columns.map(({ text }) => text);
      return onTable(operation.table, at, (id) => [
        ...duplicates(id, columns.map(quotedName), at, { nullsNotDistinct: false, where: null }),
        ...columns.filter((column) => isNullable(id, column, at)).map((column) => nulls(id, column, at)),
      ]);
    }
    case 'set-not-null':
      return onTable(operation.table, at, (id) => [nulls(id, operation.column.text, at)]);
    case 'add-not-null-constraint':
      return onTable(operation.table, at, (id) => [nulls(id, operation.constraint.column.text, at)]);
    case 'add-column': {
      const { notNull, default: byDefault, identity, generated, name, type } = operation.column;
      const isFilled = byDefault !== null || identity !== null || generated !== null || /serial/.test(type?.name ?? '');
      return notNull && !isFilled ? onTable(operation.table, at, (id) => [anyRow(id, name.text, at)]) : [];
    }
    case 'add-foreign-key':
      return onTable(operation.table, at, (id) => orphansOf(id, operation.constraint, at));
    case 'add-check': {
      const { expression, name } = operation.constraint;
      return onTable(operation.table, at, (id) => [violations(id, expression.text, name?.text ?? null, at)]);
    }
    case 'validate-constraint':
      return onTable(operation.table, at, (id) => validated(id, operation.constraint.text, at));
    case 'change-type':
      return onTable(operation.table, at, (id) => uncastable(id, operation, at));
    default:
      return [];
  }
}

interface Place {
  readonly before: Catalog;
  readonly name: (id: ObjectId) => string;
}

function sqlName(id: ObjectId, schema: string): string {
  const parts = splitId(id);
  return `${quotedName(parts.schema === 'public' ? schema : parts.schema)}.${quotedName(parts.name)}`;
}

function onTable(
  name: { readonly schema: string | null; readonly name: string },
  { before }: Place,
  questions: (id: ObjectId) => readonly RowsQuestion[],
): readonly RowsQuestion[] {
  const found = findTable(before, name);
  return found === null ? [] : questions(found.id);
}

function isNullable(id: ObjectId, column: string, { before }: Place): boolean {
  const table = before.tables.get(id);
  return table === undefined || columnOf(table, column)?.notNull !== true;
}

function keysOf(keys: readonly IndexKey[]): readonly string[] {
  return keys.map((key) => (key.type === 'column' ? quotedName(key.column.text) : `(${key.expression.text})`));
}

interface Uniqueness {
  readonly nullsNotDistinct: boolean;
  readonly where: { readonly text: string } | null;
}

function duplicates(id: ObjectId, keys: readonly string[], at: Place, { nullsNotDistinct, where }: Uniqueness): readonly RowsQuestion[] {
  if (keys.length === 0) return [];
  const conditions = [...(nullsNotDistinct ? [] : keys.map((key) => `${key} IS NOT NULL`)), ...(where === null ? [] : [`(${where.text})`])];
  const filter = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  const groups = `FROM ${at.name(id)}${filter} GROUP BY ${keys.join(', ')} HAVING count(*) > 1`;
  return [
    {
      what: 'duplicates',
      subject: `${objectName(id)} (${keys.join(', ')})`,
      codes: ['23505'],
      count: `SELECT count(*) FROM (SELECT 1 ${groups}) AS d`,
      show: `SELECT ${keys.join(', ')}, count(*) ${groups} ORDER BY count(*) DESC`,
    },
  ];
}

function nulls(id: ObjectId, column: string, at: Place): RowsQuestion {
  const rows = `FROM ${at.name(id)} WHERE ${quotedName(column)} IS NULL`;
  return { what: 'nulls', subject: columnName(id, column), codes: ['23502'], count: `SELECT count(*) ${rows}`, show: `SELECT * ${rows}` };
}

function anyRow(id: ObjectId, column: string, at: Place): RowsQuestion {
  const rows = `FROM ${at.name(id)}`;
  return {
    what: 'rows',
    subject: columnName(id, column),
    codes: ['23502'],
    count: `SELECT count(*) ${rows}`,
    show: `SELECT count(*) ${rows}`,
  };
}

function orphansOf(id: ObjectId, constraint: ForeignKeyConstraint, at: Place): readonly RowsQuestion[] {
  const parent = findTable(at.before, constraint.references);
  if (parent === null) return [];
  const key = parent.table.constraints.find(({ type }) => type === 'primary-key');
  const named = constraint.referencedColumns.map(({ text }) => text);
  const referenced = named.length > 0 ? named : key?.type === 'primary-key' ? key.columns : [];
  return orphans(
    id,
    constraint.columns.map(({ text }) => text),
    parent.id,
    referenced,
    at,
  );
}

function orphans(
  id: ObjectId,
  columns: readonly string[],
  parent: ObjectId,
  referenced: readonly string[],
  at: Place,
): readonly RowsQuestion[] {
  if (columns.length === 0 || columns.length !== referenced.length) return [];
  const present = columns.map((column) => `c.${quotedName(column)} IS NOT NULL`);
  const match = columns.map((column, index) => `p.${quotedName(referenced[index] ?? '')} = c.${quotedName(column)}`);
  const rows = `FROM ${at.name(id)} AS c WHERE ${present.join(' AND ')} AND NOT EXISTS (SELECT 1 FROM ${at.name(parent)} AS p WHERE ${match.join(' AND ')})`;
  const subject = `${objectName(id)}.${listed(columns.map(quoted))}`;
  return [{ what: 'orphans', subject, codes: ['23503'], count: `SELECT count(*) ${rows}`, show: `SELECT c.* ${rows}` }];
}

function violations(id: ObjectId, text: string, name: string | null, at: Place): RowsQuestion {
  const rows = `FROM ${at.name(id)} WHERE NOT (${text})`;
  const subject = name === null ? `the check on ${objectName(id)}` : `${quoted(name)} on ${objectName(id)}`;
  return { what: 'violations', subject, codes: ['23514'], count: `SELECT count(*) ${rows}`, show: `SELECT * ${rows}` };
}

function validated(id: ObjectId, name: string, at: Place): readonly RowsQuestion[] {
  const constraint: TableConstraint | undefined = at.before.tables.get(id)?.constraints.find((one) => one.name === name);
  switch (constraint?.type) {
    case 'foreign-key':
      return orphans(id, constraint.columns, constraint.references, constraint.referencedColumns, at);
    case 'check':
      return [violations(id, constraint.text.replace(/^CHECK\s*\((.*)\)$/is, '$1'), name, at)];
    case 'not-null':
      return [nulls(id, constraint.column, at)];
    default:
      return [];
  }
}

/** Only where every value passes through a plain cast, of whose target it is known which texts it takes. */
function uncastable(id: ObjectId, operation: ChangeType, at: Place): readonly RowsQuestion[] {
  const { column, type, using } = operation;
  if (using !== null && using.castOfColumn !== column.text) return [];
  if (type.dimensions > 0) return [];
  const name = quotedName(column.text);
  const user = findType(at.before, type);
  const bad =
    user?.type.type === 'enum'
      ? `${name}::text NOT IN (${user.type.values.map(quotedText).join(', ')})`
      : castPattern(type, `${name}::text`);
  if (bad === null) return [];
  const rows = `FROM ${at.name(id)} WHERE ${name} IS NOT NULL AND ${bad}`;
  const subject = columnName(id, column.text);
  const show = `SELECT ${name}, count(*) ${rows} GROUP BY 1 ORDER BY 2 DESC`;
  return [{ what: 'uncastable', subject, codes: ['22P02', '22001', '22003', '22007', '22008'], count: `SELECT count(*) ${rows}`, show }];
}
