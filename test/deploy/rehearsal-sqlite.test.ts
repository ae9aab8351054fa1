import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Database } from 'node-sqlite3-wasm';
import { environmentAt, projectIn } from './environments';
import { type ProjectTexts, rehearsalFolder, rehearsalOf, rehearsed, statementsOf, statesOf } from './rehearsals';

const init = 'CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "email" TEXT NOT NULL);\n';

/** What Prisma writes to make a column required. */
const redefine = `PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_User" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "email" TEXT NOT NULL, "name" TEXT NOT NULL);
INSERT INTO "new_User" ("email", "id") SELECT "email", "id" FROM "User";
DROP TABLE "User";
ALTER TABLE "new_User" RENAME TO "User";
PRAGMA foreign_keys=ON;
`;

const project = (texts: Omit<ProjectTexts, 'provider'>): string => rehearsalFolder({ ...texts, provider: 'sqlite' });

/** Folders of rehearsals of this process. */
const ownFolders = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith(`lockstep-rehearsal-${process.pid}-`));

describe('a rehearsal on SQLite', function () {
  this.timeout(120_000);

  it('runs on a new file that the history has built, and removes it', async () => {
    const { outcome } = await rehearsed(project({ history: { '1_init': init }, pending: { '2_required': redefine } }));
    assert.deepEqual(statesOf(outcome), Array(7).fill('ran'));
    const { copy, milliseconds, execution } = rehearsalOf(outcome);
    assert.equal(copy.kind, 'history-file');
    assert.match(copy.server, /^SQLite 3\./);
    assert.ok(milliseconds > 0);
    assert.equal(execution, 'per-statement');
    assert.deepEqual(ownFolders(), []);
  });

  it('runs on a copy of the file, with what a log still holds, fails on its rows, and changes nothing in it', async () => {
    const folder = project({ history: { '1_init': init }, pending: { '2_required': redefine } });
    const file = join(folder, 'dev.db');
    const database = new Database(file);
    try {
      database.exec(`PRAGMA journal_mode = WAL; ${init} INSERT INTO "User" ("email") VALUES ('a'), ('b');`);
      database.exec(`CREATE TABLE "_prisma_migrations" ("id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME,
        "migration_name" TEXT NOT NULL, "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
        "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0);
        INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at") VALUES ('1', 'x', '1_init', 1700000000000)`);
    } finally {
      database.close();
    }
    const environment = await environmentAt(`file:${file}`, await projectIn(folder));
    const { outcome } = await rehearsed(folder, { environment });
    assert.deepEqual(statesOf(outcome).slice(0, 5), ['ran', 'ran', 'ran', 'failed null', 'not-run']);
    assert.match(statementsOf(outcome)[3]?.error?.message ?? '', /NOT NULL constraint failed: new_User\.name/);
    const { copy, environment: name, notes } = rehearsalOf(outcome);
    assert.deepEqual([copy.kind, copy.rows, name], ['file', { type: 'cloned' }, 'test']);
    assert.ok(notes.includes('1_init was edited after it was applied on test.'), notes.join('\n'));
    const unchanged = new Database(file);
    try {
      assert.deepEqual(unchanged.all("SELECT name FROM sqlite_schema WHERE name LIKE '%User%'"), [{ name: 'User' }]);
    } finally {
      unchanged.close();
    }
    assert.deepEqual(ownFolders(), []);
  });

  it('leaves its copy where it is asked to, and says where', async () => {
    const { outcome } = await rehearsed(project({ pending: { '1_init': init } }), { keep: true });
    assert.ok(outcome.outcome === 'passed' && outcome.left !== null);
    assert.ok(existsSync(outcome.left));
    const { left } = outcome;
    after(() => rmSync(dirname(left), { recursive: true, force: true }));
    const kept = new Database(left);
    try {
      assert.equal(kept.all('SELECT count(*) AS n FROM "User"').length, 1);
    } finally {
      kept.close();
    }
  });
});
