import type { ObjectId } from '../catalog/catalog';
import type { Change } from '../catalog/diff/change';
import type { Subject } from '../catalog/subject';
import type { Field, ModelBlock, Schema } from '../schema/schema';
import type { ClientDefault, TableOrigin, Wanted } from '../schema/wanted/wanted';

/** The edit of a schema, where the statements that are judged are not written yet. */
export interface SchemaEdit {
  readonly wanted: Wanted;
  /** The schema before the edit; null where it is not known. */
  readonly before: Schema | null;
  /** What it asked for; null where that is not known. Worked out when it is asked for. */
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

/**
 * The column whose field stands elsewhere among the fields of a model than before, where that is all that happens to its table;
 * null where it is not. Of several that have moved, the first.
 */
export function movedField(edit: SchemaEdit, table: ObjectId, { model, columns }: Extract<TableOrigin, { type: 'model' }>): string | null {
  const old = edit.before === null ? undefined : modelNamed(edit.before, model);
  // A block that nobody has touched has the fields that it had.
  if (old === undefined || haveSameNames(old.fields, model.fields)) return null;
  const now = [...columns].map(([column, { name }]) => ({ column, field: name.text }));
  const before = fieldsAmong(old.fields, new Set(now.map(({ field }) => field)));
  const at = now.findIndex(({ field }, index) => field !== before[index]);
  if (before.length !== now.length || at === -1 || isChanged(edit, table)) return null;
  // Either this one has come up, or the one that stood here has gone down.
  const wasHere = now.findIndex(({ field }) => field === before[at]);
  return (wasHere === at + 1 ? now[at] : now[wasHere])?.column ?? null;
}

/** Fields that were found to have the names of others in the same order: most stay the same from one keystroke to the next. */
const alike = new WeakMap<readonly Field[], readonly Field[]>();

function haveSameNames(old: readonly Field[], fields: readonly Field[]): boolean {
  if (old === fields || alike.get(fields) === old) return true;
  if (old.length !== fields.length || !old.every(({ name }, at) => name.text === fields[at]?.name.text)) return false;
  alike.set(fields, old);
  return true;
}

/** The schema before stays the same from one keystroke to the next. */
const known = new WeakMap<Schema, ReadonlyMap<string, ModelBlock>>();

function modelNamed(schema: Schema, { name }: ModelBlock): ModelBlock | undefined {
  const models = known.get(schema) ?? modelsByName(schema);
  known.set(schema, models);
  return name === null ? undefined : models.get(name.text);
}

function modelsByName({ blocks }: Schema): ReadonlyMap<string, ModelBlock> {
  const models = new Map<string, ModelBlock>();
  for (const block of blocks) if (block.kind === 'model' && block.name !== null) models.set(block.name.text, block);
  return models;
}

function fieldsAmong(fields: readonly Field[], names: ReadonlySet<string>): readonly string[] {
  return fields.flatMap(({ name }) => (names.has(name.text) ? [name.text] : []));
}

function isChanged({ changed }: SchemaEdit, table: ObjectId): boolean {
  return changed.some((subject) => ('table' in subject ? subject.table === table : subject.type === 'table' && subject.id === table));
}
