import { readFileSync } from 'node:fs';
import type { MigrationFile } from '../../project/snapshot';
import type { RehearsedMigration, RehearsedStatement } from './rehearsal';
import { totalOf } from './statements';
import { checksumOf } from './stored';

export function migrationOf(file: MigrationFile, statements: readonly RehearsedStatement[]): RehearsedMigration {
  const state = statements.some((statement) => statement.state === 'failed') ? 'failed' : 'ran';
  return { name: file.name, checksum: checksumOfFile(file), state, milliseconds: totalOf(statements), statements };
}

export function withoutRun(file: MigrationFile, statements: readonly RehearsedStatement[]): RehearsedMigration {
  return { name: file.name, checksum: checksumOfFile(file), state: 'not-run', milliseconds: 0, statements };
}

/** Of the bytes on the disk, which is what a deploy applies: the text lacks a byte order mark. */
function checksumOfFile({ path, text }: MigrationFile): string {
  try {
    return checksumOf(readFileSync(path));
  } catch {
    return checksumOf(Buffer.from(text));
  }
}
