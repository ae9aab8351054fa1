// A shop whose migrations are to be deployed: three databases on a real server, the real Prisma CLI, a git repository.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { require as requireTypeScript } from 'tsx/cjs/api';

/** Of the server; the machine's own pg_dump has to know it. */
export const version = 15;

/** What is pending everywhere. On `qa` a payment without a reference stands in the way of the last one. */
export const pending = {
  '20251118090000_add_order_note': '-- AlterTable\nALTER TABLE "Order" ADD COLUMN     "note" TEXT;\n',
  '20251118091500_index_payments': '-- CreateIndex\nCREATE INDEX "Payment_orderId_idx" ON "Payment"("orderId");\n',
  '20251119083000_require_payment_reference': '-- AlterTable\nALTER TABLE "Payment" ALTER COLUMN "reference" SET NOT NULL;\n',
};

const left = ['20250922081500_add_user_status', '20250924143012_payment_references'];

const environments = { qa: '.env.qa', staging: '.env.staging', production: '.env.production' };

/** Null where something is missing; it says what. */
export function whatIsMissing() {
  const { installedServer } = requireTypeScript('../../evidence/server-files.ts', import.meta.url);
  const { prismaIsInstalled } = requireTypeScript('../../deploy/prisma-cli.ts', import.meta.url);
  if (installedServer(version) === null) return `no PostgreSQL ${version} (npm ci in tools/postgres-servers)`;
  if (!prismaIsInstalled(7)) return 'no Prisma CLI 7 (npm ci in tools/prisma-7)';
  return null;
}

/**
 * Prepares the folder of a shop, which has no environments yet. `end()` drops the databases, `query` asks one of them.
 * @returns {Promise<{ end: () => Promise<void>, query: (environment: string, sql: string) => Promise<readonly Record<string, unknown>[]> }>}
 */
export async function prepareShop(shop) {
  const { installPrisma, engineVariables } = requireTypeScript('../../deploy/prisma-cli.ts', import.meta.url);
  const folder = path.join(shop, 'prisma/migrations');
  for (const name of left) rmSync(path.join(folder, name), { recursive: true });
  const databases = await openDatabases(folder);
  for (const [name, sql] of Object.entries(pending)) {
    mkdirSync(path.join(folder, name));
    writeFileSync(path.join(folder, name, 'migration.sql'), sql);
  }
  installPrisma(shop, 7);
  writeFileSync(path.join(shop, '.gitignore'), 'node_modules\n.env*\n');
  writeFileSync(path.join(shop, '.env'), 'DATABASE_URL="postgresql://shop:secret@127.0.0.1:1/shop"\n');
  for (const [name, file] of Object.entries(environments)) writeFileSync(path.join(shop, file), `DATABASE_URL="${databases.urls[name]}"\n`);
  const git = (...args) => execFileSync('git', ['-c', 'commit.gpgsign=false', ...args], { cwd: shop, stdio: 'ignore' });
  git('init', '-b', 'main');
  git('config', 'user.name', 'Robin');
  git('config', 'user.email', 'robin@example.com');
  git('add', '-A');
  git('commit', '-m', 'shop');
  // What the CLI inherits from the editor: where the stand-in for its engine is.
  Object.assign(process.env, engineVariables('per-statement'));
  return databases;
}

/** What `lockstep.json` has once the environments are set up, with the order of promotion. */
export function withPromotion(text) {
  const settings = JSON.parse(text.replace(/^\s*\/\/.*$/gm, ''));
  for (const one of settings.environments)
    if (one.name === 'production') Object.assign(one, { after: ['staging'], backup: { maxAgeHours: 24 } });
  return `${JSON.stringify(settings, null, 2)}\n`;
}

/** Databases called as their environments, behind a port of their own, as people have them. */
async function openDatabases(folder) {
  const { withDatabase } = requireTypeScript('../../evidence/server.ts', import.meta.url);
  const { prismaMigrate } = requireTypeScript('../../deploy/prisma-migrate.ts', import.meta.url);
  const { Client } = createRequire(import.meta.url)('pg');
  const names = Object.keys(environments);
  return new Promise((resolve, reject) => {
    const ended = withDatabase(version, async (administrator) => {
      const { host, port, user } = administrator;
      const clients = new Map();
      const forwarder = createServer((socket) => {
        const server = connect(host.startsWith('/') ? path.join(host, `.s.PGSQL.${port}`) : { host, port });
        for (const one of [socket, server]) one.on('error', () => [socket, server].forEach((end) => void end.destroy()));
        socket.pipe(server).pipe(socket);
      });
      await new Promise((listening) => forwarder.listen(0, '127.0.0.1', listening));
      for (const name of names) {
        await administrator.query(`CREATE DATABASE ${databaseOf(name)}`);
        const open = async () => {
          const client = new Client({ host, port, user, database: databaseOf(name) });
          await client.connect();
          return client;
        };
        // Its session keeps Prisma's lock until it ends.
        const prisma = await open();
        assert.equal(await (await prismaMigrate(prisma, folder)).deploy(), null);
        await prisma.end();
        const client = await open();
        await client.query(rowsOf(name));
        clients.set(name, client);
      }
      const at = `127.0.0.1:${forwarder.address().port}`;
      await new Promise((release) => {
        resolve({
          urls: Object.fromEntries(names.map((name) => [name, `postgresql://${user}@${at}/${databaseOf(name)}?sslmode=disable`])),
          query: async (environment, sql) => (await clients.get(environment).query(sql)).rows,
          end: async () => {
            release();
            await ended;
          },
        });
      });
      forwarder.close();
      for (const [name, client] of clients) {
        await client.end();
        await administrator.query(`DROP DATABASE ${databaseOf(name)} WITH (FORCE)`);
      }
    });
    ended.catch(reject);
  });
}

function databaseOf(environment) {
  return `shop_${environment}`;
}

function rowsOf(environment) {
  const reference = environment === 'qa' ? `CASE WHEN i % 500 = 0 THEN NULL ELSE 'R' || i END` : `'R' || i`;
  return `
    INSERT INTO "User" ("email", "updatedAt") SELECT 'user' || i || '@example.com', now() FROM generate_series(1, 500) AS i;
    INSERT INTO "Order" ("userId", "number") SELECT 1 + i % 500, 'S' || i FROM generate_series(1, 2000) AS i;
    INSERT INTO "Payment" ("orderId", "method", "amount", "reference") SELECT i, 'CARD', 100, ${reference} FROM generate_series(1, 2000) AS i;
    ANALYZE;`;
}
