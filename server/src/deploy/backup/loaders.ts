import { dirname } from 'node:path';
import type { ConnectionAddress } from '../connection/address';
import type { MysqlAddress } from '../connection/mysql-address';
import type { Tool, Variables } from '../programs/find-tools';
import { fittingTool, mysqlArguments, mysqlEnvironment, mysqlTools } from '../programs/mysql-tools';
import { postgresEnvironment, postgresTools } from '../programs/postgres-tools';
import type { Program } from '../programs/run-program';
import { noMysqlTool } from './dump-mysql';
import { noTool } from './dump-postgres';
import type { Step } from './outcome';

/** The program that runs SQL from its input on a PostgreSQL server, and stops at the first error: the one beside another program of PostgreSQL's. */
export async function psqlBeside(tool: Tool, address: ConnectionAddress, variables: Variables): Promise<Step<Program>> {
  const tools = await postgresTools('psql', variables);
  const psql = tools.find(({ path }) => dirname(path) === dirname(tool.path)) ?? tools.find(({ major }) => major >= tool.major);
  if (psql === undefined) return noTool('psql', tools, `what pg_dump ${tool.version} writes`, tool.major);
  const args = ['--no-psqlrc', '--quiet', '--no-password', '--set=ON_ERROR_STOP=1', '--file=-'];
  return { type: 'done', value: { path: psql.path, args, env: postgresEnvironment(address, variables) } };
}

/** The same for MySQL and MariaDB, fitting the program that has written the SQL. */
export async function mysqlClient(
  dumper: Tool | null,
  serverVersion: string,
  address: MysqlAddress,
  variables: Variables,
): Promise<Step<Program>> {
  const tools = await mysqlTools('client', variables);
  const client = fittingTool(tools, serverVersion, dumper);
  if (client === null) return noMysqlTool('mysql', tools, serverVersion);
  const args = [...mysqlArguments(address, client), '--default-character-set=utf8mb4', '--batch', address.database];
  return { type: 'done', value: { path: client.path, args, env: mysqlEnvironment(address, variables) } };
}
