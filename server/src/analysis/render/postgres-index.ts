import type { Index, StoredIndexKey } from '../catalog/catalog';
import { type NameOf, quotedName } from './postgres-names';
import type { SqlWriter } from './sql-writer';

/** `CREATE UNIQUE INDEX "name" ON "table"("a", "b" DESC)`. */
export function writeCreateIndex(writer: SqlWriter, index: Index, nameOf: NameOf): void {
  const method = index.method === 'btree' ? '' : ` USING ${index.method.toUpperCase()} `;
  const where = index.where === null ? '' : ` WHERE ${inParentheses(index.where.text)}`;
  writer.part({ type: 'index', table: index.table, name: index.name }, () =>
    writer.write(
      `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${quotedName(index.name)} ON ${nameOf(index.table)}${method}(${index.keys.map(keyOf).join(', ')})${where}`,
    ),
  );
}

/** Prisma makes no index over an expression, but whoever renders a catalog may have one. */
function keyOf(key: StoredIndexKey): string {
  const subject = key.type === 'column' ? quotedName(key.column) : `(${key.expression.text})`;
  return `${subject}${key.operatorClass === null ? '' : ` ${key.operatorClass}`}${key.descending ? ' DESC' : ''}`;
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
