import type { Catalog, ObjectId, Table } from '../catalog/catalog';
import { isImplicitRelationTable, linkedTables } from '../catalog/implicit-relation-table';
import type { Names } from './names';
import { longestMessage, objectName, quoted } from './wording';

/** What is said of something that looks renamed. */
export interface RenameWording {
  readonly message: string;
  readonly help: string;
}

/** Where it is said: in a schema (`edit`), on the new name; in a migration, on the drop. */
export interface RenamePlace {
  readonly names: Names;
  readonly edit: unknown;
  /** Before the migration. */
  readonly before: Catalog;
  readonly after: Catalog;
}

export function columnRename({ names, edit }: RenamePlace, table: ObjectId, from: string, to: string): RenameWording {
  const rename = `ALTER TABLE ${objectName(table)} RENAME COLUMN ${quoted(from)} TO ${quoted(to)}`;
  const keep = `@map(${quoted(from)})`;
  if (edit === null) {
    return {
      message: `${names.column(table, from)} looks renamed to ${names.bareColumn(table, to)}, but its data is dropped.`,
      help: `If it is a rename, write ${rename}, or keep the database name in the schema: ${keep}.`,
    };
  }
  const [old, bare, next] = [names.bareColumn(table, from), names.bareColumn(table, to), names.column(table, to)];
  return {
    message:
      old === bare
        ? shortest(
            `${next} moves to a new column ${names.name(to)}; Prisma will drop ${names.name(from)} and its data.`,
            `${next} moves to a new column ${names.name(to)}; its data will be dropped.`,
          )
        : shortest(
            `${next} looks like a rename of ${old}; Prisma will drop ${old} and its data.`,
            `${next} looks like a rename of ${old}; its data will be dropped.`,
            `${bare} looks like a rename of ${old}; its data will be dropped.`,
            `Looks like a rename of ${old}; its data will be dropped.`,
          ),
    help: `If it is a rename, keep the column with ${keep}, or write ${rename} in the migration.`,
  };
}

export function tableRename(place: RenamePlace, from: ObjectId, to: ObjectId): RenameWording {
  const { names, edit, before, after } = place;
  if (bareName(before.tables.get(from), from) === bareName(after.tables.get(to), to)) return tableMove(place, from, to);
  const rename = `ALTER TABLE ${objectName(from)} RENAME TO ${quoted(bareName(after.tables.get(to), to))}`;
  const keep = keepsTable(from, to);
  const [old, next] = [names.relation(from), names.relation(to)];
  if (edit === null) {
    return {
      message: `${old} looks renamed to ${next}, but its rows are dropped.`,
      help: `If it is a rename, write ${rename}, or keep the database name in the schema with ${keep}.`,
    };
  }
  const [oldTable, newTable] = [names.name(bareName(undefined, from)), names.name(bareName(after.tables.get(to), to))];
  return {
    message:
      old === next
        ? shortest(
            `${next} moves to a new table ${newTable}; Prisma will drop ${oldTable} and its rows.`,
            `${next} moves to a new table ${newTable}; its rows will be dropped.`,
          )
        : shortest(
            `${next} looks like a rename of ${old}; Prisma will drop ${old} and its rows.`,
            `${next} looks like a rename of ${old}; its rows will be dropped.`,
            `Looks like a rename of ${old}; its rows will be dropped.`,
          ),
    help: `If it is a rename, keep the table with ${keep}${keptSides(before.tables.get(from), to, names)}, or write ${rename} in the migration.`,
  };
}

/** To another schema, where the table has the same name. */
function tableMove({ names, edit, after }: RenamePlace, from: ObjectId, to: ObjectId): RenameWording {
  const schema = after.tables.get(to)?.schema ?? to.slice(0, to.indexOf('.'));
  const move = `ALTER TABLE ${objectName(from)} SET SCHEMA ${quoted(schema)}`;
  if (edit === null) {
    return {
      message: `${names.relation(from)} looks moved to ${names.name(schema)}, but its rows are dropped.`,
      help: `If it is to keep its rows, write ${move} in place of both statements.`,
    };
  }
  return {
    message: shortest(
      `${names.relation(to)} moves to the schema ${names.name(schema)}; Prisma will drop its table and its rows.`,
      `${names.relation(to)} moves to another schema; its rows will be dropped.`,
    ),
    help: `To keep the rows, write ${move} in the migration, in place of DROP TABLE and CREATE TABLE.`,
  };
}

/** A model that takes the place of an implicit relation needs the names of its columns as well. */
function keptSides(old: Table | undefined, to: ObjectId, names: Names): string {
  if (old === undefined || !isImplicitRelationTable(old) || bareName(undefined, to).startsWith('_')) return '';
  const [a, b] = linkedTables(old).map((table) => names.relation(table));
  const sides =
    a === undefined || b === undefined || a === b ? '@map("A") and @map("B")' : `@map("A"), which is ${a}, and @map("B"), which is ${b}`;
  return ` and its fields with ${sides}`;
}

/** Only the name of a relation names its table. */
function keepsTable(from: ObjectId, to: ObjectId): string {
  const [old, next] = [bareName(undefined, from), bareName(undefined, to)];
  return old.startsWith('_') && next.startsWith('_') ? `@relation(${quoted(old.slice(1))})` : `@@map(${quoted(old)})`;
}

export function enumRename({ names, edit, after }: RenamePlace, from: ObjectId, to: ObjectId): RenameWording {
  const rename = `ALTER TYPE ${objectName(from)} RENAME TO ${quoted(bareName(after.types.get(to), to))}`;
  const keep = `@@map(${quoted(bareName(undefined, from))})`;
  const [old, next] = [names.type(from), names.type(to)];
  if (edit === null) {
    return {
      message: `${old} looks renamed to ${next}, but its columns are dropped.`,
      help: `If it is a rename, write ${rename}, or keep the database name in the schema with ${keep}.`,
    };
  }
  return {
    message:
      old === next
        ? `${next} moves to a new type ${names.name(bareName(after.types.get(to), to))}; Prisma will drop the values of its columns.`
        : shortest(
            `${next} looks like a rename of ${old}; Prisma will drop the values of its columns.`,
            `${next} looks like a rename of ${old}; its values will be dropped.`,
            `Looks like a rename of ${old}; its values will be dropped.`,
          ),
    help: `If it is a rename, keep the type with ${keep}, or write ${rename} in the migration.`,
  };
}

export function enumValueRename({ names, edit }: RenamePlace, type: ObjectId, from: string, to: string): RenameWording {
  const literal = (value: string) => `'${value.replaceAll("'", "''")}'`;
  const rename = `ALTER TYPE ${objectName(type)} RENAME VALUE ${literal(from)} TO ${literal(to)}`;
  const keep = `@map(${quoted(from)})`;
  const [old, next] = [names.value(type, from), names.value(type, to)];
  if (edit === null) {
    return {
      message: `${old} of ${names.type(type)} looks renamed to ${next}; this fails while rows hold it.`,
      help: `If it is a rename, write ${rename} in place of all this, or keep the value in the schema: ${keep}.`,
    };
  }
  return {
    message:
      old === next
        ? `${next} becomes ${names.name(to)} in the database; fails while rows hold ${names.name(from)}.`
        : shortest(
            `${next} looks like a rename of ${old}; fails while rows hold ${old}.`,
            `${next} looks like a rename of ${old}; fails while rows hold it.`,
            `Looks like a rename of ${old}; fails while rows hold it.`,
          ),
    help: `If it is a rename, keep the value with ${keep}, or write ${rename} in the migration.`,
  };
}

/** The first one that needs no shortening, else the last. */
function shortest(...messages: readonly [string, ...string[]]): string {
  return messages.find(({ length }) => length <= longestMessage) ?? messages.at(-1) ?? messages[0];
}

function bareName(found: { readonly name: string } | undefined, id: ObjectId): string {
  return found?.name ?? id.slice(id.indexOf('.') + 1);
}
