import type { Difference } from './difference';
import type { DriftSides } from './drift';
import { mysqlStatements } from './mysql-statements';
import { sqliteStatements } from './sqlite-statements';
import type { WrittenSide, WrittenStatements } from './written-side';

/** From the database to what is expected (`back`), or the other way round, of a provider that keeps what has made an object. */
export function writtenStatements(sides: DriftSides, differences: readonly Difference[], back: boolean): WrittenStatements {
  const database: WrittenSide = { catalog: sides.database, written: sides.written.database };
  const expected: WrittenSide = { catalog: sides.expected, written: sides.written.expected };
  const [from, to] = back ? [database, expected] : [expected, database];
  return sides.provider === 'mysql' ? mysqlStatements(to, differences, back) : sqliteStatements(from, to, differences, back);
}
