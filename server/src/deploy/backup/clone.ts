import { quotedName } from '../../analysis/render/postgres-names';
import type { DatabaseAddress } from '../connection/database-address';
import type { Redact } from '../connection/redact';
import { piped } from '../programs/feed';
import { majorVersion, type Variables } from '../programs/find-tools';
import { fittingTool, mysqlEnvironment, mysqlTools } from '../programs/mysql-tools';
import { newEnough, postgresEnvironment, postgresTools } from '../programs/postgres-tools';
import type { Ended, Program } from '../programs/run-program';
import { migrationsTable } from '../status/database-history';
import { readFacts } from './database-facts';
import { dumpArguments, noMysqlTool } from './dump-mysql';
import { noTool } from './dump-postgres';
import { mysqlClient, psqlBeside } from './loaders';
import { type BackupEvent, failed, refused, type Step } from './outcome';
import { programFailure } from './program-failure';
import { paced } from './progress';

interface Place {
  readonly address: DatabaseAddress;
  readonly redact: Redact;
}

export interface CloneJob {
  readonly from: Place;
  /** An empty database, such as a scratch one. */
  readonly to: Place;
  /** Whether all rows come along; those of `_prisma_migrations` always do. */
  readonly withRows: boolean;
  readonly variables: Variables;
  readonly onEvent: (event: BackupEvent) => void;
  readonly abort: AbortSignal;
}

export interface Cloned {
  /** `pg_dump 15.18`. */
  readonly tool: string;
  readonly serverVersion: string;
}

/**
 * Copies a database of PostgreSQL or MySQL into another one, without owners and privileges, and keeps nothing on the disk. Never rejects. What is in `to` after
 * a failure is a part of it: drop it.
 */
export async function cloneDatabase(job: CloneJob): Promise<Step<Cloned>> {
  const { from, to, onEvent } = job;
  const facts = await readFacts(from);
  if (!facts.ok) return failed('unreachable', facts.problem.message, facts.problem.help);
  const { serverVersion, bytes } = facts.value;
  const passes = await passesOf(job, serverVersion);
  if (passes.type !== 'done') return passes;
  const { tool, dumps, load } = passes.value;
  const total = job.withRows ? bytes : null;
  onEvent({ type: 'began', what: tool, target: from.address.target, total });
  const redact: Redact = (text) => from.redact(to.redact(text));
  for (const dump of dumps) {
    const { failed: failure } = await piped(dump, load, '', paced(onEvent, total), job.abort);
    if (job.abort.aborted) return { type: 'cancelled' };
    if (failure !== null && !isWithoutHistory(failure.ended))
      return programFailure(failure.ended, failure.which === 'sink' ? 'The copy' : tool, redact);
  }
  return { type: 'done', value: { tool, serverVersion } };
}

interface Passes {
  readonly tool: string;
  readonly dumps: readonly Program[];
  readonly load: Program;
}

async function passesOf({ from, to, withRows, variables }: CloneJob, serverVersion: string): Promise<Step<Passes>> {
  if (from.address.provider === 'postgresql' && to.address.provider === 'postgresql') {
    const tools = await postgresTools('pg_dump', variables);
    const tool = newEnough(tools, majorVersion(serverVersion));
    if (tool === null) return noTool('pg_dump', tools, `PostgreSQL ${serverVersion}`, majorVersion(serverVersion));
    const load = await psqlBeside(tool, to.address.postgres, variables);
    if (load.type !== 'done') return load;
    const { postgres } = from.address;
    const pass = (...args: readonly string[]): Program => ({
      path: tool.path,
      args: ['--format=plain', ...foreign, '--no-password', '--lock-wait-timeout=60000', ...args],
      env: postgresEnvironment(postgres, variables),
    });
    const history = `--table=${quotedName(postgres.schema ?? 'public')}.${quotedName(migrationsTable)}`;
    const dumps = withRows ? [pass()] : [pass('--schema-only'), pass('--data-only', history)];
    return { type: 'done', value: { tool: `pg_dump ${tool.version}`, dumps, load: load.value } };
  }
  if (from.address.provider === 'mysql' && to.address.provider === 'mysql') {
    const tools = await mysqlTools('dump', variables);
    const tool = fittingTool(tools, serverVersion);
    if (tool === null) return noMysqlTool('mysqldump', tools, serverVersion);
    const load = await mysqlClient(tool, serverVersion, to.address.mysql, variables);
    if (load.type !== 'done') return load;
    const { mysql } = from.address;
    const pass = (options: readonly string[], tables: readonly string[] = []): Program => ({
      path: tool.path,
      args: dumpArguments(mysql, tool, options, tables),
      env: mysqlEnvironment(mysql, variables),
    });
    const history = pass(['--no-create-info', '--skip-triggers', '--skip-routines', '--skip-events'], [migrationsTable]);
    const dumps = withRows ? [pass([])] : [pass(['--no-data']), history];
    return { type: 'done', value: { tool: `${tool.name} ${tool.version}`, dumps, load: load.value } };
  }
  return refused('unsupported', 'Only databases of PostgreSQL and of MySQL are copied this way.', 'A SQLite file is copied as a file.');
}

/** What belongs to the server and its roles, and not to a copy. */
const foreign = ['--no-owner', '--no-privileges', '--no-publications', '--no-subscriptions', '--no-security-labels', '--no-tablespaces'];

/** What is asked for of the rows of a database without `_prisma_migrations`. */
function isWithoutHistory(ended: Ended): boolean {
  return ended.type === 'failed' && /no matching tables|Couldn't find table/.test(ended.errors);
}
