import { type ConnectionFailure, sentenceOf } from './problem';

/** What goes wrong with a SQLite file. Codes: https://www.sqlite.org/rescode.html */
export function sqliteFailure(error: unknown): ConnectionFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && error.name === 'SqliteMissing') return { type: 'no-database' };
  if (/database (table )?is locked|SQLITE_BUSY/i.test(message)) return { type: 'busy' };
  if (/EACCES|EPERM|readonly|permission/i.test(message)) return { type: 'denied', reason: sentenceOf(message) };
  if (/not a database|malformed/i.test(message)) return { type: 'other', reason: 'the file is no SQLite database, or it is damaged.' };
  return { type: 'other', reason: sentenceOf(message) };
}
