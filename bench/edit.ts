import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createAnalyzer } from '../server/src/project/analysis';
import { projectOf } from '../server/src/project/discover';
import { readSnapshot, withText } from '../server/src/project/snapshot';
import { type LanguageServer, startLanguageServer } from './language-server';
import { absolute, percentile, type Row, relative } from './row';

/**
 * One change of one character near the end of a 900-line migration: until its findings are computed, and until a language server's
 * client has the diagnostics that it asks for right behind the change.
 */
export async function benchEdit(server: string, squawk: string, edits: number): Promise<readonly Row[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lockstep-edit-'));
  try {
    const file = writeProject(folder);
    const text = longMigration();
    const computed = await computeEdits(file, text, edits);
    const ours = await timeEdits(
      await startLanguageServer(process.execPath, [server, '--stdio'], uriOf(folder), { pull: true }),
      uriOf(file),
      text,
      edits,
    );
    const peer = await timeEdits(await startLanguageServer(squawk, ['server'], uriOf(folder), { pull: true }), uriOf(file), text, edits);
    const [mine, theirs] = [percentile(ours, 0.95), percentile(peer, 0.95)];
    return [
      absolute('edit in a 900-line migration, p95: findings computed', percentile(computed, 0.95), 10, 'ms'),
      relative('the same: diagnostics in the client', mine, theirs, 1, 'ms'),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function computeEdits(file: string, text: string, edits: number): Promise<readonly number[]> {
  const project = await projectOf(file);
  if (project === null) throw new Error('the project of the benchmark was not found');
  const snapshot = await readSnapshot(project, new Map());
  const analyzer = createAnalyzer({ cacheDirectory: null });
  const times: number[] = [];
  for (let edit = 0; edit < edits; edit++) {
    const at = text.length - 400;
    const edited = withText(snapshot, file, edit % 2 === 0 ? `${text.slice(0, at)} ${text.slice(at)}` : text);
    if (edited === null) throw new Error('the migration of the benchmark was not found');
    const start = performance.now();
    const { migrations } = await analyzer.analyze(edited, 'pending');
    times.push(performance.now() - start);
    if (!migrations.some(({ analysis }) => analysis.findings.length > 0)) throw new Error('no findings in a text that has some');
  }
  return withoutWarmUp(times);
}

/** The first fifth is left out: nobody types into a server in its first second. */
function withoutWarmUp(times: readonly number[]): readonly number[] {
  return times.slice(Math.floor(times.length / 5));
}

async function timeEdits(server: LanguageServer, uri: string, text: string, edits: number): Promise<readonly number[]> {
  const times: number[] = [];
  try {
    await server.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'sql', version: 1, text } });
    if ((await server.pull(uri)) === 0) throw new Error('no findings in a text that has some');
    const line = text.split('\n').length - 20;
    for (let edit = 0; edit < edits; edit++) {
      const version = edit + 2;
      const position = { line, character: 0 };
      const change =
        edit % 2 === 0
          ? { range: { start: position, end: position }, text: ' ' }
          : { range: { start: position, end: { line, character: 1 } }, text: '' };
      const start = performance.now();
      await server.connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [change] });
      await server.pull(uri);
      times.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } finally {
    await server.stop();
  }
  return withoutWarmUp(times);
}

function writeProject(folder: string): string {
  const migrations = path.join(folder, 'prisma', 'migrations');
  const file = path.join(migrations, '20250102000000_long', 'migration.sql');
  for (const name of ['20250101000000_init', '20250102000000_long']) mkdirSync(path.join(migrations, name), { recursive: true });
  writeFileSync(path.join(folder, 'prisma', 'schema.prisma'), 'datasource db {\n  provider = "postgresql"\n}\n');
  writeFileSync(path.join(migrations, 'migration_lock.toml'), 'provider = "postgresql"\n');
  writeFileSync(path.join(folder, 'lockstep.json'), '{ "baseline": "20250101000000_init" }\n');
  const tables = Array.from(
    { length: 60 },
    (_, n) => `CREATE TABLE "Table${n}" ("id" INTEGER NOT NULL, "a" TEXT, "b" INTEGER, PRIMARY KEY ("id"));`,
  );
  writeFileSync(path.join(migrations, '20250101000000_init', 'migration.sql'), `${tables.join('\n')}\n`);
  writeFileSync(file, longMigration());
  return file;
}

/** 900 lines as Prisma writes them: comments, new tables, altered columns, indexes and foreign keys. */
function longMigration(): string {
  const lines: string[] = [];
  for (let n = 0; lines.length < 900; n++) {
    const table = n % 60;
    lines.push(
      '-- CreateTable',
      `CREATE TABLE "New${n}" (`,
      '    "id" TEXT NOT NULL,',
      `    "otherId" INTEGER NOT NULL,`,
      '    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,',
      '',
      `    CONSTRAINT "New${n}_pkey" PRIMARY KEY ("id")`,
      ');',
      '',
    );
    lines.push('-- AlterTable', `ALTER TABLE "Table${table}" ADD COLUMN     "c${n}" TEXT,`, `ALTER COLUMN "a" SET NOT NULL;`, '');
    lines.push('-- CreateIndex', `CREATE INDEX "Table${table}_b_idx${n}" ON "Table${table}"("b");`, '');
    lines.push(
      '-- AddForeignKey',
      `ALTER TABLE "New${n}" ADD CONSTRAINT "New${n}_otherId_fkey" FOREIGN KEY ("otherId") REFERENCES "Table${table}"("id") ON DELETE RESTRICT ON UPDATE CASCADE;`,
      '',
    );
  }
  return `${lines.slice(0, 899).join('\n')}\n`;
}

function uriOf(file: string): string {
  return pathToFileURL(file).href;
}
