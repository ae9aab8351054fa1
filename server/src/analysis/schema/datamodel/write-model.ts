import type { Column, Index, ObjectId, Table, TableForeignKey } from '../../catalog/catalog';
import type { ReferentialAction } from '../../operation/constraint';
import { defaultOf } from './default-value';
import { createNames, type Names, quoted } from './names';
import { operatorClassOf } from './operator-class';
import { scalarTypeOf, unsupportedType } from './scalar-type';
import type { NamedEnum } from './write-enum';

/** A table with the names that the datamodel gives to it and its columns. */
export interface Model {
  readonly id: ObjectId;
  readonly table: Table;
  readonly name: string;
  /** By column. */
  readonly fields: ReadonlyMap<string, string>;
  readonly indexes: readonly Index[];
  readonly enums: ReadonlyMap<ObjectId, NamedEnum>;
  /** Nothing tells its rows apart, so that Prisma Client cannot use it. */
  readonly ignored: boolean;
  /** Those that the datamodel can hold: to tables that are in it. */
  readonly foreignKeys: readonly Relation[];
  readonly names: Names;
}

/** A foreign key; `name` is unlike that of all others. */
interface Relation {
  readonly name: string;
  readonly foreignKey: TableForeignKey;
}

export function createModels(
  tables: readonly Table[],
  indexes: ReadonlyMap<ObjectId, readonly Index[]>,
  enums: readonly NamedEnum[],
  names: Names,
): readonly Model[] {
  const ids = new Set(tables.map(({ schema, name }) => `${schema}.${name}`));
  const enumsById = new Map(enums.map((one) => [one.id, one]));
  let relations = 0;
  return tables.map((table) => {
    const id = `${table.schema}.${table.name}`;
    const own = createNames();
    const foreignKeys = table.constraints
      .filter((constraint) => constraint.type === 'foreign-key')
      .filter(({ references }) => ids.has(references))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    return {
      id,
      table,
      name: names.take(`M_${table.name}`),
      fields: new Map(table.columns.map(({ name }) => [name, own.take(name)])),
      indexes: indexes.get(id) ?? [],
      enums: enumsById,
      ignored: !tellsRowsApart(table, indexes.get(id) ?? []),
      foreignKeys: foreignKeys.map((foreignKey) => ({ name: `r${relations++}`, foreignKey })),
      names: own,
    };
  });
}

function tellsRowsApart({ columns, constraints }: Table, indexes: readonly Index[]): boolean {
  if (constraints.some(({ type }) => type === 'primary-key')) return true;
  const required = new Set(columns.filter(({ notNull }) => notNull).map(({ name }) => name));
  return indexes.some(
    ({ unique, where, keys }) => unique && where === null && keys.every((key) => key.type === 'column' && required.has(key.column)),
  );
}

/** `place` is the line that names the schema; empty without one. */
export function writeModel(model: Model, models: readonly Model[], place: string): string {
  const { table, name } = model;
  const byId = new Map(models.map((other) => [other.id, other]));
  const lines = [
    ...table.columns.map((column) => writeField(model, column)),
    ...model.foreignKeys.flatMap((relation) => writeRelation(model, relation, byId.get(relation.foreignKey.references))),
    ...models.flatMap((other) =>
      other.foreignKeys.filter(({ foreignKey }) => foreignKey.references === model.id).map((one) => writeBack(model, other, one)),
    ),
    '',
    ...writeKeys(model),
    `  @@map(${quoted(table.name)})`,
    ...(model.ignored ? ['  @@ignore'] : []),
  ];
  return `model ${name} {\n${lines.join('\n')}\n${place}}\n`;
}

function writeField(model: Model, column: Column): string {
  const found = model.enums.get(column.type.name);
  const known = found === undefined || !column.type.user ? scalarTypeOf(column.type) : { name: found.name, attribute: '' };
  const type = known?.name ?? `Unsupported(${quoted(unsupportedType(column.type))})`;
  const arity = column.type.dimensions > 0 ? '[]' : column.notNull ? '' : '?';
  const value = defaultOf(column, found?.values ?? null);
  const byDefault = value === null ? '' : ` @default(${value})`;
  return `  ${fieldOf(model, column.name)} ${type}${arity}${byDefault} @map(${quoted(column.name)})${known?.attribute ?? ''}`;
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

/** The other side of a relation, which Prisma wants to see. */
function writeBack(model: Model, other: Model, { name }: Relation): string {
  return `  ${model.names.take(`${name}_back`)} ${other.name}[] @relation(${quoted(name)})${ignoredTarget(model, other)}`;
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

function writeKeys(model: Model): readonly string[] {
  const primaryKey = model.table.constraints.find((constraint) => constraint.type === 'primary-key');
  const fields = primaryKey?.columns.map((column) => fieldOf(model, column)).join(', ');
  return [
    ...(primaryKey === undefined ? [] : [`  @@id([${fields}], map: ${quoted(primaryKey.name)})`]),
    ...model.indexes
      .filter(({ constraint }) => primaryKey === undefined || constraint !== primaryKey.name)
      .map((index) => writeIndex(model, index)),
  ];
}

function writeIndex(model: Model, index: Index): string {
  const method = methods.get(index.method);
  const parts = [
    `[${index.keys.map((key) => (key.type === 'column' ? writeKey(model, index, key) : '')).join(', ')}]`,
    `map: ${quoted(index.name)}`,
    ...(method === undefined ? [] : [`type: ${method}`]),
    ...(index.where === null ? [] : [`where: raw(${quoted(index.where.text)})`]),
  ];
  return `  @@${index.unique ? 'unique' : 'index'}(${parts.join(', ')})`;
}

type ColumnKey = Extract<Index['keys'][number], { readonly type: 'column' }>;

function writeKey(model: Model, index: Index, { column, descending, operatorClass }: ColumnKey): string {
  const details = [
    ...(operatorClass === null || isUsualClass(index, operatorClass) ? [] : [`ops: ${operatorClassOf(operatorClass)}`]),
    ...(descending ? ['sort: Desc'] : []),
  ];
  return `${fieldOf(model, column)}${details.length === 0 ? '' : `(${details.join(', ')})`}`;
}

/** In a B-tree or hash index all classes but the pattern ones are what the type has anyway (manual, 11.10). */
function isUsualClass({ method }: Index, operatorClass: string): boolean {
  return (method === 'btree' || method === 'hash') && !operatorClass.endsWith('_pattern_ops');
}

const methods: ReadonlyMap<string, string> = new Map([
  ['hash', 'Hash'],
  ['gin', 'Gin'],
  ['gist', 'Gist'],
  ['spgist', 'SpGist'],
  ['brin', 'Brin'],
]);

function fieldOf({ fields }: Model, column: string): string {
  return fields.get(column) ?? column;
}
