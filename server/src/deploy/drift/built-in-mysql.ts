import { splitStatements } from '../../analysis/sql/split';
import { askDatabase } from '../connection/ask';
import { mysqlDriver } from '../connection/drivers';
import type { MysqlAddress } from '../connection/mysql-address';
import { introspectMysql } from '../introspection/mysql';
import { serverOf } from '../rehearsal/copies/server-of';
import { createScratch, dropScratch } from '../scratch/scratches';
import type { DatabaseHistory } from '../status/database-history';
import type { LocalMigration } from '../status/local-migrations';
import { appliedTexts, type BuiltByHistory, notesOn } from './built-by-history';
import type { BuiltInScratch } from './built-in-sqlite';
import type { DriftGiven } from './drift';

/** Milliseconds for all migrations together. */
const timeLimit = 120_000;

const noServer =
  'What the history builds in MySQL is not known without a server to build it on: name one as "rehearsal" of the environment, or compare with "--against schema".';

/** Applies the files of the applied migrations to a scratch database on the server that the environment names for rehearsals, and reads what they have built. */
export async function builtInMysql(
  given: DriftGiven,
  local: readonly LocalMigration[],
  { rows }: DatabaseHistory,
): Promise<BuiltInScratch> {
  const { project, environment, sources } = given;
  const server = sources === undefined ? null : await serverOf({ project, environment, sources });
  if (server === null) return { ok: false, reason: noServer };
  if (!server.ok) return { ok: false, reason: server.problem.message };
  const scratch = await createScratch(server.host, 'rehearsal', new Date());
  if (!scratch.ok) return { ok: false, reason: scratch.problem.message };
  try {
    const { address } = scratch.value;
    const host = { address, redact: server.host.redact };
    const applied = appliedTexts(local, rows);
    const read = await askDatabase(host, timeLimit, async (_, abort) =>
      address.provider === 'mysql'
        ? builtAt(address.mysql, applied, abort)
        : Promise.reject(new Error('The scratch database is none of MySQL.')),
    );
    if (!read.ok) return { ok: false, reason: read.problem.message };
    if (!read.value.ok) return { ok: false, reason: server.host.redact(read.value.reason) };
    return { ok: true, built: { ...read.value.built, applied, notes: notesOn(local, rows) } };
  } finally {
    await dropScratch(server.host, scratch.value.name);
  }
}

type BuiltAt =
  | { readonly ok: true; readonly built: Pick<BuiltByHistory, 'catalog' | 'written'> }
  | { readonly ok: false; readonly reason: string };

async function builtAt(address: MysqlAddress, applied: BuiltByHistory['applied'], abort: AbortSignal): Promise<BuiltAt> {
  const connection = await mysqlDriver().openMysqlStatements(address, abort);
  try {
    for (const { name, text } of applied) {
      for (const { start, end } of splitStatements(text, 'mysql')) {
        const done = await connection.run(text.slice(start, end));
        if (done.ok) continue;
        return {
          ok: false,
          reason: `${name} cannot be applied to an empty database, so what the history builds is not known: ${done.message}`,
        };
      }
    }
    const { catalog, written } = await introspectMysql(async (sql) => {
      const answer = await connection.run(sql);
      if (!answer.ok) throw new Error(answer.message);
      return answer.rows;
    });
    return { ok: true, built: { catalog, written } };
  } finally {
    connection.close();
  }
}
