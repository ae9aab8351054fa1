import type { Catalog, ObjectId } from '../catalog/catalog';
import { emptyCatalog } from '../catalog/draft';
import { foldScript } from '../catalog/fold';
import type { Server } from '../effects/effect';
import { createFollower } from '../migration/follow';
import { readPostgres } from '../sql/postgres/read';
import { objectName } from '../wording/wording';
import { definitionsIn, type MigrationText } from './definitions';
import { isKept, withoutMigration } from './merge';
import { namesIn } from './names';
import { objectDifferences } from './object-differences';
import { renamesBack } from './renames';
import { firstDifference } from './sameness';
import { inStages, type Pieces, together } from './statements';
import { tableDifferences } from './table-differences';
import { tracesOf } from './traces';

export interface RevertInput {
  /** All of them, in the order in which Prisma applies them. */
  readonly migrations: readonly MigrationText[];
  /** Position of the one that is to be undone. */
  readonly index: number;
  readonly server: Server;
  /** The catalog that a migration finds, by its position; the one behind the last is today's. Folded here where it is left out. */
  readonly catalogBefore?: (index: number) => Catalog;
}

/** The SQL that undoes a migration, proven to lead to the catalog without it. */
export type Revert =
  | {
      readonly ok: true;
      /** The statements, each with its semicolon and line end. */
      readonly text: string;
      /** What it does not bring back, and what it takes away, in sentences. */
      readonly losses: readonly string[];
      readonly today: Catalog;
      /** Today's catalog without what the migration did. */
      readonly target: Catalog;
    }
  /** `reason` completes "The revert is not written: …". `inTheWay`: a later migration that has built on it, the last one first to revert. */
  | { readonly ok: false; readonly reason: string; readonly inTheWay: string | null };

/**
 * The forward migration that undoes an applied one: what it renamed gets its old name back, and from there the difference goes to
 * today's catalog without what it did. What a later migration has built on is not taken away: it is in the way.
 */
export function revertMigration(input: RevertInput): Revert {
  const { migrations, index, server } = input;
  const migration = migrations[index];
  if (migration === undefined) return { ok: false, reason: 'there is no such migration', inTheWay: null };
  const catalogAt = input.catalogBefore ?? folded(migrations);
  const [before, today] = [catalogAt(index), catalogAt(migrations.length)];
  const { statements, operations, after } = createFollower()(readPostgres(migration.text), migration.text, before, server);
  const earlier = definitionsIn(migrations.slice(0, index));
  const traces = tracesOf({ text: migration.text, statements, operations, before, after }, earlier, definitionsIn([migration]));
  if (traces.obstacle !== null) return { ok: false, reason: traces.obstacle, inTheWay: null };

  const later = (id: ObjectId): string | null => laterThan(id, { migrations, index, catalogAt, after });
  const nameOf = namesIn(today);
  const renames = renamesBack(operations, before, today, nameOf);
  const renamed = (catalog: Catalog): Catalog => foldScript(catalog, readPostgres(textOf(renames)));
  const [start, base] = [renamed(today), renamed(after)];
  const { catalog: target, conflicts } = withoutMigration({ after: base, before, today: start });
  const [conflict] = conflicts;
  if (conflict !== undefined) {
    const by = later(conflict.id);
    return { ok: false, reason: `${by ?? 'a later migration'} has changed ${conflict.what} since`, inTheWay: by };
  }
  const writing = { from: start, to: target, definitions: earlier, latest: definitionsIn(migrations), nameOf, redefined: traces.redefined };
  const pieces: Pieces = together([tableDifferences(writing), objectDifferences(writing)]);
  const [unwritable] = pieces.unwritable;
  if (unwritable !== undefined) return { ok: false, reason: unwritable.reason, inTheWay: null };
  const sql = [...renames, ...inStages(pieces.statements)];
  if (sql.length === 0) {
    const [stays] = traces.stays;
    const rest = stays === undefined ? '' : `. ${stays.replace(/\.$/, '')}`;
    return { ok: false, reason: `it left nothing in the schema that is still there${rest}`, inTheWay: null };
  }
  const isArchived = [...after.tables.keys()].some((id) => isKept(id) && !before.tables.has(id));
  const archived = isArchived
    ? ['The copies in the schema "lockstep" stay; what restores them is in the header of the migration that made them.']
    : [];
  const losses = [...new Set([...pieces.losses.map(({ sentence }) => sentence), ...archived, ...traces.stays])];
  const text = textOf(sql);
  const problem = problemIn(text, today, target, server);
  if (problem === null) return { ok: true, text, losses, today, target };
  const by = problem.id === null ? null : later(problem.id);
  return { ok: false, reason: by === null ? problem.reason : `${by} has built on it: ${problem.reason}`, inTheWay: by };
}

function folded(migrations: readonly MigrationText[]): (index: number) => Catalog {
  const catalogs: Catalog[] = [emptyCatalog('postgresql')];
  return (index) => {
    for (let at = catalogs.length; at <= index; at++) {
      catalogs.push(foldScript(catalogs[at - 1] ?? emptyCatalog('postgresql'), readPostgres(migrations[at - 1]?.text ?? '')));
    }
    return catalogs[index] ?? emptyCatalog('postgresql');
  };
}

function textOf(sql: readonly string[]): string {
  return sql.map((one) => `${one};\n`).join('');
}

/** The comment that the migration begins with: what it does not bring back, each sentence a line. */
export function revertHeader(name: string, losses: readonly string[]): string {
  const lines = [`Reverts ${name}.`, ...losses, 'Undo: revert this migration in turn.'];
  return lines.map((line) => `-- ${line.replace(/\s*\r?\n\s*/g, ' ')}\n`).join('');
}

/** Nothing that is written is believed: it has to be SQL, must not fail whatever the rows are, and leads to the target. */
function problemIn(
  text: string,
  today: Catalog,
  target: Catalog,
  server: Server,
): { readonly reason: string; readonly id: ObjectId | null } | null {
  const script = readPostgres(text);
  const [error] = script.errors;
  if (error !== undefined) return { reason: `what would be written is not SQL: ${error.message}`, id: null };
  const { statements, after } = createFollower()(script, text, today, server);
  const failure = statements.flatMap(({ effect }) => effect.failures).find(({ when }) => when === 'certain');
  if (failure !== undefined) return { reason: failure.reason, id: firstDifference(after, target) };
  const different = firstDifference(after, target);
  return different === null ? null : { reason: `${objectName(different)} would not be as it was`, id: different };
}

interface History {
  readonly migrations: readonly MigrationText[];
  readonly index: number;
  readonly catalogAt: (index: number) => Catalog;
  readonly after: Catalog;
}

/** The last migration behind this one that has touched an object; null where none has. */
function laterThan(id: ObjectId, { migrations, index, catalogAt }: History): string | null {
  for (let at = migrations.length - 1; at > index; at--) {
    if (stateOf(catalogAt(at), id) !== stateOf(catalogAt(at + 1), id)) return migrations[at]?.name ?? null;
  }
  return null;
}

/** The object itself, and what is built on it. */
function stateOf(catalog: Catalog, id: ObjectId): string {
  const { tables, indexes, views, types, functions, sequences, dependents } = catalog;
  const own = [tables, indexes, views, types, functions, sequences].map((objects) => objects.get(id) ?? null);
  const users = Object.values(dependents).map((role) => role.get(id) ?? []);
  return JSON.stringify([own, users]);
}
