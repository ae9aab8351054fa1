import { assertNever } from '../../assert-never';
import type { Catalog, ObjectId } from '../../catalog/catalog';
import type { Subject } from '../../catalog/subject';
import { type Span, spanOf } from '../../text/span';
import { absolute } from '../position';
import type { Field } from '../schema';
import type { Declaration, EnumOrigin, TableOrigin, Wanted } from '../wanted/wanted';
import { firstLine, nameOf, settingOf, spanOfField, spanOfValue } from './block-spans';
import { whereItStood } from './where-it-stood';

/** What the places of an edit are found from, all in the joined text of the schema. */
export interface Placing {
  readonly text: string;
  readonly wanted: Wanted;
  /** The schema before the edit; null where it is not known. Asked for only where something is gone. */
  readonly previous: () => Wanted | null;
  /** Before the edit. */
  readonly history: Catalog;
}

/**
 * Where something stands in the schema: a column at its field, an index or constraint at the attribute that asks for it, a table
 * at the name of its model. What is gone is found at the name of what it was a part of, a whole block where it stood.
 */
export function placeOf(subject: Subject, placing: Placing): Span {
  switch (subject.type) {
    case 'schema':
      return settingOf(placing.wanted.schema, 'schemas') ?? firstLine(placing.text);
    case 'extension':
      return settingOf(placing.wanted.schema, 'extensions') ?? firstLine(placing.text);
    case 'enum':
      return placeOfEnum(subject.id, placing);
    case 'enum-value':
      return placeOfValue(subject.id, subject.value, placing);
    case 'table':
      return placeOfTable(subject.id, placing);
    case 'column':
      return placeOfColumn(subject.table, subject.column, placing);
    case 'constraint':
    case 'index':
      return placeOfPart(subject.table, subject.name, placing);
    default:
      return assertNever(subject);
  }
}

/** The type of a column's field, with the native type behind it; null where the column or its type is gone. */
export function placeOfType(table: ObjectId, column: string, { wanted }: Placing): Span | null {
  const origin = wanted.origins.tables.get(table);
  const field = origin?.type === 'model' ? origin.columns.get(column) : undefined;
  if (origin?.type !== 'model' || field?.type == null) return null;
  const [next] = field.attributes;
  const end = next?.name.startsWith('db.') === true ? next.span.end : field.type.span.end;
  return absolute(origin.model, spanOf(field.type.span.start, end));
}

function placeOfEnum(id: ObjectId, placing: Placing): Span {
  const origin = placing.wanted.origins.enums.get(id);
  if (origin !== undefined) return nameOf(origin.block);
  const gone = placing.previous()?.origins.enums.get(id)?.block;
  return whereItStood(gone ?? null, placing);
}

function placeOfValue(id: ObjectId, value: string, placing: Placing): Span {
  const origin: EnumOrigin | undefined = placing.wanted.origins.enums.get(id);
  const declared = origin?.values.get(value);
  return origin === undefined || declared === undefined ? placeOfEnum(id, placing) : spanOfValue(origin.block, declared);
}

function placeOfTable(id: ObjectId, placing: Placing): Span {
  const origin = placing.wanted.origins.tables.get(id);
  if (origin !== undefined) return placeOfOrigin(origin);
  const gone = placing.previous()?.origins.tables.get(id);
  if (gone?.type === 'model') return whereItStood(gone.model, placing);
  return placeOfLinked(id, placing) ?? whereItStood(null, placing);
}

function placeOfOrigin(origin: TableOrigin): Span {
  return origin.type === 'model' ? nameOf(origin.model) : spanOfDeclaration(origin.fields[0]);
}

/** The table of a relation between many and many has no block of its own: one of the models that it linked speaks for it. */
function placeOfLinked(id: ObjectId, { history, wanted }: Placing): Span | null {
  for (const constraint of history.tables.get(id)?.constraints ?? []) {
    const origin = constraint.type === 'foreign-key' ? wanted.origins.tables.get(constraint.references) : undefined;
    if (origin?.type === 'model') return nameOf(origin.model);
  }
  return null;
}

function placeOfColumn(table: ObjectId, column: string, placing: Placing): Span {
  const origin = placing.wanted.origins.tables.get(table);
  const field: Field | undefined = origin?.type === 'model' ? origin.columns.get(column) : undefined;
  return origin?.type === 'model' && field !== undefined ? spanOfField(origin.model, field) : placeOfTable(table, placing);
}

function placeOfPart(table: ObjectId, name: string, placing: Placing): Span {
  const origin = placing.wanted.origins.tables.get(table);
  const named = origin?.type === 'model' ? origin.named.get(name) : undefined;
  return origin?.type !== 'model' || named === undefined
    ? placeOfTable(table, placing)
    : spanOfDeclaration({ model: origin.model, ...named });
}

function spanOfDeclaration({ model, field, attribute }: Declaration): Span {
  if (attribute !== null) return absolute(model, attribute.span);
  return field === null ? nameOf(model) : spanOfField(model, field);
}
