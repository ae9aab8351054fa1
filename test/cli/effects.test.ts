import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { folderWith, migrations } from '../project/folders';
import { lockstep, root } from './run';
import { shop } from './shop';

async function effects(args: readonly string[], cwd: string): Promise<readonly Record<string, unknown>[]> {
  const { code, stdout, stderr } = await lockstep(['effects', '--format', 'json', ...args], { cwd });
  assert.deepEqual([code, stderr], [0, '']);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

const keys = [
  'path',
  'migration',
  'index',
  'kind',
  'range',
  'locks',
  'rewrites',
  'reindexes',
  'scans',
  'creates',
  'drops',
  'transactional',
  'blocks',
  'grows',
  'fails',
  'analysed',
];

describe('lockstep effects', () => {
  it('prints one object per statement, history included, as the design prints it', async () => {
    const lines = await effects([], shop());
    assert.deepEqual(
      lines.map(({ migration, index }) => `${migration} ${index}`),
      ['20250101000000_init 0', '20250102000000_drop_note 0', '20250103000000_drop_email 0'],
    );
    for (const line of lines) assert.deepEqual(Object.keys(line), keys);
    const drop = lines[2];
    assert.equal(drop?.kind, 'alter-table');
    assert.deepEqual(drop?.locks, { 'public.User': 'ACCESS EXCLUSIVE' });
    assert.deepEqual(drop?.blocks, { reads: true, writes: true });
    assert.deepEqual(drop?.range, { start: { line: 0, character: 9 }, end: { line: 0, character: 47 } });
    assert.deepEqual([drop?.fails, drop?.analysed, drop?.transactional], [null, true, true]);
  });

  it('names rewritten tables and their indexes', async () => {
    const cwd = folderWith(
      migrations('migrations', {
        '1_init': 'CREATE TABLE "A" ("id" INTEGER NOT NULL, CONSTRAINT "A_pkey" PRIMARY KEY ("id"));',
        '2_change': 'ALTER TABLE "A" ALTER COLUMN "id" TYPE BIGINT;',
      }),
    );
    const [line, ...others] = await effects(['migrations/2_change'], cwd);
    assert.equal(others.length, 0);
    assert.deepEqual([line?.rewrites, line?.reindexes, line?.grows], [['public.A'], ['public.A.A_pkey'], true]);
  });

  it('says what it could not read', async () => {
    const cwd = folderWith(migrations('migrations', { '1_broken': 'ALTER TABEL "A";\nSELECT 1;\n' }));
    const lines = await effects([], cwd);
    assert.deepEqual(
      lines.map(({ analysed }) => analysed),
      [false, true],
    );
  });

  it('is readable for people', async () => {
    const { stdout } = await lockstep(['effects', 'prisma/migrations/20250103000000_drop_email'], { cwd: shop() });
    assert.match(stdout, /1:10 +alter-table\n +ACCESS EXCLUSIVE on "User"\n/);
  });

  it('hands complete output to a slow reader, and ends quietly for one that goes away', async () => {
    const statements = Array.from({ length: 2_000 }, (_, index) => `CREATE TABLE "t${index}" ("id" INTEGER);`).join('\n');
    const cwd = folderWith(migrations('migrations', { '1_init': statements }));
    const slow = spawn(process.execPath, [join(root, 'dist/cli.js'), 'effects', '--format', 'json', '--no-cache'], { cwd });
    let text = '';
    for await (const piece of slow.stdout.setEncoding('utf8')) {
      text += piece;
      if (text.length < 200_000) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    assert.equal(text.split('\n').length, 2_001);

    const deserted = spawn(process.execPath, [join(root, 'dist/cli.js'), 'effects', '--format', 'json', '--no-cache'], { cwd });
    let complaints = '';
    deserted.stderr.setEncoding('utf8').on('data', (piece: string) => {
      complaints += piece;
    });
    deserted.stdout.once('data', () => deserted.stdout.destroy());
    const code = await new Promise((resolve) => deserted.on('close', resolve));
    assert.deepEqual([code, complaints], [0, '']);
  });
});
