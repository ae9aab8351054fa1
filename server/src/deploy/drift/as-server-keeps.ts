import { withDependents } from '../../analysis/catalog/build';
import type { Catalog, Column, ObjectId, Table } from '../../analysis/catalog/catalog';
import { quotedText } from '../../analysis/render/postgres-names';
import type { Wanted } from '../../analysis/schema/wanted/wanted';
import { foreignKeyName } from '../introspection/sqlite';

/** What a schema asks for as its server would tell it, of providers whose servers keep less or other names than Prisma has. */
export function asServerKeeps({ catalog, provider }: Wanted): Catalog {
  switch (provider) {
    case 'postgresql':
      return catalog;
    case 'sqlite':
      return withTables(catalog, withoutKeyNames);
    case 'mysql':
      return {
        ...withTables(catalog, (table) => ({ ...table, columns: table.columns.map((column) => withValues(column, catalog)) })),
        types: new Map(),
      };
  }
}

function withTables(catalog: Catalog, change: (table: Table) => Table): Catalog {
  const { dependents: _, ...maps } = catalog;
  return withDependents({ ...maps, tables: new Map([...catalog.tables].map(([id, table]) => [id, change(table)])) });
}

/** SQLite keeps no names of foreign keys. */
function withoutKeyNames(table: Table): Table {
  return {
    ...table,
    constraints: table.constraints.map((one) => (one.type === 'foreign-key' ? { ...one, name: foreignKeyName(one.columns) } : one)),
  };
}

/** MySQL has no enums but columns that list their values. */
function withValues(column: Column, { types }: Catalog): Column {
  const type = column.type.user ? types.get(column.type.name) : undefined;
  if (type?.type !== 'enum') return column;
  return { ...column, type: { ...column.type, name: `enum(${type.values.map(quotedText).join(',')})`, user: false } };
}

/** MySQL makes an index for each foreign key that none covers, under the key's name; Prisma takes it for a part of the key. */
export function isOfForeignKey({ provider, catalog }: Wanted, table: ObjectId, index: string): boolean {
  if (provider !== 'mysql') return false;
  return catalog.tables.get(table)?.constraints.some(({ type, name }) => type === 'foreign-key' && name === index) === true;
}
