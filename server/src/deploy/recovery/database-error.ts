import { withoutValues } from '../status/without-values';

/** What a database has said of a failed migration, read from the text that Prisma stores in `_prisma_migrations.logs`. */
export interface DatabaseError {
  /** SQLSTATE of PostgreSQL, error number of MySQL; null where the text has none. */
  readonly code: string | null;
  /** What the server has said in its first line, without values of rows. */
  readonly message: string;
  /** Position of the statement in the file, from 0, where the text counts it: MySQL's. */
  readonly statement: number | null;
  /** Place in the SQL that was sent, in characters from 0; PostgreSQL tells it of what it could not make sense of. */
  readonly position: number | null;
  /** Names of constraints, indexes, tables and columns that the text quotes. */
  readonly names: readonly string[];
}

/**
 * Null where nothing is stored. The text's form is that of Prisma's `ApplyMigrationError`, or of its engine in WebAssembly, which has words in place of codes.
 * Source: https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/sql-schema-connector/src/flavour/postgres/connector/native/mod.rs
 */
export function databaseErrorIn(logs: string | null): DatabaseError | null {
  const text = (logs ?? '').replace(/\n\s*0: \w+::[\s\S]*$/, '').trim();
  if (text === '') return null;
  const said = (/Database error:\s*\n([\s\S]*)/.exec(text)?.[1] ?? text.replace(/^external connector error\n/, '')).trim();
  const query = /Please check the query number (\d+) from the migration file/.exec(said)?.[1];
  const position = /position: Some\(Original\((\d+)\)\)/.exec(said)?.[1];
  const message = firstLine(said);
  return {
    code: codeIn(text) ?? codeOfWords(message),
    message: withoutValues(message),
    statement: query === undefined ? null : Number(query) - 1,
    position: position === undefined ? null : Number(position) - 1,
    names: namesIn(said),
  };
}

/** What an error, or that there is none, says of how far a file came. */
export function errorFacts(error: DatabaseError | null): { readonly hasError: boolean; readonly isThereAlready: boolean } {
  return { hasError: error !== null, isThereAlready: error !== null && saysThereAlready(error) };
}

/** Whether something that was to be made is there already. Errors 1050, 1060 and 1061 are those of MySQL. */
function saysThereAlready({ code, message }: DatabaseError): boolean {
  return (code !== null && /^(42P0[67]|42701|42710|42723|1050|1060|1061)$/.test(code)) || /already exists/.test(message);
}

function firstLine(text: string): string {
  const line = text.split('\n').find((one) => one.trim() !== '') ?? '';
  return line
    .replace(/^Error querying the database:\s*/, '')
    .replace(/^(ERROR|FATAL|error|db error):\s*/i, '')
    .trim();
}

function codeIn(text: string): string | null {
  const stated = /Database error code:\s*([0-9A-Z]+)/.exec(text)?.[1] ?? /SqlState\(E?([0-9A-Z]{5})\)/.exec(text)?.[1] ?? null;
  return stated === null || stated === 'none' ? null : stated;
}

/** What Prisma's drivers in JavaScript make of some codes. Source: https://github.com/prisma/prisma/tree/main/packages/adapter-pg */
function codeOfWords(message: string): string | null {
  const found = words.find(([pattern]) => pattern.test(message));
  return found?.[1] ?? null;
}

/** Also what PostgreSQL says where no code is handed on. */
const words: readonly (readonly [RegExp, string])[] = [
  [/^Unique constraint (failed|violation)/i, '23505'],
  [/^Null constraint (failed|violation)/i, '23502'],
  [/^Foreign key constraint (failed|violat)/i, '23503'],
  [/^could not create unique index|duplicate key value violates unique constraint/, '23505'],
  [/contains null values$|violates not-null constraint/, '23502'],
  [/violates foreign key constraint/, '23503'],
  [/^check constraint .* is violated by some row|violates check constraint/, '23514'],
  [/^invalid input (syntax|value) for/, '22P02'],
  [/^relation "[^"]*" already exists/, '42P07'],
  [/^column "[^"]*" of relation "[^"]*" already exists/, '42701'],
  [/^type "[^"]*" already exists/, '42710'],
  [/^relation "[^"]*" does not exist|^No such table/, '42P01'],
  [/^column .* does not exist/, '42703'],
  [/due to lock timeout/, '55P03'],
  [/^deadlock detected/, '40P01'],
  [/cannot run inside a transaction block|cannot be executed from a function or multi-command string/, '25001'],
  // SQLite has no codes that tell columns: https://www.sqlite.org/rescode.html
  [/UNIQUE constraint failed/, '23505'],
  [/NOT NULL constraint failed/, '23502'],
  [/FOREIGN KEY constraint failed/, '23503'],
  [/CHECK constraint failed/, '23514'],
];

/** Quoted, or in the fields of the driver's own description. */
function namesIn(text: string): readonly string[] {
  const upToValues = text.replace(/\bKey \((.*?)\)=\(.*/g, 'Key "$1"');
  const quoted = [...upToValues.matchAll(/"([^"\n]{1,128})"|`([^`\n]{1,128})`/g)].map(([, double, back]) => double ?? back ?? '');
  const bare = [...text.matchAll(/(?:constraint failed: |such (?:table|column|index): |index ')([\w.]+)/g)].map(([, name = '']) => name);
  return [...new Set([...quoted, ...bare, ...bare.flatMap((name) => name.split('.'))])];
}
