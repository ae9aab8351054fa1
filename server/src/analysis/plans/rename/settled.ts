import type { Catalog } from '../../catalog/catalog';
import type { Change, Clause } from '../../catalog/diff/change';
import { diffCatalogs } from '../../catalog/diff/diff';
import { renameCandidates } from '../../catalog/diff/renames';
import { foldScript } from '../../catalog/fold';
import { readPostgres } from '../../sql/postgres/read';
import { asTheyAre } from '../as-prisma-sees';
import { madeOrDropped, type Part } from './parts';
import type { Rename } from './rename';

/** Renames that take the place of some operations of a migration, and what is then left to do to reach the same end. */
export interface Settled {
  /** The asked ones, and the columns that are renamed together with their table. */
  readonly renames: readonly Rename[];
  /** What the renames take the place of. */
  readonly parts: readonly Part[];
  /** After the renames and the rest of the migration. */
  readonly reached: Catalog;
  /** From there to the end of the migration: other names of indexes and constraints, other attributes of columns. */
  readonly changes: readonly Change[];
}

/** What is to be settled: `fold` gives the catalog after the migration with the renames in the place of the parts. */
export interface Unsettled {
  readonly renames: readonly Rename[];
  readonly parts: readonly Part[];
  readonly before: Catalog;
  readonly after: Catalog;
  readonly textWith: (renames: readonly Rename[], parts: readonly Part[]) => string;
}

/** Null where more than names and attributes would change: then a rename alone does not lead there. */
export function settled({ renames, parts, before, after, textWith }: Unsettled): Settled | null {
  const reach = (all: readonly Rename[], some: readonly Part[]): Catalog => foldScript(before, readPostgres(textWith(all, some)));
  const all = [...renames, ...columnsOfTables(reach(renames, parts), after, renames)];
  const reached = reach(all, parts);
  const changes = diffCatalogs(reached, after, asTheyAre);
  const others = new Set(changes.flatMap(otherThings));
  if (others.size === 0) return { renames: all, parts, reached, changes };
  // What is made or dropped for its own sake stays in the migration.
  const kept = parts.filter((part) => !others.has(madeOrDropped(part) ?? ''));
  if (renames.some(({ kind }) => kind === 'table') || kept.length === parts.length) return null;
  const rest = reach(all, kept);
  const left = diffCatalogs(rest, after, asTheyAre);
  return left.some((change) => otherThings(change).length > 0) ? null : { renames: all, parts: kept, reached: rest, changes: left };
}

function columnsOfTables(reached: Catalog, after: Catalog, renames: readonly Rename[]): readonly Rename[] {
  const tables = new Set(renames.flatMap((rename) => (rename.kind === 'table' ? [rename.to] : [])));
  if (tables.size === 0) return [];
  return renameCandidates(reached, after).flatMap((found) =>
    found.kind === 'column' && found.table === found.toTable && tables.has(found.table)
      ? [{ kind: 'column', table: found.table, from: found.from, to: found.to }]
      : [],
  );
}

/** The names of what a change makes or drops; of a column or a table too, which no rename replaces. */
function otherThings(change: Change): readonly string[] {
  switch (change.kind) {
    case 'rename-index':
    case 'rename-foreign-key':
      return [];
    case 'alter-table':
      return change.clauses.flatMap(otherInClause);
    case 'create-index':
    case 'drop-index':
      return [change.index.name];
    case 'add-foreign-key':
      return [change.foreignKey.name];
    case 'drop-foreign-key':
      return [change.name];
    default:
      return [change.kind];
  }
}

function otherInClause(clause: Clause): readonly string[] {
  switch (clause.kind) {
    case 'alter-column':
    case 'rename-primary-key':
    // A column that is new in a renamed table.
    case 'add-column':
      return [];
    case 'add-primary-key':
    case 'drop-primary-key':
      return [clause.name];
    case 'drop-column':
    case 'redefine-column':
      return [clause.kind];
  }
}
