import type { Execution } from '../../analysis/migration/migration';
import type { DatabaseError } from './database-error';
import type { FileStatement, FollowedFile } from './file-statements';

/** The statement that the error means, by its number, its place or what it names; null where that is not clear. */
export function statementOfError(error: DatabaseError, file: FollowedFile, execution: Execution): number | null {
  if (error.statement !== null) return file.statements[error.statement]?.index ?? null;
  return byPosition(error, file, execution) ?? byContent(error, file.statements);
}

/** The place counts from the start of what was sent: the whole file, or one statement, in which what the error names stands there. */
function byPosition({ position, names }: DatabaseError, { text, statements }: FollowedFile, execution: Execution): number | null {
  if (position === null) return null;
  if (execution === 'one-transaction') {
    const offset = offsetAt(text, position);
    return statements.findLast(({ start }) => start <= offset)?.index ?? null;
  }
  const standsAt = (sql: string): boolean => {
    const rest = sql.slice(offsetAt(sql, position)).toLowerCase();
    return names.some((name) => rest.startsWith(name.toLowerCase()) || rest.startsWith(`"${name.toLowerCase()}"`));
  };
  const [found, other] = statements.filter(({ sql }) => standsAt(sql));
  return found !== undefined && other === undefined ? found.index : null;
}

/** Servers count characters, and a character outside the first plane is two units of a string. */
function offsetAt(text: string, characters: number): number {
  return [...text.slice(0, characters * 2)].slice(0, characters).join('').length;
}

/** The statement that speaks for itself: by what the error names, and by whether it may fail in this way. Null where several do alike. */
function byContent({ code, message, names }: DatabaseError, statements: readonly FileStatement[]): number | null {
  const columns = /^\w+ constraint failed: \(([^)]*)\)/i.exec(message)?.[1]?.split(/,\s*/) ?? [];
  const wanted = [...names, ...columns].filter((name) => name !== '');
  const mayFail = ({ codes, analysed }: FileStatement): boolean =>
    code !== null && (code === '42601' ? analysed?.kind === 'invalid' : codes.includes(code));
  // What is named counts more: the history may not know the table, and then nothing is known of how it may fail.
  const weight = (statement: FileStatement): number =>
    2 * wanted.filter((name) => mentions(statement.sql, name)).length + (mayFail(statement) ? 3 : 0);
  const weights = statements.map(weight);
  const best = Math.max(0, ...weights);
  const found = statements.filter((_, index) => weights[index] === best);
  return best > 0 && found.length === 1 ? (found[0]?.index ?? null) : null;
}

function mentions(sql: string, name: string): boolean {
  const bare = name.slice(name.lastIndexOf('.') + 1);
  return new RegExp(`(^|[^\\w])${bare.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}($|[^\\w])`, 'i').test(sql);
}
