import { keyed } from '../../catalog/build';
import type { Column, Index, ObjectId, Table, TableConstraint } from '../../catalog/catalog';
import { plainTable } from '../../catalog/plain-table';
import { objectId } from '../../catalog/references';
import type { DeclaredField } from './declared-field';
import { impliedRelationName, relationTableName, relationTableNames } from './names';
import type { NamedModel, SchemaNames } from './names-in-schema';

/** The table of an implicit many-to-many relation. */
export interface RelationTable {
  readonly id: ObjectId;
  readonly table: Table;
  readonly indexes: ReadonlyMap<ObjectId, Index>;
  /** In the order of the columns. */
  readonly sides: readonly [RelationSide, RelationSide];
}

export interface RelationSide {
  readonly model: NamedModel;
  readonly field: DeclaredField;
}

/** The name in the database of the table of a relation. */
export function relationTableNameOf(relation: string, { flavour }: SchemaNames): string {
  return flavour.storedName(relationTableName(relation, flavour.maximumName));
}

const known = new WeakMap<DeclaredField, { readonly from: readonly unknown[]; readonly made: Made }>();

type Made = Omit<RelationTable, 'sides'>;

/**
 * The table between two sides, of which the first is A; the same object as long as nothing has changed. Null where a side has no
 * key of one column that is clear.
 * Source: `push_relation_tables` in
 * https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/sql-schema-connector/src/sql_schema_calculator.rs
 */
export function relationTable(
  sides: readonly [RelationSide, RelationSide],
  names: SchemaNames,
  tableOf: (model: NamedModel) => Table | null,
): RelationTable | null {
  const [a, b] = sides;
  const [tableA, tableB] = [tableOf(a.model), tableOf(b.model)];
  const from = [names.flavour, names.configuration.relationMode, b.field, tableA, tableB];
  const before = known.get(a.field);
  if (before?.from.every((part, at) => part === from[at])) return { ...before.made, sides };
  const [keyA, keyB] = [soleKey(tableA), soleKey(tableB)];
  if (keyA === null || keyB === null) return null;
  const made = makeTable(sides, names, keyA, keyB);
  known.set(a.field, { from, made });
  return { ...made, sides };
}

function makeTable([a, b]: readonly [RelationSide, RelationSide], names: SchemaNames, keyA: Key, keyB: Key): Made {
  const { flavour } = names;
  const { schema } = a.model.table;
  const name = relationTableNameOf(a.field.relation?.name ?? impliedRelationName(a.model.declared.name, b.model.declared.name), names);
  const derived = relationTableNames(name, flavour.maximumName);
  const hasKey = flavour.relationTableKey === 'primary-key';
  const id = objectId(schema, name);
  const index = indexOn(id, flavour.indexScope(schema, name));
  const key = index(hasKey ? derived.primaryKey : derived.unique, ['A', 'B'], true, hasKey);
  const constraints: readonly TableConstraint[] = [
    ...(hasKey ? [{ type: 'primary-key', name: key.name, columns: ['A', 'B'], index: objectId(key.schema, key.name) } as const] : []),
    ...(names.configuration.relationMode === 'prisma'
      ? []
      : [foreignKey(derived.foreignKeyA, 'A', keyA), foreignKey(derived.foreignKeyB, 'B', keyB)]),
  ];
  return {
    id,
    table: plainTable(schema, name, [sideColumn('A', keyA.column), sideColumn('B', keyB.column)], constraints),
    indexes: keyed([key, index(derived.indexOnB, ['B'], false, false)]),
  };
}

interface Key {
  readonly table: ObjectId;
  readonly column: Column;
}

function soleKey(table: Table | null): Key | null {
  const key = table?.constraints.find(({ type }) => type === 'primary-key');
  if (table === null || key?.type !== 'primary-key' || key.columns.length !== 1) return null;
  const column = table.columns.find(({ name }) => name === key.columns[0]);
  return column === undefined ? null : { table: objectId(table.schema, table.name), column };
}

function sideColumn(name: string, { type }: Column): Column {
  return { name, type, notNull: true, default: null, identity: null, generated: null, collation: null };
}

function indexOn(table: ObjectId, schema: string) {
  return (name: string, columns: readonly string[], unique: boolean, forKey: boolean): Index => ({
    schema,
    name,
    table,
    unique,
    method: 'btree',
    keys: columns.map((column) => ({ type: 'column', column, descending: false, operatorClass: null })),
    include: [],
    where: null,
    nullsNotDistinct: false,
    constraint: forKey ? name : null,
    valid: true,
    partOf: null,
  });
}

function foreignKey(name: string, column: string, { table, column: referenced }: Key): TableConstraint {
  return {
    type: 'foreign-key',
    name,
    columns: [column],
    references: table,
    referencedColumns: [referenced.name],
    onDelete: 'cascade',
    onUpdate: 'cascade',
    valid: true,
    enforced: true,
  };
}
