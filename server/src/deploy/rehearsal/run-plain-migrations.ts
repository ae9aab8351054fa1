import { type SplitDialect, splitStatements } from '../../analysis/sql/split';
import type { MigrationFile } from '../../project/snapshot';
import type { Copy } from './copies/copy';
import type { RehearsalEvent } from './outcome';
import type { RehearsedMigration } from './rehearsal';
import { migrationOf, withoutRun } from './rehearsed-migration';
import { runPlainMigration } from './run-plain';
import { notRun } from './statements';

export interface PlainMigrations {
  readonly copy: Copy;
  readonly files: readonly MigrationFile[];
  readonly dialect: SplitDialect;
  readonly onEvent: (event: RehearsalEvent) => void;
  readonly abort: AbortSignal;
}

/** Runs migrations of MySQL or SQLite until one fails. */
export async function runPlainMigrations({
  copy,
  files,
  dialect,
  onEvent,
  abort,
}: PlainMigrations): Promise<readonly RehearsedMigration[]> {
  const migrations: RehearsedMigration[] = [];
  for (const [index, file] of files.entries()) {
    const { name, text } = file;
    const spans = splitStatements(text, dialect);
    if (migrations.some(({ state }) => state === 'failed')) {
      migrations.push(
        withoutRun(
          file,
          spans.map((span, at) => notRun(at, span, text)),
        ),
      );
      continue;
    }
    onEvent({ type: 'migration', name, index, of: files.length });
    const statements = await runPlainMigration({
      ...{ session: copy.session, text, spans, abort },
      onStatement: (statement, phase) =>
        onEvent(
          phase === 'begun'
            ? { type: 'statement', migration: name, index: statement.index, of: spans.length, sql: statement.sql }
            : { type: 'statement-done', migration: name, statement },
        ),
    });
    const migration = migrationOf(file, statements);
    migrations.push(migration);
    onEvent({ type: 'migration-done', migration });
  }
  return migrations;
}
