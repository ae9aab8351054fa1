import type { Column, ColumnType } from '../../catalog';
import type { ColumnPart } from '../change';
import type { IndexColumn, VisibleCatalog, VisibleIndex } from '../visible';
import { type TypeChange, typeChange } from './postgres-casts';
import { sameDefault } from './postgres-default-change';
import { type Default, declaredDefault, describedDefault, isPlainDefault } from './postgres-defaults';
import { sameExpressionText } from './postgres-expressions';
import { type Family, familyOf, familyOfName, isList, isRequired, type PrismaType, prismaType } from './postgres-types';

/** What changes of a column that both sides have. */
export interface ColumnChange {
  readonly type: TypeChange;
  readonly parts: readonly ColumnPart[];
  readonly droppedSequence: string | null;
}

export const unchanged: ColumnChange = { type: 'none', parts: [], droppedSequence: null };

interface ReadColumn {
  readonly type: PrismaType;
  readonly family: Family;
  readonly list: boolean;
  readonly arity: 'list' | 'required' | 'optional';
  readonly default: Default;
  /** Numbers itself: `autoincrement()`, or an identity that somebody wrote. */
  readonly autoincrement: boolean;
}

function readColumn(column: Column, catalog: VisibleCatalog): ReadColumn {
  const type = prismaType(column, catalog);
  const family = familyOf(type);
  const list = isList(column);
  const value = defaultOf(column, family, catalog.described);
  return {
    type,
    family,
    list,
    arity: list ? 'list' : isRequired(column, catalog) ? 'required' : 'optional',
    default: value,
    autoincrement: value.kind === 'sequence' || column.identity !== null,
  };
}

/** Columns stay the same objects from one keystroke to the next, and to read a default takes longest. */
const remembered = {
  described: new WeakMap<Column, { readonly family: Family; readonly value: Default }>(),
  declared: new WeakMap<Column, { readonly family: Family; readonly value: Default }>(),
};

function defaultOf(column: Column, family: Family, described: boolean): Default {
  const known = described ? remembered.described : remembered.declared;
  const found = known.get(column);
  if (found?.family === family) return found.value;
  const value = described ? describedDefault(column, family) : declaredDefault(column, family);
  known.set(column, { family, value });
  return value;
}

/** https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/sql-schema-connector/src/sql_schema_differ/column.rs */
export function columnChange(
  before: Column,
  after: Column,
  catalogs: { readonly before: VisibleCatalog; readonly after: VisibleCatalog },
): ColumnChange {
  if (isAlike(before, after, catalogs)) return unchanged;
  const [from, to] = [readColumn(before, catalogs.before), readColumn(after, catalogs.after)];
  const type = typeChange(from, to);
  const parts: ColumnPart[] = [];
  if (from.arity !== to.arity && to.arity !== 'list') parts.push(to.arity === 'required' ? 'set-not-null' : 'drop-not-null');
  const context = { before: from.family, after: to.family, described: catalogs.before.described };
  if (!sameDefault(from.default, to.default, context)) parts.push(to.default.kind === 'none' ? 'drop-default' : 'set-default');
  if (from.autoincrement !== to.autoincrement) parts.push(to.autoincrement ? 'add-sequence' : 'drop-default');
  if (type !== 'none' || from.list !== to.list) parts.push('set-type');
  if (parts.length === 0) return unchanged;
  const sequence = parts.includes('drop-default') && from.default.kind === 'sequence' ? from.default.name : null;
  return { type, parts, droppedSequence: sequence };
}

/** Most columns: of the same type and with the same plain default, if any, they need no closer look. */
function isAlike(before: Column, after: Column, catalogs: { readonly before: VisibleCatalog; readonly after: VisibleCatalog }): boolean {
  if (before.notNull !== after.notNull || !sameStoredType(before.type, after.type)) return false;
  if (before.identity !== null || before.generated !== null || after.identity !== null || after.generated !== null) return false;
  const { name, user } = after.type;
  if (user && !(catalogs.before.enums.has(name) && catalogs.after.enums.has(name))) return false;
  if (before.default === null || after.default === null) return before.default === after.default;
  return (
    before.default.text === after.default.text && !isList(after) && isPlainDefault(after.default.text, user ? 'enum' : familyOfName(name))
  );
}

function sameStoredType(before: ColumnType, after: ColumnType): boolean {
  const [from, to] = [before.modifiers, after.modifiers];
  if (before.name !== after.name || before.dimensions !== after.dimensions || from.length !== to.length) return false;
  return from.every((modifier, place) => modifier === to[place]);
}

/** Whether two indexes do the same, whatever their names (`indexes_match`). */
export function sameIndex(before: VisibleIndex, after: VisibleIndex): boolean {
  return (
    before.index.unique === after.index.unique &&
    before.method === after.method &&
    before.columns.length === after.columns.length &&
    before.columns.every((column, place) => sameIndexColumn(column, after.columns[place])) &&
    samePredicate(before, after)
  );
}

function sameIndexColumn(before: IndexColumn, after: IndexColumn | undefined): boolean {
  if (after === undefined || before.name !== after.name || before.descending !== after.descending) return false;
  return sameOperatorClass(before.operatorClass, after.operatorClass);
}

/** A class that is not written is the default one of the column's type. */
function sameOperatorClass(before: string | null, after: string | null): boolean {
  return before === after || (isDefaultClass(before) && isDefaultClass(after));
}

function isDefaultClass(name: string | null): boolean {
  return name === null || defaultClasses.test(name);
}

/** Of the classes that Prisma knows by name, those that their type has by default (`pg_opclass.opcdefault`). */
const defaultClasses = /^(?:jsonb_ops|array_ops|text_ops|tsvector_ops|range_ops|inet_inclusion_ops|\w+_minmax_ops)$/;

/** The condition of a partial index. One that is kept has none for Prisma. */
function samePredicate(before: VisibleIndex, after: VisibleIndex): boolean {
  if (before.kept) return after.index.where === null;
  const [from, to] = [before.index.where, after.index.where];
  if (from === null || to === null) return from === to;
  return sameExpressionText(from.text, to.text);
}
