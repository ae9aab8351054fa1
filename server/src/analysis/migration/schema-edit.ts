import type { ObjectId } from '../catalog/catalog';
import type { Change } from '../catalog/diff/change';
import type { Subject } from '../catalog/subject';
import type { ClientDefault, Wanted } from '../schema/wanted/wanted';

/** The edit of a schema, where the statements that are judged are not written yet. */
export interface SchemaEdit {
  readonly wanted: Wanted;
  /** What the schema asked for before the edit; null where that is not known. Worked out when it is asked for. */
  readonly previous: () => Wanted | null;
  readonly changes: readonly Change[];
  /** What changes, each thing once. */
  readonly changed: readonly Subject[];
  /** Whether migrations have made the history. */
  readonly hasMigrations: boolean;
}

/** What Prisma Client fills a column with in place of the database; null where it does not, or where no schema is at hand. */
export function clientDefaultOf(edit: SchemaEdit | null, table: ObjectId, column: string): ClientDefault | null {
  return edit?.wanted.clientDefaults.find((candidate) => candidate.table === table && candidate.column === column) ?? null;
}
