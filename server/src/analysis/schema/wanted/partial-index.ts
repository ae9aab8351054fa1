import type { StoredExpression } from '../../catalog/catalog';
import type { Value } from '../schema';
import { textInCall } from './arguments';
import type { Flavour } from './flavours/flavour';
import { quotedLiteral } from './literal';

/**
 * The predicate of a partial index, `where: raw("…")` or `where: { active: true, deleted: null }`, as Prisma writes it; undefined
 * where it cannot be read. `columnOf` gives the column of a field.
 * Source: https://github.com/prisma/prisma-engines/pull/5749
 */
export function predicateOf(value: Value, columnOf: (field: string) => string | null, flavour: Flavour): StoredExpression | undefined {
  const sql = value.type === 'object' ? conditions(value.entries, columnOf) : (textInCall(value, 'raw') ?? undefined);
  if (sql === undefined) return undefined;
  return flavour.reader.predicate(flavour.parenthesizedPredicate ? `(${sql})` : sql) ?? undefined;
}

type Entries = Extract<Value, { type: 'object' }>['entries'];

function conditions(entries: Entries, columnOf: (field: string) => string | null): string | undefined {
  const written = entries.map(({ name, value }) => {
    const column = columnOf(name.text);
    const condition = column === null ? undefined : comparison(value);
    return condition === undefined ? undefined : `"${column}" ${condition}`;
  });
  return written.length === 0 || written.includes(undefined) ? undefined : written.join(' AND ');
}

/** `true`, `null`, `{ not: "x" }` */
function comparison(value: Value): string | undefined {
  if (value.type !== 'object') return isNull(value) ? 'IS NULL' : comparedTo('=', value);
  const [entry, ...others] = value.entries;
  if (entry === undefined || entry.name.text !== 'not' || others.length > 0) return undefined;
  return isNull(entry.value) ? 'IS NOT NULL' : comparedTo('!=', entry.value);
}

function comparedTo(operator: string, value: Value): string | undefined {
  if (value.type === 'string') return `${operator} ${quotedLiteral(value.value)}`;
  if (value.type === 'number' || (value.type === 'word' && (value.text === 'true' || value.text === 'false')))
    return `${operator} ${value.text}`;
  return undefined;
}

function isNull(value: Value): boolean {
  return value.type === 'word' && value.text === 'null';
}
