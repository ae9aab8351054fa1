import type { Catalog } from '../../analysis/catalog/catalog';
import { foldScript } from '../../analysis/catalog/fold';
import { quotedName, splitId } from '../../analysis/render/postgres-names';
import { definitionsIn, type MigrationText } from '../../analysis/revert/definitions';
import { namesIn } from '../../analysis/revert/names';
import { objectDifferences } from '../../analysis/revert/object-differences';
import { inStages, together } from '../../analysis/revert/statements';
import { tableDifferences } from '../../analysis/revert/table-differences';
import { readPostgres } from '../../analysis/sql/postgres/read';
import type { Difference } from './difference';
import { withDrifted } from './with-drifted';

/** One side of a comparison: what it holds, and the text that has made it. */
export interface Side {
  readonly catalog: Catalog;
  readonly texts: readonly MigrationText[];
}

/** Statements that lead from one side to the other, in an order in which they can run. */
export interface Statements {
  /** Each without semicolon. */
  readonly sql: readonly string[];
  /** What they take away, or do not bring back, in sentences. */
  readonly losses: readonly string[];
  /** What cannot be written, in sentences. */
  readonly unwritten: readonly string[];
  /** The side they begin with, behind them. */
  readonly after: Catalog;
}

/**
 * Writes what makes `from` like `to` in the given differences and leaves everything else alone, also what the two only spell in different ways.
 * `back`: from the database to what is expected; else the other way round.
 */
export function statementsBetween(from: Side, to: Side, differences: readonly Difference[], back: boolean): Statements {
  const nameOf = namesIn(from.catalog);
  const renames = differences.flatMap((difference) => renameOf(difference, back, nameOf));
  const start = folded(from.catalog, renames);
  const target = withDrifted(start, to.catalog, differences);
  const writing = {
    ...{ from: start, to: target, nameOf },
    definitions: definitionsIn(to.texts),
    latest: definitionsIn(from.texts),
    redefined: new Set(differences.filter(isBody).map(({ kind, object }) => `${kind === 'procedure' ? 'function' : kind} ${object}`)),
  };
  const pieces = together([tableDifferences(writing), objectDifferences(writing)]);
  const sql = [...renames, ...inStages(pieces.statements)];
  return {
    sql,
    // Putting back makes again what somebody has dropped; adopting makes it for the first time.
    losses: [...new Set(pieces.losses.flatMap(({ sentence, isGone }) => (isGone && !back ? [] : [sentence])))],
    unwritten: pieces.unwritable.map(({ reason }) => `${reason[0]?.toUpperCase() ?? ''}${reason.slice(1)}.`),
    after: folded(from.catalog, sql),
  };
}

function isBody({ kind, change }: Difference): boolean {
  return change === 'changed' && (kind === 'function' || kind === 'procedure');
}

function folded(catalog: Catalog, sql: readonly string[]): Catalog {
  return foldScript(catalog, readPostgres(sql.map((one) => `${one};\n`).join('')));
}

function renameOf({ kind, object, part, renamedFrom }: Difference, back: boolean, nameOf: (id: string) => string): readonly string[] {
  if (renamedFrom === null || part === null) return [];
  const [name, other] = back ? [part, renamedFrom] : [renamedFrom, part];
  if (kind !== 'index') return [`ALTER TABLE ${nameOf(object)} RENAME CONSTRAINT ${quotedName(name)} TO ${quotedName(other)}`];
  return [`ALTER INDEX ${nameOf(`${splitId(object).schema}.${name}`)} RENAME TO ${quotedName(other)}`];
}
