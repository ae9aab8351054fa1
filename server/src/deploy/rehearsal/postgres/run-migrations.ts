import type { AnalysedStatement } from '../../../analysis/migration/migration';
import { quotedName, splitId } from '../../../analysis/render/postgres-names';
import type { Statistics } from '../../../analysis/statistics/statistics';
import type { MigrationFile } from '../../../project/snapshot';
import type { Copy } from '../copies/copy';
import { estimateOf, workedOn } from '../estimate';
import type { RehearsalEvent } from '../outcome';
import type { RehearsedMigration, RehearsedStatement } from '../rehearsal';
import { migrationOf, withoutRun } from '../rehearsed-migration';
import type { SqlError } from '../session';
import { notRun } from '../statements';
import type { Foretold } from './foretell';
import { runPostgresMigration } from './run-migration';

export interface PostgresMigrations {
  readonly copy: Copy;
  readonly files: readonly MigrationFile[];
  readonly foretold: Foretold;
  /** Whether the copy lacks a part of the history. */
  readonly incomplete: boolean;
  readonly statistics: Statistics | null;
  readonly onEvent: (event: RehearsalEvent) => void;
  readonly abort: AbortSignal;
}

interface RanMigrations {
  readonly migrations: readonly RehearsedMigration[];
  /** Rows before the first of them. */
  readonly rows: Readonly<Record<string, number>>;
}

/** Runs migrations until one fails. */
export async function runPostgresMigrations(given: PostgresMigrations): Promise<RanMigrations> {
  const { copy, files, foretold, onEvent, abort } = given;
  const rows = await countRows(copy, foretold);
  const migrations: RehearsedMigration[] = [];
  for (const [index, file] of files.entries()) {
    const { name, text } = file;
    const statements = foretold.here.get(name) ?? [];
    if (migrations.some(({ state }) => state === 'failed')) {
      migrations.push(
        withoutRun(
          file,
          statements.map(({ index: at, span }) => notRun(at, span, text)),
        ),
      );
      continue;
    }
    onEvent({ type: 'migration', name, index, of: files.length });
    const finished = (statement: RehearsedStatement): RehearsedStatement =>
      completed(statement, foretold.there.get(name), rows, given.statistics);
    const results = await runPostgresMigration({
      ...{ session: copy.session, watch: copy.watch, ownSchema: copy.ownSchema, execution: foretold.execution, text, statements, abort },
      lacking: (error) => copy.lacking(error) ?? (given.incomplete ? lackingHistory(error) : null),
      onStatement: (statement, phase) =>
        onEvent(
          phase === 'begun'
            ? { type: 'statement', migration: name, index: statement.index, of: statements.length, sql: statement.sql }
            : { type: 'statement-done', migration: name, statement: finished(statement) },
        ),
    });
    const migration = migrationOf(file, results.map(finished));
    migrations.push(migration);
    onEvent({ type: 'migration-done', migration });
  }
  return { migrations, rows };
}

/** A relation, column, function, type or schema that may be missing because a part of the history is. */
function lackingHistory({ code }: SqlError): string | null {
  const missing = ['42P01', '42703', '42883', '42704', '3F000'].includes(code ?? '');
  return missing ? 'It may need what the copy refused of the history.' : null;
}

/** What the target's server does, and what the statement would take on its rows. */
function completed(
  result: RehearsedStatement,
  there: readonly AnalysedStatement[] | undefined,
  rows: Readonly<Record<string, number>>,
  statistics: Statistics | null,
): RehearsedStatement {
  const effect = there?.[result.index]?.effect;
  if (effect === undefined || result.foretold === null) return result;
  const foretold = { locks: Object.fromEntries(effect.locks), rewrites: effect.rewrites, grows: effect.grows };
  const { milliseconds } = result;
  return { ...result, foretold, estimate: milliseconds === null ? null : estimateOf({ milliseconds, effect }, rows, statistics) };
}

/** Counts the tables that exist before and whose size matters to a statement. */
async function countRows({ session, ownSchema }: Copy, { here, before }: Foretold): Promise<Readonly<Record<string, number>>> {
  const growing = [...here.values()].flat().filter(({ effect }) => effect.grows);
  const tables = new Set(growing.flatMap(({ effect }) => workedOn(effect)).filter((table) => before?.tables.has(table) === true));
  const rows: Record<string, number> = {};
  for (const table of tables) {
    const { schema, name } = splitId(table);
    const real = schema === 'public' && ownSchema !== null ? ownSchema : schema;
    const ran = await session.run(`SELECT pg_catalog.count(*)::pg_catalog.text AS n FROM ${quotedName(real)}.${quotedName(name)}`);
    if (ran.ok) rows[table] = Number(ran.rows[0]?.n ?? 0);
  }
  return rows;
}
