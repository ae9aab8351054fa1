import { dirname } from 'node:path';
import type { MysqlAddress } from '../connection/mysql-address';
import { findTools, majorVersion, type Tool, toolAt, type Variables } from './find-tools';

const elsewhere = [
  '/opt/homebrew/opt/mysql-client/bin',
  '/usr/local/opt/mysql-client/bin',
  '/opt/homebrew/opt/mariadb/bin',
  '/usr/local/opt/mariadb/bin',
  '/usr/local/mysql/bin',
  'C:\\Program Files\\MariaDB *\\bin',
  'C:\\Program Files\\MySQL\\*\\bin',
];

/** A program that dumps or one that reads SQL. */
export type MysqlRole = 'dump' | 'client';

const names = { dump: ['mariadb-dump', 'mysqldump'], client: ['mariadb', 'mysql'] } as const;

export async function mysqlTools(role: MysqlRole, variables: Variables, at: string | null = null): Promise<readonly Tool[]> {
  if (at === null) return findTools(names[role], variables, elsewhere);
  const tool = await toolAt(at, variables);
  return tool === null ? [] : [tool];
}

export function isMariadb(version: string): boolean {
  return /mariadb/i.test(version);
}

/** The one of the server's own kind where there is one, and beside `near` where that is given. MySQL's own must not be older than its server. */
export function fittingTool(tools: readonly Tool[], serverVersion: string, near: Tool | null = null): Tool | null {
  const usable = tools.filter((tool) => isMariadb(tool.version) || isMariadb(serverVersion) || tool.major >= majorVersion(serverVersion));
  const kind = isMariadb(near?.version ?? serverVersion);
  const own = usable.filter((tool) => isMariadb(tool.version) === kind);
  return own.find((tool) => near !== null && dirname(tool.path) === dirname(near.path)) ?? own[0] ?? usable[0] ?? null;
}

/** How a program reaches a database. The password is in its environment (`mysqlEnvironment`). Files with options of the user's own do not count. */
export function mysqlArguments({ host, port, socket, user, encryption }: MysqlAddress, tool: Tool): readonly string[] {
  const place = socket === null ? ['--protocol=TCP', `--host=${host}`, `--port=${port}`] : ['--protocol=SOCKET', `--socket=${socket}`];
  return [
    '--no-defaults',
    ...place,
    ...(user === '' ? [] : [`--user=${user}`]),
    ...encryptionOptions[encryption][isMariadb(tool.version) ? 'mariadb' : 'mysql'],
  ];
}

/** https://dev.mysql.com/doc/refman/8.4/en/connection-options.html, https://mariadb.com/docs/server/security/encryption/data-in-transit-encryption */
const encryptionOptions: Readonly<Record<MysqlAddress['encryption'], Readonly<Record<'mariadb' | 'mysql', readonly string[]>>>> = {
  none: { mariadb: ['--skip-ssl'], mysql: ['--ssl-mode=DISABLED', '--get-server-public-key'] },
  any: { mariadb: ['--ssl', '--skip-ssl-verify-server-cert'], mysql: ['--ssl-mode=REQUIRED'] },
  strict: { mariadb: ['--ssl', '--ssl-verify-server-cert'], mysql: ['--ssl-mode=VERIFY_IDENTITY'] },
};

export function mysqlEnvironment({ password }: MysqlAddress, variables: Variables): NodeJS.ProcessEnv {
  const inherited = Object.entries(variables).filter(([name]) => !/^(MYSQL|MARIADB)_/i.test(name) && name !== 'LC_ALL');
  return { ...Object.fromEntries(inherited), LC_ALL: 'C', ...(password !== '' && { MYSQL_PWD: password }) };
}
