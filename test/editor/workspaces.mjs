// The folders that the editor tests work in: copies in the temporary folder, so that no test touches the originals.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { require as requireTypeScript } from 'tsx/cjs/api';

const root = path.resolve(import.meta.dirname, '../..');

/** A history that its authors and Prisma wrote, not we: it stands for every other one. The last migrations are left pending. */
const history = { repository: 'lukevella__rallly', pending: 12 };

/**
 * A workspace of folders: `shop`, `forum`, and `history` where the corpus is at hand. `remove()` deletes them.
 * @returns {{ file: string, shop: string, forum: string, history: string | null, remove: () => void }}
 */
export function createWorkspace() {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'lockstep-editor-')));
  const shop = copyShop(folder);
  const forum = createForum(path.join(folder, 'forum'));
  const real = copyHistory(path.join(folder, 'history'));
  const file = path.join(folder, 'test.code-workspace');
  const folders = [{ path: 'shop' }, { path: 'forum' }, ...(real === null ? [] : [{ path: 'history' }])];
  writeFileSync(file, JSON.stringify({ folders, settings: {} }));
  return { file, shop, forum, history: real, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }) };
}

/** The example project in `<folder>/shop`, as people have it in a repository of their own. */
function copyShop(folder) {
  const shop = path.join(folder, 'shop');
  cpSync(path.join(root, 'examples/shop'), shop, { recursive: true, filter: (source) => path.basename(source) !== 'node_modules' });
  return shop;
}

/** A schema of several files in a repository: `main`, and a branch `status` that asks for a required field. */
function createForum(forum) {
  const write = (file, text) => {
    mkdirSync(path.dirname(path.join(forum, file)), { recursive: true });
    writeFileSync(path.join(forum, file), text);
  };
  const git = (...args) => {
    const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...identity, ...args], { cwd: forum, stdio: 'ignore' });
  };
  const user = (field) => `model User {\n  id    Int    @id @default(autoincrement())\n  email String${field}\n}\n`;
  write('package.json', '{ "devDependencies": { "prisma": "7.10.1" } }\n');
  write('prisma/schema/base.prisma', 'datasource db {\n  provider = "postgresql"\n}\n');
  write('prisma/schema/user.prisma', user(''));
  write('prisma/schema/topic.prisma', 'model Topic {\n  id    Int    @id @default(autoincrement())\n  title String\n}\n');
  write('prisma/migrations/migration_lock.toml', 'provider = "postgresql"\n');
  const key = (table) => `CONSTRAINT "${table}_pkey" PRIMARY KEY ("id")`;
  write(
    'prisma/migrations/20250101000000_init/migration.sql',
    `CREATE TABLE "User" ("id" SERIAL NOT NULL, "email" TEXT NOT NULL, ${key('User')});\n` +
      `CREATE TABLE "Topic" ("id" SERIAL NOT NULL, "title" TEXT NOT NULL, ${key('Topic')});\n`,
  );
  git('init', '-b', 'main');
  git('add', '-A');
  git('commit', '-m', 'init');
  git('checkout', '-b', 'status');
  write('prisma/schema/user.prisma', user('\n  status String'));
  git('commit', '-am', 'ask for status');
  git('checkout', 'main');
  return forum;
}

function copyHistory(target) {
  const { findCorpus } = requireTypeScript('../corpus/corpus.ts', import.meta.url);
  const corpus = findCorpus();
  const source = corpus === null ? null : folderOfMigrations(path.join(corpus.directory, 'histories', history.repository));
  if (source === null) return null;
  mkdirSync(target, { recursive: true });
  cpSync(source, path.join(target, 'prisma'), { recursive: true });
  const names = readdirSync(path.join(target, 'prisma/migrations'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  writeFileSync(path.join(target, 'lockstep.json'), `${JSON.stringify({ baseline: names.at(-history.pending - 1) }, null, 2)}\n`);
  return target;
}

/** The folder that holds `migrations`; null where there is none. */
function folderOfMigrations(folder) {
  if (!existsSync(folder)) return null;
  if (existsSync(path.join(folder, 'migrations'))) return folder;
  const inner = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return inner.map((entry) => folderOfMigrations(path.join(folder, entry.name))).find((found) => found !== null) ?? null;
}
