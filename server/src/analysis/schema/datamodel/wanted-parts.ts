import type { Column, Index, ObjectId, StoredExpression } from '../../catalog/catalog';
import { sameExpressionText } from '../../catalog/diff/flavours/postgres-expressions';
import { declaredCatalog, type VisibleCatalog, type VisibleIndex, type VisibleTable } from '../../catalog/diff/visible';
import type { Field } from '../schema';
import type { Wanted } from '../wanted/wanted';

/**
 * What of a history depends on the schema that it is compared with: columns of which the history's text says nothing, expressions
 * that a server would spell as the schema does, and partial indexes, which Prisma takes for those of the schema.
 */
export function withWantedParts(history: VisibleCatalog, wanted: Wanted): VisibleCatalog {
  const declared = declaredCatalog(wanted.catalog);
  const merge = (id: ObjectId, table: VisibleTable): VisibleTable => {
    const other = declared.tables.get(id);
    const indexes = table.indexes.flatMap((index) => (index.kept ? keptIndex(index, other?.indexes ?? []) : [index]));
    return { ...table, indexes, table: { ...table.table, columns: columnsOf(table, other, fieldsOf(wanted, id)) } };
  };
  return { ...history, tables: new Map([...history.tables].map(([id, table]) => [id, merge(id, table)])) };
}

/** A partial index that the schema has, as it has it; none otherwise, since Prisma would not drop it. */
function keptIndex(index: VisibleIndex, wanted: readonly VisibleIndex[]): readonly VisibleIndex[] {
  const columns = (one: VisibleIndex) => one.columns.map(({ name }) => name).join('\n');
  const same = wanted.find((other) => other.index.unique === index.index.unique && columns(other) === columns(index));
  return same === undefined ? [] : [{ ...index, index: { ...withoutCondition(index.index), name: same.index.name } }];
}

function withoutCondition(index: Index): Index {
  return { ...index, where: null };
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

/** An expression in the spelling of the schema, if it is the same one: what a server makes of it is not known here. */
function withWantedSpelling(column: Column, wanted: Column, field: Field | undefined): Column {
  const expression = column.generated?.expression ?? column.default;
  const text = field === undefined ? null : generatedText(field);
  if (expression === null || wanted.default === null || text === null || !sameExpressionText(expression.text, text)) return column;
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
