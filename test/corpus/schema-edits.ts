import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Corpus } from './corpus';

/** A commit that changed a schema and added a migration: `schema-edits/<repository>/<seconds>_<migration>/`. */
export interface SchemaEdit {
  readonly repository: string;
  /** The folder name of the migration, without the time of the commit. */
  readonly migration: string;
  readonly before: string;
  readonly after: string;
  /** The text of `migration.sql`. */
  readonly sql: string;
}

/** The edits whose schema is of this provider (`postgresql`, `sqlite`), by repository, in the order of the commits. Read one by one. */
export function* schemaEdits(corpus: Corpus, provider: string): Generator<SchemaEdit> {
  const top = join(corpus.directory, 'schema-edits');
  for (const repository of readdirSync(top).sort()) {
    for (const name of readdirSync(join(top, repository)).sort()) {
      const edit = readEdit(join(top, repository, name));
      if (edit === null || providerOf(edit.before) !== provider) continue;
      yield { repository, migration: name.replace(/^\d+_/, ''), ...edit };
    }
  }
}

function readEdit(directory: string): Pick<SchemaEdit, 'before' | 'after' | 'sql'> | null {
  const [before, after, sql] = ['before.prisma', 'after.prisma', 'migration.sql'].map((name) => join(directory, name));
  if (before === undefined || after === undefined || sql === undefined || ![before, after, sql].every(existsSync)) return null;
  const read = (path: string) => readFileSync(path, 'utf8');
  return { before: read(before), after: read(after), sql: read(sql) };
}

/** What is commented out does not count. */
function providerOf(schema: string): string | null {
  const code = schema.replace(/\/\/.*$/gm, '');
  const provider = /\bdatasource\s+\w+\s*\{[^}]*\bprovider\s*=\s*"(\w+)"/.exec(code)?.[1] ?? null;
  return provider === 'postgres' ? 'postgresql' : provider;
}
