import { createHash, randomUUID } from 'node:crypto';
import { type Connection, createConnection } from 'mariadb';
import type { EngineDatabase, EngineMethods } from './database';
import { EngineError, messageOf } from './engine-error';

/**
 * MySQL and MariaDB, which the engine in WebAssembly does not know: written after Prisma's own source, as far as `migrate deploy` and `migrate resolve` go. It
 * proves the way of a deploy, not the native engine.
 * Source: https://github.com/prisma/prisma-engines/tree/main/schema-engine/connectors/sql-schema-connector/src/flavour/mysql
 */
export function mysqlDatabase(url: string): EngineDatabase {
  let connection: Connection | null = null;
  const open = async (): Promise<Connection> => {
    connection ??= await connected(url);
    return connection;
  };
  return {
    kind: 'methods',
    open: async () => methodsOn(await open()),
    create: async () => {
      const server = new URL(url);
      const name = decodeURIComponent(server.pathname.slice(1));
      server.pathname = '/';
      const administrator = await connected(server.href);
      await administrator.query(`CREATE DATABASE \`${name}\``);
      await administrator.end();
    },
    close: async () => connection?.end(),
  };
}

async function connected(text: string): Promise<Connection> {
  const { hostname, port, username, password, pathname } = new URL(text);
  try {
    return await createConnection({
      ...{ host: hostname, port: Number(port || 3306), user: decodeURIComponent(username), password: decodeURIComponent(password) },
      ...(pathname.length > 1 && { database: decodeURIComponent(pathname.slice(1)) }),
    });
  } catch (error) {
    const code = error instanceof Error && 'errno' in error ? error.errno : null;
    if (code === 1049) throw new EngineError('P1003', `Database \`${pathname.slice(1)}\` does not exist`);
    if (code === 1045) throw new EngineError('P1000', `Authentication failed against database server at \`${hostname}\`.`);
    throw new EngineError('P1001', `Can't reach database server at \`${hostname}:${port}\``);
  }
}

interface Migration {
  readonly name: string;
  readonly text: string;
}

function methodsOn(connection: Connection): EngineMethods {
  const rows = async (): Promise<
    readonly { readonly migration_name: string; readonly finished_at: unknown; readonly rolled_back_at: unknown }[]
  > => connection.query('SELECT migration_name, finished_at, rolled_back_at FROM _prisma_migrations ORDER BY started_at');
  return {
    applyMigrations: async (params) => {
      // The answer is not looked at.
      await connection.query("SELECT GET_LOCK('prisma_migrate', 10)");
      await prepareTable(connection);
      const known = (await rows()).filter(({ rolled_back_at }) => rolled_back_at === null);
      const failed = known.find(({ finished_at }) => finished_at === null);
      if (failed !== undefined) throw new EngineError('P3009', `migrate found failed migrations: \`${failed.migration_name}\``);
      const names = new Set(known.map(({ migration_name }) => migration_name));
      const pending = migrationsIn(params).filter(({ name }) => !names.has(name));
      for (const migration of pending) await apply(connection, migration);
      return { appliedMigrationNames: pending.map(({ name }) => name) };
    },
    markMigrationRolledBack: async (params) => {
      const sql = 'UPDATE _prisma_migrations SET rolled_back_at = NOW(3) WHERE migration_name = ? AND finished_at IS NULL';
      await connection.query(sql, [textIn(params, 'migrationName')]);
      return {};
    },
    version: async () => 'MySQL',
  };
}

async function prepareTable(connection: Connection): Promise<void> {
  const tables: readonly object[] = await connection.query('SHOW TABLES');
  if (tables.some((table) => Object.values(table).includes('_prisma_migrations'))) return;
  if (tables.length > 0) throw new EngineError('P3005', 'The database schema is not empty.');
  await connection.query(`CREATE TABLE _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at DATETIME(3), migration_name VARCHAR(255) NOT NULL, logs TEXT,
    rolled_back_at DATETIME(3), started_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3), applied_steps_count INTEGER UNSIGNED NOT NULL DEFAULT 0
  ) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
}

/** Statement by statement, each committing by itself, as the server does with the file that it is sent. */
async function apply(connection: Connection, { name, text }: Migration): Promise<void> {
  const id = randomUUID();
  const checksum = createHash('sha256').update(text).digest('hex');
  const began = 'INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))';
  await connection.query(began, [id, checksum, name]);
  const statements = text.split(/;[ \t]*(?:\n|$)/).filter((statement) => statement.trim() !== '');
  for (const [index, statement] of statements.entries()) {
    try {
      await connection.query(statement);
    } catch (error) {
      const number = error instanceof Error && 'errno' in error ? String(error.errno) : '';
      const message = error instanceof Error && 'sqlMessage' in error ? String(error.sqlMessage) : messageOf(error);
      const said = `Database error code: ${number}\n\nDatabase error:\n${message}\n\nPlease check the query number ${index + 1} from the migration file.`;
      const help = 'A migration failed to apply. New migrations cannot be applied before the error is recovered from.';
      const told = `${help}\n\nMigration name: ${name}\n\n${said}\n`;
      await connection.query('UPDATE _prisma_migrations SET logs = ? WHERE id = ?', [told, id]);
      throw new EngineError('P3018', told);
    }
  }
  await connection.query('UPDATE _prisma_migrations SET applied_steps_count = 1, finished_at = UTC_TIMESTAMP(3) WHERE id = ?', [id]);
}

function migrationsIn(params: unknown): readonly Migration[] {
  const directories = valueIn(valueIn(params, 'migrationsList'), 'migrationDirectories');
  const found = (Array.isArray(directories) ? directories : []).map((directory: unknown) => ({
    name: textIn(directory, 'path'),
    text: textIn(valueIn(valueIn(directory, 'migrationFile'), 'content'), 'value'),
  }));
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function valueIn(object: unknown, key: string): unknown {
  return typeof object === 'object' && object !== null ? Reflect.get(object, key) : undefined;
}

function textIn(object: unknown, key: string): string {
  const value = valueIn(object, key);
  return typeof value === 'string' ? value : '';
}
