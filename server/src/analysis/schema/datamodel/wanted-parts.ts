import type { Column, ObjectId, StoredExpression } from '../../catalog/catalog';
import { sameIndex } from '../../catalog/diff/flavours/postgres';
import { sameExpressionText } from '../../catalog/diff/flavours/postgres-expressions';
import { withRelationTables } from '../../catalog/diff/relation-tables';
import { declaredCatalog, type VisibleCatalog, type VisibleIndex, type VisibleTable } from '../../catalog/diff/visible';
import type { Field } from '../schema';
import type { Wanted } from '../wanted/wanted';

/**
 * What of a history depends on the schema that it is compared with: columns of which the history's text says nothing, expressions
 * that a server would spell as the schema does, partial indexes, which Prisma takes for those of the schema, and tables of implicit
 * relations, which the project's Prisma may make in another way than the engine does.
 */
export function withWantedParts(history: VisibleCatalog, wanted: Wanted, prismaVersion: string | null): VisibleCatalog {
  const declared = declaredCatalog(wanted.catalog);
  const made = withRelationTables(declared, history.catalog, { prismaVersion });
  const merge = (id: ObjectId, visible: VisibleTable): VisibleTable => {
    const other = declared.tables.get(id);
    const table = { ...visible.table, columns: columnsOf(visible, other, fieldsOf(wanted, id)) };
    const merged = { ...visible, table, indexes: withKeptIndexes(visible.indexes, other?.indexes ?? []) };
    return other === made.tables.get(id) ? merged : asEngineMakes(merged, other, made.tables.get(id));
  };
  return { ...history, tables: new Map([...history.tables].map(([id, table]) => [id, merge(id, table)])) };
}

/** Partial indexes that stand for one of the schema, as that one; no other ones, since Prisma would not drop them. */
function withKeptIndexes(indexes: readonly VisibleIndex[], wanted: readonly VisibleIndex[]): readonly VisibleIndex[] {
  const missing = new Set(wanted.filter((other) => !indexes.some((index) => !index.kept && sameIndex(index, other))));
  return indexes.flatMap((index) => {
    if (!index.kept) return [index];
    const other = [...missing].find((one) => sameIndex(index, one));
    if (other === undefined) return [];
    missing.delete(other);
    return [other];
  });
}

/** The table of a relation in the form that the engine wants, where it has the one that the project's Prisma wants. */
function asEngineMakes(table: VisibleTable, wanted: VisibleTable | undefined, made: VisibleTable | undefined): VisibleTable {
  const unique = made?.indexes[0];
  const own = unique === undefined ? undefined : table.indexes.find((index) => sameIndex(index, unique));
  if (wanted === undefined || own === undefined || table.primaryKey !== null) return table;
  return { ...table, primaryKey: wanted.primaryKey, indexes: table.indexes.filter((index) => index !== own) };
}

type Fields = ReadonlyMap<string, Field>;

function fieldsOf({ origins }: Wanted, id: ObjectId): Fields {
  const origin = origins.tables.get(id);
  return origin?.type === 'model' ? origin.columns : new Map();
}

function columnsOf({ table }: VisibleTable, other: VisibleTable | undefined, fields: Fields): readonly Column[] {
  const wanted = new Map(other?.table.columns.map((column) => [column.name, column]));
  const known = table.columns.map((column) => {
    const wantedColumn = wanted.get(column.name);
    if (wantedColumn === undefined) return column;
    return column.type.name === 'unknown' ? wantedColumn : withWantedSpelling(column, wantedColumn, fields.get(column.name));
  });
  const names = new Set(known.map(({ name }) => name));
  return table.complete ? known : [...known, ...[...wanted.values()].filter(({ name }) => !names.has(name))];
}

/**
 * An expression in the spelling of the schema, if it is the same one: what a server makes of it is not known here. That of a
 * generated column is none of the schema's business.
 */
function withWantedSpelling(column: Column, wanted: Column, field: Field | undefined): Column {
  const expression = column.generated?.expression ?? column.default;
  const text = field === undefined ? null : generatedText(field);
  if (expression === null || wanted.default === null || text === null) return column;
  if (column.generated === null && !sameExpressionText(expression.text, text)) return column;
  const spelled: StoredExpression = { ...expression, constant: null, text };
  return column.generated === null
    ? { ...column, default: spelled }
    : { ...column, generated: { ...column.generated, expression: spelled } };
}

/** What stands in `@default(dbgenerated("…"))`, to the letter. */
function generatedText({ attributes }: Field): string | null {
  const value = attributes.find(({ name }) => name === 'default')?.arguments[0]?.value;
  if (value?.type !== 'call' || value.name !== 'dbgenerated') return null;
  const text = value.arguments[0]?.value;
  return text?.type === 'string' ? text.value : null;
}
