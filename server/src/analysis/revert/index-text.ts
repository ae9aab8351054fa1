import type { Index, ObjectId, StoredIndexKey } from '../catalog/catalog';
import { quotedName } from '../render/postgres-names';
import type { Definition } from './definitions';
import { type Pieces, unwritable, written } from './statements';
import type { Writing } from './table-differences';

/** The statement that builds an index: as it was written where a catalog keeps less than that. */
export function indexText(id: ObjectId, index: Index, { nameOf, definitions, to }: Writing): Pieces {
  if (index.partOf !== null || !index.valid) return unwritable(`the index ${quotedName(index.name)} is a part of another one`);
  const [found] = definitions.find({ kind: 'index', id, name: null });
  return written(
    to.views.has(index.table) ? 'index-views' : 'create-indexes',
    found !== undefined && saysMore(found) ? plainly(found.text) : textOf(index, nameOf),
  );
}

/** Storage parameters, the place of nulls, collations, parameters of operator classes. */
function saysMore({ text }: Definition): boolean {
  return /\bWITH\s*\(|\bNULLS\s+(?:FIRST|LAST)\b|\bCOLLATE\b|\bTABLESPACE\b|_ops\s*\(/i.test(text);
}

/** How it was built then is not how it is to be built now: a plan decides that. */
function plainly(text: string): string {
  return text.replace(/\s+CONCURRENTLY\b/i, '').replace(/\s+IF\s+NOT\s+EXISTS\b/i, '');
}

function textOf({ name, table, unique, method, keys, include, nullsNotDistinct, where }: Index, nameOf: Writing['nameOf']): string {
  const words = [
    `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${quotedName(name)} ON ${nameOf(table)}`,
    `${method === 'btree' ? '' : ` USING ${method.toUpperCase()} `}(${keys.map(keyText).join(', ')})`,
    ...(include.length === 0 ? [] : [` INCLUDE (${include.map(quotedName).join(', ')})`]),
    ...(nullsNotDistinct ? [' NULLS NOT DISTINCT'] : []),
    ...(where === null ? [] : [` WHERE ${where.text}`]),
  ];
  return words.join('');
}

function keyText(key: StoredIndexKey): string {
  const subject = key.type === 'column' ? quotedName(key.column) : `(${key.expression.text})`;
  return `${subject}${key.operatorClass === null ? '' : ` ${key.operatorClass}`}${key.descending ? ' DESC' : ''}`;
}
