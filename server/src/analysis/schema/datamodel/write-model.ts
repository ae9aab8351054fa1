import type { Column, ObjectId, TableForeignKey } from '../../catalog/catalog';
import { describedDefault } from '../../catalog/diff/flavours/postgres-defaults';
import { familyOf, isList, type PrismaType, prismaType } from '../../catalog/diff/flavours/postgres-types';
import type { IndexColumn, VisibleCatalog, VisibleIndex, VisibleTable } from '../../catalog/diff/visible';
import type { ReferentialAction } from '../../operation/constraint';
import { defaultArgument } from './default-value';
import { createNames, type Names, quoted } from './names';
import { operatorClassArgument } from './operator-class';
import { scalarType, unsupportedType } from './scalar-type';
import type { NamedEnum } from './write-enum';

/** A table with the names that the datamodel gives to it and its columns. */
export interface Model extends VisibleTable {
  readonly name: string;
  /** By column. */
  readonly fields: ReadonlyMap<string, string>;
  readonly catalog: VisibleCatalog;
  readonly enums: ReadonlyMap<ObjectId, NamedEnum>;
  /** Nothing that a schema can say tells its rows apart, so that Prisma Client cannot use it. */
  readonly ignored: boolean;
  readonly relations: readonly Relation[];
  readonly names: Names;
}

/** A foreign key to a table of the datamodel; `name` is unlike that of all others. */
interface Relation {
  readonly name: string;
  readonly foreignKey: TableForeignKey;
}

export function createModels(catalog: VisibleCatalog, enums: readonly NamedEnum[], names: Names): readonly Model[] {
  const enumsById = new Map(enums.map((one) => [one.id, one]));
  let relations = 0;
  return [...catalog.tables.values()].map((visible) => {
    const own = createNames();
    const table = withPossibleKey(visible);
    return {
      ...table,
      name: names.take(`M_${visible.table.name}`),
      fields: new Map(visible.table.columns.map(({ name }) => [name, own.take(name)])),
      catalog,
      enums: enumsById,
      ignored: !tellsRowsApart(table),
      relations: visible.foreignKeys
        .filter(({ references }) => catalog.tables.has(references))
        .map((foreignKey) => ({ name: `r${relations++}`, foreignKey })),
      names: own,
    };
  });
}

/** A schema cannot say that a list is a key. */
function withPossibleKey(visible: VisibleTable): VisibleTable {
  const lists = new Set(visible.table.columns.filter(isList).map(({ name }) => name));
  return visible.primaryKey?.columns.some(({ name }) => lists.has(name)) ? { ...visible, primaryKey: null } : visible;
}

function tellsRowsApart({ table, primaryKey, indexes }: VisibleTable): boolean {
  const required = new Set(table.columns.filter((column) => column.notNull && !isList(column)).map(({ name }) => name));
  if (primaryKey !== null) return true;
  return indexes.some(({ index, columns }) => index.unique && index.where === null && columns.every(({ name }) => required.has(name)));
}

/** `place` is the line that names the schema; empty without one. */
export function writeModel(model: Model, models: readonly Model[], place: string): string {
  const byId = new Map(models.map((other) => [other.id, other]));
  const { primaryKey } = model;
  const lines = [
    // A model needs a field. The history's text may show none of a table's columns (`CREATE TABLE … AS`).
    ...(model.table.columns.length === 0 ? ['  unknown Int?'] : model.table.columns.map((column) => writeField(model, column))),
    ...model.relations.flatMap((relation) => writeRelation(model, relation, byId.get(relation.foreignKey.references))),
    ...models.flatMap((other) => backRelations(model, other)),
    '',
    ...(primaryKey === null ? [] : [`  @@id(${listOf(model, primaryKey.columns, 'btree')}, map: ${quoted(primaryKey.name)})`]),
    ...model.indexes.map((index) => writeIndex(model, index)),
    `  @@map(${quoted(model.table.name)})`,
    ...(model.ignored ? ['  @@ignore'] : []),
  ];
  return `model ${model.name} {\n${lines.join('\n')}\n${place}}\n`;
}

function writeField(model: Model, column: Column): string {
  const type = prismaType(column, model.catalog);
  const values = type.kind === 'enum' ? (model.enums.get(type.id)?.values ?? null) : null;
  const { name, attribute } = fieldType(model, column, type);
  const arity = isList(column) ? '[]' : column.notNull ? '' : '?';
  const family = familyOf(type);
  const value = column.identity === null ? defaultArgument(describedDefault(column, family), family, values) : 'autoincrement()';
  const byDefault = value === null ? '' : ` @default(${value})`;
  return `  ${fieldOf(model, column.name)} ${name}${arity}${byDefault} @map(${quoted(column.name)})${attribute}`;
}

function fieldType(model: Model, { type }: Column, prisma: PrismaType): { readonly name: string; readonly attribute: string } {
  const named = prisma.kind === 'enum' ? model.enums.get(prisma.id)?.name : undefined;
  if (named !== undefined) return { name: named, attribute: '' };
  const scalar = prisma.kind === 'known' ? scalarType(prisma) : null;
  return scalar ?? { name: `Unsupported(${quoted(unsupportedType(type))})`, attribute: '' };
}

function writeRelation(model: Model, { name, foreignKey }: Relation, target: Model | undefined): readonly string[] {
  if (target === undefined) return [];
  const optional = model.table.columns.some((column) => foreignKey.columns.includes(column.name) && !column.notNull);
  const relation = [
    quoted(name),
    `fields: [${foreignKey.columns.map((column) => fieldOf(model, column)).join(', ')}]`,
    `references: [${foreignKey.referencedColumns.map((column) => fieldOf(target, column)).join(', ')}]`,
    `onDelete: ${actions[foreignKey.onDelete]}`,
    `onUpdate: ${actions[foreignKey.onUpdate]}`,
    `map: ${quoted(foreignKey.name)}`,
  ].join(', ');
  return [`  ${model.names.take(name)} ${target.name}${optional ? '?' : ''} @relation(${relation})${ignoredTarget(model, target)}`];
}

/** The other sides of a model's relations, which Prisma wants to see. */
function backRelations(model: Model, other: Model): readonly string[] {
  const relations = other.relations.filter(({ foreignKey }) => foreignKey.references === model.id);
  return relations.map(
    ({ name }) => `  ${model.names.take(`${name}_back`)} ${other.name}[] @relation(${quoted(name)})${ignoredTarget(model, other)}`,
  );
}

function ignoredTarget(model: Model, target: Model): string {
  return target.ignored && !model.ignored ? ' @ignore' : '';
}

const actions: Readonly<Record<ReferentialAction, string>> = {
  'no-action': 'NoAction',
  restrict: 'Restrict',
  cascade: 'Cascade',
  'set-null': 'SetNull',
  'set-default': 'SetDefault',
};

const methods: ReadonlyMap<string, string> = new Map([
  ['hash', 'Hash'],
  ['gin', 'Gin'],
  ['gist', 'Gist'],
  ['spgist', 'SpGist'],
  ['brin', 'Brin'],
]);

function writeIndex(model: Model, { index, columns, method }: VisibleIndex): string {
  const type = methods.get(method);
  const parts = [
    listOf(model, columns, method),
    `map: ${quoted(index.name)}`,
    ...(type === undefined ? [] : [`type: ${type}`]),
    ...(index.where === null ? [] : [`where: raw(${quoted(index.where.text)})`]),
  ];
  return `  @@${index.unique ? 'unique' : 'index'}(${parts.join(', ')})`;
}

/** Prisma reads no operator class of a B-tree or hash index from a database. */
function listOf(model: Model, columns: readonly IndexColumn[], method: string): string {
  const keys = columns.map(({ name, descending, operatorClass }) => {
    const details = [
      ...(operatorClass === null || method === 'btree' || method === 'hash' ? [] : [`ops: ${operatorClassArgument(operatorClass)}`]),
      ...(descending ? ['sort: Desc'] : []),
    ];
    return `${fieldOf(model, name)}${details.length === 0 ? '' : `(${details.join(', ')})`}`;
  });
  return `[${keys.join(', ')}]`;
}

function fieldOf({ fields }: Model, column: string): string {
  return fields.get(column) ?? column;
}
