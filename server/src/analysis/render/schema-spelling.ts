import type { ObjectId } from '../catalog/catalog';
import { argumentValue, attributeOf, callOf, itemsOf, stringOf, wordOf } from '../schema/attributes';
import type { Value } from '../schema/schema';
import type { Origins } from '../schema/wanted/wanted';

/** What a schema writes and a catalog does not keep, though Prisma copies it into its SQL. Null: nothing beyond the catalog. */
export interface SchemaSpelling {
  /** The type in `Unsupported("…")`. */
  unsupportedType(table: ObjectId, column: string): string | null;
  /** The expression in `dbgenerated("…")`. */
  defaultText(table: ObjectId, column: string): string | null;
  /** Whether `sort: Asc` is written for a column of an index, which says no more than its absence. */
  isAscending(table: ObjectId, index: string, column: string): boolean;
  /** What all of this is read from for a table: as long as it is the same object, so are the answers. */
  source(table: ObjectId): unknown;
}

export const noSpelling: SchemaSpelling = {
  unsupportedType: () => null,
  defaultText: () => null,
  isAscending: () => false,
  source: () => null,
};

export function schemaSpelling(origins: Origins): SchemaSpelling {
  const modelOf = (table: ObjectId) => {
    const origin = origins.tables.get(table);
    return origin?.type === 'model' ? origin : null;
  };
  const fieldOf = (table: ObjectId, column: string) => modelOf(table)?.columns.get(column) ?? null;
  return {
    unsupportedType: (table, column) => fieldOf(table, column)?.type?.unsupported ?? null,
    defaultText(table, column) {
      const attribute = attributeOf(fieldOf(table, column)?.attributes ?? [], 'default');
      const call = attribute === null ? null : callOf(argumentValue(attribute, 'value', 0), 'dbgenerated');
      return call === null ? null : stringOf(argumentValue(call, 'value', 0));
    },
    isAscending(table, index, column) {
      const attribute = modelOf(table)?.named.get(index)?.attribute ?? null;
      const field = fieldOf(table, column);
      if (attribute === null || field === null) return false;
      const fields = itemsOf(argumentValue(attribute, 'fields', 0));
      const own = fields.length === 0 ? attribute : fields.find((item) => item.type === 'call' && item.name === field.name.text);
      return own !== undefined && isAscending(own);
    },
    source: (table) => modelOf(table)?.columns ?? null,
  };
}

function isAscending(holder: Parameters<typeof argumentValue>[0] | Value): boolean {
  return 'arguments' in holder && wordOf(argumentValue(holder, 'sort', null)) === 'Asc';
}
