import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresKeptSchemas, postgresObjects, postgresSchemas } from '../backup/database-facts';
import { noTool } from '../backup/dump-postgres';
import { psqlBeside } from '../backup/loaders';
import { failed, type Step } from '../backup/outcome';
import { programFailure } from '../backup/program-failure';
import type { ConnectionAddress } from '../connection/address';
import { type Answer, askDatabase } from '../connection/ask';
import { readPostgres } from '../connection/read-postgres';
import type { Redact } from '../connection/redact';
import { piped } from '../programs/feed';
import { majorVersion, type Tool, type Variables } from '../programs/find-tools';
import { newEnough, postgresTools } from '../programs/postgres-tools';
import { outputOf, type Program, plainEnvironment, startProgram } from '../programs/run-program';

export interface PostgresRestore {
  readonly path: string;
  /** Version of the pg_dump that has made it. */
  readonly dumpedBy: string;
  readonly address: ConnectionAddress;
  /** Whether what is there is dropped first, in the same transaction. */
  readonly clean: boolean;
  /** Whether owners and privileges come back too: where the roles are those of the backup. */
  readonly withRoles: boolean;
  readonly redact: Redact;
  readonly variables: Variables;
  readonly onBytes: (bytes: number) => void;
  readonly abort: AbortSignal;
}

/**
 * Restores an archive in one transaction, together with what is dropped before: `pg_restore` writes SQL, whose last line is COMMIT and comes only after
 * everything else was read, and `psql` runs it. Whatever ends early, the server rolls back.
 */
export async function restorePostgres(restore: PostgresRestore): Promise<Step<null>> {
  const { path, dumpedBy, address, clean, withRoles, redact, variables, onBytes, abort } = restore;
  const tool = await restoreTool(majorVersion(dumpedBy), variables);
  if (tool.type !== 'done') return tool;
  const psql = await psqlBeside(tool.value, address, variables);
  if (psql.type !== 'done') return psql;
  const kept = await keptSchemas(restore);
  if (!kept.ok) return failed('unreachable', kept.problem.message, kept.problem.help);
  const directory = mkdtempSync(join(tmpdir(), 'lockstep-restore-'));
  try {
    const env = plainEnvironment(variables);
    const list = await outputOf({ path: tool.value.path, args: ['--list', path], env }, 60_000);
    if (list === null) return failed('backup-unreadable', 'pg_restore cannot list the backup.', 'Use another backup.');
    const listFile = join(directory, 'list');
    writeFileSync(listFile, withoutForeign(list, kept.value), { mode: 0o600 });
    const roles = withRoles ? [] : ['--no-owner', '--no-privileges'];
    const args = ['--single-transaction', `--use-list=${listFile}`, ...roles, '--file=-', path];
    const { failed: failure } = await piped({ path: tool.value.path, args, env }, psql.value, prologue(clean), onBytes, abort);
    if (abort.aborted) return { type: 'cancelled' };
    if (failure === null) return analyzed(psql.value, abort);
    return programFailure(failure.ended, failure.which === 'sink' ? 'The restore' : 'pg_restore', redact);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A dump brings no statistics, and without them queries are planned badly until the server has taken its own. What it does not take is no failure. */
async function analyzed(psql: Program, abort: AbortSignal): Promise<Step<null>> {
  const running = startProgram(psql, abort);
  running.output.resume();
  running.input.end('ANALYZE;\n');
  await running.ended;
  return { type: 'done', value: null };
}

/** Reads an archive to its end, and keeps nothing of it. */
export async function readsToEnd(path: string, major: number, variables: Variables, abort: AbortSignal): Promise<Step<null>> {
  const tool = await restoreTool(major, variables);
  if (tool.type !== 'done') return tool;
  const running = startProgram({ path: tool.value.path, args: ['--file=-', path], env: plainEnvironment(variables) }, abort);
  running.input.end();
  running.output.resume();
  const ended = await running.ended;
  if (ended.type === 'done') return { type: 'done', value: null };
  const failure = programFailure(ended, 'pg_restore', (text) => text);
  return failure.type === 'failed' ? { type: 'refused', problem: { ...failure.problem, code: 'backup-unreadable' } } : failure;
}

async function restoreTool(major: number, variables: Variables): Promise<Step<Tool>> {
  const tools = await postgresTools('pg_restore', variables);
  const tool = newEnough(tools, major);
  return tool === null ? noTool('pg_restore', tools, `what pg_dump ${major} writes`, major) : { type: 'done', value: tool };
}

/** Schemas that are there already, and stay. */
function keptSchemas({ address, redact }: PostgresRestore): Promise<Answer<ReadonlySet<string>>> {
  const place = { address: { provider: 'postgresql', target: address.target, postgres: address } as const, redact };
  return askDatabase(place, 15_000, async (_, abort) => {
    const rows = await readPostgres(address, 15_000, abort, (query) => query(postgresKeptSchemas));
    return new Set(rows.map(({ nspname }) => nspname ?? ''));
  });
}

/** Comments on extensions are those of the server, and only their owner may write them: a hosted server's own administrator. */
function withoutForeign(list: string, kept: ReadonlySet<string>): string {
  const lines = list.split('\n').filter((line) => {
    if (/^\d+; \d+ \d+ COMMENT - EXTENSION /.test(line)) return false;
    const schema = /^\d+; 2615 \d+ SCHEMA - (.*) \S+$/.exec(line)?.[1];
    return schema === undefined || !kept.has(schema);
  });
  return lines.join('\n');
}

/** Waits half a minute for those who use what is dropped, and not for ever. Extensions stay: a dump creates only those that are missing. */
function prologue(clean: boolean): string {
  if (!clean) return '';
  return `BEGIN;
SET LOCAL lock_timeout = '30s';
DO $lockstep$
DECLARE
  kinds text[];
  names text[];
  schemas text[];
BEGIN
  SELECT array_agg(o.kind), array_agg(o.identity) INTO kinds, names FROM (
    SELECT CASE i.type WHEN 'statistics object' THEN 'statistics' ELSE i.type END AS kind, i.identity
    FROM (${postgresObjects}) d, pg_catalog.pg_identify_object(d.classid, d.objid, 0) i
    WHERE d.nspname = 'public' OR d.nspname IN (${postgresKeptSchemas})
  ) o;
  SELECT array_agg(s.nspname) INTO schemas FROM (${postgresSchemas}) s;
  FOR n IN 1 .. coalesce(array_length(schemas, 1), 0) LOOP
    EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', schemas[n]);
  END LOOP;
  FOR n IN 1 .. coalesce(array_length(names, 1), 0) LOOP
    EXECUTE format('DROP %s IF EXISTS %s CASCADE', kinds[n], names[n]);
  END LOOP;
  PERFORM pg_catalog.lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata;
END
$lockstep$;
`;
}
