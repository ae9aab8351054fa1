import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Connection, createConnection, SqlError } from 'mariadb';
import { splitStatements } from '../../../server/src/analysis/sql/split';

/**
 * `migrate deploy` and `migrate resolve` as Prisma's engine does them on MySQL: the file in one go, each statement commits, and the error counts the queries.
 * Written after its source; the words are its own.
 * Source: https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/sql-schema-connector/src/flavour/mysql/connector/native/mod.rs
 */
const [, , , command, action, migration] = process.argv;
const url = new URL(process.env.DATABASE_URL ?? '');
const directory = join(process.cwd(), 'prisma/migrations');

void main();

async function main(): Promise<void> {
  const connection = await createConnection({
    host: url.hostname,
    port: Number(url.port),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: url.pathname.slice(1),
    timezone: 'Z',
  });
  await connection.query("SELECT GET_LOCK('prisma_migrate', 10)");
  await connection.query(`CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at DATETIME(3), migration_name VARCHAR(255) NOT NULL,
    logs TEXT, rolled_back_at DATETIME(3), started_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    applied_steps_count INTEGER UNSIGNED NOT NULL DEFAULT 0) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  if (command === 'resolve') await resolve(connection, action ?? '', migration ?? '');
  else process.exitCode = await deploy(connection);
  await connection.end();
}

async function deploy(connection: Connection): Promise<number> {
  const rows: readonly { readonly name: string; readonly done: unknown; readonly back: unknown }[] = await connection.query(
    'SELECT migration_name AS name, finished_at AS done, rolled_back_at AS back FROM _prisma_migrations ORDER BY started_at',
  );
  const open = rows.filter(({ back }) => back === null);
  if (open.some(({ done }) => done === null)) return failed('P3009');
  const applied = new Set(open.map(({ name }) => name));
  const names = readdirSync(directory, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  for (const name of names.sort()) {
    if (!applied.has(name) && !(await apply(connection, name))) return failed('P3018');
  }
  return 0;
}

async function apply(connection: Connection, name: string): Promise<boolean> {
  const id = await begin(connection, name);
  const text = readFileSync(join(directory, name, 'migration.sql'), 'utf8');
  for (const [index, { start, end }] of splitStatements(text, 'mysql').entries()) {
    try {
      await connection.query(text.slice(start, end));
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      const logs = `A migration failed to apply. New migrations cannot be applied before the error is recovered from.

Migration name: ${name}

Database error code: ${error.errno}

Database error:
${error.sqlMessage}

Please check the query number ${index + 1} from the migration file.`;
      await connection.query('UPDATE _prisma_migrations SET logs = ? WHERE id = ?', [logs, id]);
      return false;
    }
  }
  await connection.query('UPDATE _prisma_migrations SET finished_at = UTC_TIMESTAMP(3), applied_steps_count = 1 WHERE id = ?', [id]);
  return true;
}

async function resolve(connection: Connection, action: string, name: string): Promise<void> {
  const open = 'migration_name = ? AND finished_at IS NULL AND rolled_back_at IS NULL';
  await connection.query(`UPDATE _prisma_migrations SET rolled_back_at = UTC_TIMESTAMP(3) WHERE ${open}`, [name]);
  if (action !== '--applied') return;
  const id = await begin(connection, name);
  await connection.query('UPDATE _prisma_migrations SET finished_at = UTC_TIMESTAMP(3) WHERE id = ?', [id]);
}

async function begin(connection: Connection, name: string): Promise<string> {
  const id = randomUUID();
  const checksum = createHash('sha256')
    .update(readFileSync(join(directory, name, 'migration.sql')))
    .digest('hex');
  const sql = 'INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))';
  await connection.query(sql, [id, checksum, name]);
  return id;
}

function failed(code: string): number {
  process.stderr.write(`Error: ${code}\n`);
  return 1;
}
