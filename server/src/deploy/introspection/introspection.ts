import type { Catalog, ObjectId } from '../../analysis/catalog/catalog';

/** What a database holds, in the form in which a history is folded, so that the two can be compared. */
export interface Introspection {
  /** As the server states it: `15.18`, `10.11.6-MariaDB`. */
  readonly serverVersion: string;
  /** What lies in the schema of the connection is in the catalog's own schema (`public`, `main`), as migrations name it. */
  readonly catalog: Catalog;
  /** PostgreSQL: the statements that would make it again, as the server spells them; else empty. */
  readonly definitions: string;
  /** SQLite, MySQL: the statement that has made an object, as the server keeps it, by `definitionKey`; else empty. */
  readonly written: ReadonlyMap<string, string>;
  /** The bodies of functions, to the letter, by function; `null` where one name has several. */
  readonly bodies: ReadonlyMap<ObjectId, string | null>;
  /** Schemas that were not looked into. */
  readonly otherSchemas: readonly string[];
  /** What could not be understood, as the server's own first line. */
  readonly unread: readonly string[];
}

/** `table main.User`, `trigger main.touch`. */
export function definitionKey(kind: 'table' | 'index' | 'view' | 'trigger' | 'function' | 'procedure', id: ObjectId): string {
  return `${kind} ${id}`;
}
