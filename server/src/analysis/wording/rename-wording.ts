import type { Catalog, ObjectId } from '../catalog/catalog';
import type { Names } from './names';
import { objectName, quoted } from './wording';

/** What is said of something that looks renamed. */
export interface RenameWording {
  readonly message: string;
  readonly help: string;
}

/** Where it is said: in a schema (`edit`), on the new name; in a migration, on the drop. */
export interface RenamePlace {
  readonly names: Names;
  readonly edit: unknown;
  readonly after: Catalog;
}

export function columnRename({ names, edit }: RenamePlace, table: ObjectId, from: string, to: string): RenameWording {
  const rename = `ALTER TABLE ${objectName(table)} RENAME COLUMN ${quoted(from)} TO ${quoted(to)}`;
  if (edit === null) {
    return {
      message: `${names.column(table, from)} looks renamed to ${names.bareColumn(table, to)}, but its data is dropped.`,
      help: `If it is a rename, write ${rename}, or keep the database name in the schema: @map(${quoted(from)}).`,
    };
  }
  const [old, next] = [names.bareColumn(table, from), names.column(table, to)];
  return {
    message: `${next} looks like a rename of ${old}; Prisma will drop ${old} and its data.`,
    help: `If it is a rename, keep the column with @map(${quoted(from)}), or write ${rename} in the migration.`,
  };
}

export function tableRename({ names, edit, after }: RenamePlace, from: ObjectId, to: ObjectId): RenameWording {
  const rename = `ALTER TABLE ${objectName(from)} RENAME TO ${quoted(bareName(after.tables.get(to), to))}`;
  const keep = keepsTable(from, to);
  if (edit === null) {
    return {
      message: `${names.relation(from)} looks renamed to ${names.relation(to)}, but its rows are dropped.`,
      help: `If it is a rename, write ${rename}, or keep the database name in the schema with ${keep}.`,
    };
  }
  const old = names.relation(from);
  return {
    message: `${names.relation(to)} looks like a rename of ${old}; Prisma will drop ${old} and its rows.`,
    help: `If it is a rename, keep the table with ${keep}, or write ${rename} in the migration.`,
  };
}

/** Only the name of a relation names its table. */
function keepsTable(from: ObjectId, to: ObjectId): string {
  const [old, next] = [bareName(undefined, from), bareName(undefined, to)];
  return old.startsWith('_') && next.startsWith('_') ? `@relation(${quoted(old.slice(1))})` : `@@map(${quoted(old)})`;
}

export function enumRename({ names, edit, after }: RenamePlace, from: ObjectId, to: ObjectId): RenameWording {
  const rename = `ALTER TYPE ${objectName(from)} RENAME TO ${quoted(bareName(after.types.get(to), to))}`;
  const keep = `@@map(${quoted(bareName(undefined, from))})`;
  if (edit === null) {
    return {
      message: `${names.type(from)} looks renamed to ${names.type(to)}, but its columns are dropped.`,
      help: `If it is a rename, write ${rename}, or keep the database name in the schema with ${keep}.`,
    };
  }
  return {
    message: `${names.type(to)} looks like a rename of ${names.type(from)}; Prisma will drop the values of its columns.`,
    help: `If it is a rename, keep the type with ${keep}, or write ${rename} in the migration.`,
  };
}

export function enumValueRename({ names, edit }: RenamePlace, type: ObjectId, from: string, to: string): RenameWording {
  const literal = (value: string) => `'${value.replaceAll("'", "''")}'`;
  const rename = `ALTER TYPE ${objectName(type)} RENAME VALUE ${literal(from)} TO ${literal(to)}`;
  const [old, next] = [names.value(type, from), names.value(type, to)];
  if (edit === null) {
    return {
      message: `${old} of ${names.type(type)} looks renamed to ${next}; this fails while rows hold it.`,
      help: `If it is a rename, write ${rename} in place of all this, or keep the value in the schema: @map(${quoted(from)}).`,
    };
  }
  return {
    message: `${next} looks like a rename of ${old}; fails while rows hold ${old}.`,
    help: `If it is a rename, keep the value with @map(${quoted(from)}), or write ${rename} in the migration.`,
  };
}

function bareName(found: { readonly name: string } | undefined, id: ObjectId): string {
  return found?.name ?? id.slice(id.indexOf('.') + 1);
}
