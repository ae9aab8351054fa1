import type { Index, StoredIndexKey } from '../catalog/catalog';
import type { ColumnStyle } from './postgres-column';
import { quotedName } from './postgres-names';
import type { SqlWriter } from './sql-writer';

/** `CREATE UNIQUE INDEX "name" ON "table"("a", "b" DESC)`. */
export function writeCreateIndex(writer: SqlWriter, index: Index, { nameOf, spelling }: ColumnStyle): void {
  const method = index.method === 'btree' ? '' : ` USING ${index.method.toUpperCase()} `;
  const where = index.where === null ? '' : ` WHERE ${inParentheses(index.where.text)}`;
  const keys = index.keys.map((key) => keyText(key, (column) => spelling.isAscending(index.table, index.name, column)));
  writer.part({ type: 'index', table: index.table, name: index.name }, () =>
    writer.write(
      `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${quotedName(index.name)} ON ${nameOf(index.table)}${method}(${keys.join(', ')})${where}`,
    ),
  );
}

/** Prisma makes no index over an expression, but whoever renders a catalog may have one. */
function keyText(key: StoredIndexKey, isAscending: (column: string) => boolean): string {
  const subject = key.type === 'column' ? quotedName(key.column) : `(${key.expression.text})`;
  const order = key.descending ? ' DESC' : key.type === 'column' && isAscending(key.column) ? ' ASC' : '';
  return `${subject}${key.operatorClass === null ? '' : ` ${key.operatorClass}`}${order}`;
}

function inParentheses(condition: string): string {
  return isInParentheses(condition) ? condition : `(${condition})`;
}

/** `(a) AND (b)` begins and ends with a parenthesis as well, but not with the same pair. */
function isInParentheses(text: string): boolean {
  let depth = 0;
  for (const { 0: word, index } of text.matchAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[()]/g)) {
    if (word === '(') depth++;
    if (word === ')') depth--;
    if (index === 0 ? word !== '(' : depth === 0) return index > 0 && index === text.length - 1 && text.startsWith('(');
  }
  return false;
}
