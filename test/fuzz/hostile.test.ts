import assert from 'node:assert/strict';
import { assertSound } from './invariants';
import { analyse } from './subjects';

const megabyte = 1024 * 1024;

/** Texts that no one writes and every tool meets: each is analysed, and the next ordinary text is analysed as ever. */
const hostile: Readonly<Record<string, () => string>> = {
  'an empty file': () => '',
  'only blanks and a byte order mark': () => '\uFEFF \r\n\t ',
  'only comments': () => '-- one\n/* two /* nested */ */\n',
  'binary data': () => Buffer.from(Array.from({ length: 64 * 1024 }, (_, n) => (n * 7919) % 256)).toString('utf8'),
  'lone surrogates': () => 'ALTER TABLE "\uD83D" ADD COLUMN "\uDE00" TEXT;',
  'NUL in a statement': () => 'ALTER TABLE "User" ADD COLUMN "a\0b" TEXT; DROP TABLE "Post";',
  'an open string': () => 'UPDATE "User" SET name = \'never closed; DROP TABLE "Post";',
  'an open dollar quote': () => 'DO $body$ BEGIN DROP TABLE "Post"; END',
  'an open comment': () => 'DROP TABLE "Post"; /* and so on',
  semicolons: () => ';'.repeat(100_000),
  '5 MB of inserted rows': () =>
    `INSERT INTO "User" VALUES ${Array.from({ length: 60_000 }, (_, n) => `('${n}', '${'x'.repeat(60)}')`).join(',\n')};`,
  '5 MB of small statements': () => 'ALTER TABLE "User" ADD COLUMN "c" TEXT;\n'.repeat(Math.ceil((5 * megabyte) / 40)),
  '5 MB on one line in a string': () => `UPDATE "User" SET "name" = '${'x'.repeat(5 * megabyte)}';`,
  '5 MB that do not parse': () => 'ALTER TABEL "User" ADD COLUMN "c" TEXT;\n'.repeat(Math.ceil((5 * megabyte) / 40)),
  'parentheses 100,000 deep': () => `SELECT ${'('.repeat(100_000)}1${')'.repeat(100_000)};`,
  'operators 100,000 deep': () => `UPDATE "User" SET "age" = ${'1 + '.repeat(100_000)}1;`,
  'NOT 50,000 deep': () => `SELECT ${'NOT '.repeat(50_000)}true;`,
  'comments 100,000 deep': () => `${'/*'.repeat(100_000)} DROP TABLE "User"; ${'*/'.repeat(100_000)}`,
  'DO blocks within DO blocks': () => nested(40),
};

describe('hostile texts', () => {
  for (const [name, text] of Object.entries(hostile)) {
    it(name, function () {
      this.timeout(60_000);
      const subject = text();
      assertSound(analyse(subject), subject);
      const ordinary = analyse('DROP TABLE "Post";');
      assert.deepEqual(
        ordinary.statements[0]?.operations.map((operation) => operation.kind),
        ['drop-table'],
      );
    });
  }
});

function nested(depth: number): string {
  let text = 'DROP TABLE "Post";';
  for (let level = 0; level < depth; level++) text = `DO $d${level}$ BEGIN ${text} END $d${level}$;`;
  return text;
}
