import type { Column, Index, ObjectId, Table, TableConstraint } from '../../catalog/catalog';
import { objectId } from '../../catalog/references';
import type { DeclaredField } from './declared-field';
import { impliedRelationName, relationTableName, relationTableNames } from './names';
import type { NamedModel, SchemaNames, UnclearBlock } from './names-in-schema';
import { oppositeOf } from './opposite';
import { plainTable } from './wanted-table';

/** The table of an implicit many-to-many relation. */
export interface RelationTable {
  readonly table: Table;
  readonly indexes: readonly Index[];
  /** In the order of the columns. */
  readonly sides: readonly [RelationSide, RelationSide];
}

export interface RelationSide {
  readonly model: NamedModel;
  readonly field: DeclaredField;
}

export interface RelationTables {
  readonly tables: readonly RelationTable[];
  readonly unclear: readonly UnclearBlock[];
}

/**
 * The tables of the many-to-many relations that have none of their own model. `tableOf` gives the table of a model.
 * Source: `push_relation_tables` in
 * https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/sql-schema-connector/src/sql_schema_calculator.rs
 */
export function relationTables(names: SchemaNames, tableOf: (model: NamedModel) => Table | null): RelationTables {
  const tables: RelationTable[] = [];
  const unclear: UnclearBlock[] = [];
  for (const model of names.models.values()) {
    for (const field of model.declared.fields) {
      if (field.field.type?.arity !== 'list') continue;
      const other = names.models.get(field.field.type.name) ?? null;
      const opposite = other === null ? null : oppositeOf(model, field, other);
      const reason = `The other side of ${field.field.name.text} is not clear.`;
      const doubt = () => {
        if (isUnknown(field, names))
          unclear.push({ at: model.block.start + field.field.span.start, reason, candidates: candidates(model, field, names) });
      };
      if (other === null || opposite === null || field.relation === undefined || opposite.relation === undefined) doubt();
      else if (opposite.field.type?.arity === 'list' && isFirst({ model, field }, { model: other, field: opposite })) {
        const table = relationTable(
          [
            { model, field },
            { model: other, field: opposite },
          ],
          names,
          tableOf,
        );
        if (table === null || tables.some((made) => made.table.name === table.table.name && made.table.schema === table.table.schema))
          doubt();
        else tables.push(table);
      }
    }
  }
  return { tables, unclear };
}

/** A list of scalars or enums is a column, a list of views nothing. */
function isUnknown({ field }: DeclaredField, names: SchemaNames): boolean {
  const type = field.type?.name ?? '';
  return names.models.has(type) || !(names.enums.has(type) || names.views.has(type) || isBuiltIn(type));
}

const builtIn: ReadonlySet<string> = new Set([
  'Int',
  'BigInt',
  'Float',
  'Decimal',
  'Boolean',
  'String',
  'DateTime',
  'Bytes',
  'Json',
  'Unsupported',
]);

function isBuiltIn(type: string): boolean {
  return builtIn.has(type);
}

/** Each relation is met from both sides: A is the model whose name comes first, of one model the field whose name does. */
function isFirst(one: RelationSide, other: RelationSide): boolean {
  const [own, its] = [one.model.declared.name, other.model.declared.name];
  return own === its ? one.field.field.name.text <= other.field.field.name.text : own < its;
}

/** The tables that a half-typed relation may have; none where its name is not clear. */
function candidates(model: NamedModel, { field, relation }: DeclaredField, names: SchemaNames): readonly ObjectId[] {
  if (relation === undefined || field.type === null) return [];
  const other = names.models.get(field.type.name);
  const name = tableName(relation?.name ?? impliedRelationName(model.declared.name, field.type.name), names);
  return [...new Set([model.table.schema, ...(other === undefined ? [] : [other.table.schema])])].map((schema) => objectId(schema, name));
}

function tableName(relation: string, { flavour }: SchemaNames): string {
  return flavour.storedName(relationTableName(relation, flavour.maximumName));
}

/** Null where a side has no key of one column that is clear. */
function relationTable(
  sides: readonly [RelationSide, RelationSide],
  names: SchemaNames,
  tableOf: (model: NamedModel) => Table | null,
): RelationTable | null {
  const { flavour } = names;
  const [a, b] = sides;
  const [keyA, keyB] = [soleKey(tableOf(a.model)), soleKey(tableOf(b.model))];
  if (keyA === null || keyB === null) return null;
  const { schema } = a.model.table;
  const name = tableName(a.field.relation?.name ?? impliedRelationName(a.model.declared.name, b.model.declared.name), names);
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
    table: plainTable(schema, name, [sideColumn('A', keyA.column), sideColumn('B', keyB.column)], constraints),
    indexes: [key, index(derived.indexOnB, ['B'], false, false)],
    sides,
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
