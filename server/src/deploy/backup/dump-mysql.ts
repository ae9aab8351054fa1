import { constants, createGzip } from 'node:zlib';
import type { MysqlAddress } from '../connection/mysql-address';
import type { Redact } from '../connection/redact';
import type { Tool, Variables } from '../programs/find-tools';
import { fittingTool, isMariadb, mysqlArguments, mysqlEnvironment, mysqlTools } from '../programs/mysql-tools';
import { markTable } from '../scratch/mysql-scratches';
import type { DatabaseFacts } from './database-facts';
import type { Made, Maker } from './job';
import { type Failure, failed, refused, type Step } from './outcome';
import { readSql } from './read-sql';
import { storeOutput } from './store-output';

interface Given {
  readonly address: MysqlAddress;
  readonly redact: Redact;
  readonly variables: Variables;
  readonly abort: AbortSignal;
  /** Path of the program that the settings name. */
  readonly at: string | null;
}

/** Finds a `mariadb-dump` or `mysqldump` that can read the server. */
export async function mysqlMaker(given: Given, { serverVersion }: Pick<DatabaseFacts, 'serverVersion'>): Promise<Step<Maker>> {
  const tools = await mysqlTools('dump', given.variables, given.at);
  const tool = fittingTool(tools, serverVersion);
  if (tool === null) return noMysqlTool('mysqldump', tools, serverVersion);
  const isForeign = isMariadb(tool.version) !== isMariadb(serverVersion);
  const warnings = isForeign ? [`${tool.name} ${tool.version} is not the server's own: the server is ${serverVersion}.`] : [];
  const make: Maker['make'] = (path, onBytes) => dump(tool, given, path, onBytes);
  return { type: 'done', value: { form: 'sql', tool: `${tool.name} ${tool.version}`, warnings, make } };
}

export function noMysqlTool(name: 'mysqldump' | 'mysql', tools: readonly Tool[], serverVersion: string): Failure {
  const own = isMariadb(serverVersion) ? 'mariadb-client' : `the MySQL ${Number.parseInt(serverVersion, 10)} client programs`;
  const help = `Install ${own}, so that ${isMariadb(serverVersion) ? `${name.replace('mysqldump', 'mariadb-dump').replace(/^mysql$/, 'mariadb')}` : name} is on the path.`;
  const [first] = tools;
  if (first === undefined) return refused('tool-missing', `No ${name} is installed, or none is on the path.`, help);
  return refused('tool-too-old', `${first.name} ${first.version} is older than the server, which is ${serverVersion}.`, help);
}

/** One snapshot for all tables of InnoDB; nobody is blocked (https://dev.mysql.com/doc/refman/8.4/en/mysqldump.html#option_mysqldump_single-transaction). */
export function dumpArguments(
  address: MysqlAddress,
  tool: Tool,
  options: readonly string[] = [],
  tables: readonly string[] = [],
): readonly string[] {
  return [
    ...mysqlArguments(address, tool),
    '--single-transaction',
    '--quick',
    '--routines',
    '--triggers',
    '--events',
    '--hex-blob',
    // Without it a role needs the right PROCESS.
    '--no-tablespaces',
    '--default-character-set=utf8mb4',
    ...(isMariadb(tool.version) ? [] : ['--set-gtid-purged=OFF', '--column-statistics=0']),
    `--ignore-table=${address.database}.${markTable}`,
    ...options,
    address.database,
    ...tables,
  ];
}

async function dump(tool: Tool, given: Given, path: string, onBytes: (bytes: number) => void): Promise<Made> {
  const { address, redact, variables, abort } = given;
  const program = { path: tool.path, args: dumpArguments(address, tool), env: mysqlEnvironment(address, variables) };
  const reader = readSql();
  // As fast as can be: as long as a dump takes, the server keeps old versions of all rows.
  const stages = [reader.stage, createGzip({ level: constants.Z_BEST_SPEED })];
  const stored = await storeOutput(program, { path, stages, onBytes }, { name: tool.name, redact, abort });
  if (stored.type !== 'done') return stored;
  const { isComplete, tables } = reader.read();
  if (!isComplete)
    return failed('not-verified', 'The dump does not end with "Dump completed".', 'Run it again; look into the log of the server.');
  return { type: 'done', stored: stored.value, reference: null, tables, verified: ['it ends with "Dump completed"'] };
}
