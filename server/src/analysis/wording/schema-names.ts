import type { ObjectId } from '../catalog/catalog';
import { objectId } from '../catalog/references';
import type { Field } from '../schema/schema';
import type { Origins, TableOrigin, Wanted } from '../schema/wanted/wanted';
import { declarationText, fieldTypeText } from './attribute-wording';
import type { Names } from './names';
import { typeName } from './type-wording';

/**
 * Names as the schema writes them: models, fields, attributes, in backticks. What is gone bears the name that it had in the
 * schema before the edit, and without one that of the database.
 */
export function schemaNames(wanted: Wanted, previous: () => Wanted | null): Names {
  const defaultSchema = wanted.catalog.searchPath.find((schema) => schema !== '$user') ?? 'public';
  const modelOf = (id: ObjectId) => find(wanted, previous, ({ tables }) => asModel(tables.get(id)));
  const fieldOf = (table: ObjectId, column: string) =>
    find(wanted, previous, ({ tables }): Field | undefined => asModel(tables.get(table))?.columns.get(column));
  const relation = (id: ObjectId) => modelOf(id)?.model.name?.text ?? databaseName(id, defaultSchema);
  const bareColumn = (table: ObjectId, column: string) => fieldOf(table, column)?.name.text ?? column;
  const part = (table: ObjectId | null, name: string) => {
    const declared = table === null ? undefined : find(wanted, previous, ({ tables }) => asModel(tables.get(table))?.named.get(name));
    return declared === undefined ? name : declarationText(declared);
  };
  return {
    name: ticked,
    relation: (id) => ticked(relation(id)),
    written: ({ schema, name }) => ticked(relation(objectId(schema ?? defaultSchema, name))),
    column: (table, column) => ticked(`${relation(table)}.${bareColumn(table, column)}`),
    bareColumn: (table, column) => ticked(bareColumn(table, column)),
    part: (table, name) => ticked(part(table, name)),
    index: (table, name) => ticked(part(table, name)),
    type: (id) => ticked(find(wanted, previous, ({ enums }) => enums.get(id))?.block.name?.text ?? databaseName(id, defaultSchema)),
    value: (type, value) => ticked(find(wanted, previous, ({ enums }) => enums.get(type)?.values.get(value))?.name.text ?? value),
    columnType: (table, column, type) => {
      const field = asModel(wanted.origins.tables.get(table))?.columns.get(column);
      return ticked(field?.type == null ? typeName(type) : fieldTypeText(field, field.type));
    },
  };
}

/** From the schema as it is, else from the one before the edit. */
function find<T>(wanted: Wanted, previous: () => Wanted | null, pick: (origins: Origins) => T | undefined): T | undefined {
  const found = pick(wanted.origins);
  if (found !== undefined) return found;
  const before = previous();
  return before === null ? undefined : pick(before.origins);
}

function asModel(origin: TableOrigin | undefined) {
  return origin?.type === 'model' ? origin : undefined;
}

function databaseName(id: ObjectId, defaultSchema: string): string {
  return id.startsWith(`${defaultSchema}.`) ? id.slice(defaultSchema.length + 1) : id;
}

/** A backtick inside would end the name early. */
function ticked(name: string): string {
  return `\`${name.replaceAll('`', "'")}\``;
}
