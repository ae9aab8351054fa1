import type { Column, ObjectId, StoredExpression, Table } from '../../analysis/catalog/catalog';
import { typeText } from '../../analysis/catalog/column-type';
import { describeColumn } from '../../analysis/catalog/describe';
import type { Difference } from './difference';
import { sameDefault, sameExpression } from './same-expression';
import type { Aspect, Tell } from './tell';

/** The columns of a table on both sides. Their order is nobody's business: Prisma names all columns that it reads and writes. */
export function columnDifferences(id: ObjectId, database: Table, expected: Table, tell: Tell): readonly Difference[] {
  const subject = (name: string) => ({ kind: 'column', object: id, part: name, concerns: 'prisma' }) as const;
  const wanted = new Map(expected.columns.map((column) => [column.name, column]));
  const there = new Set(database.columns.map(({ name }) => name));
  const differences: Difference[] = [];
  for (const column of database.columns) {
    const other = wanted.get(column.name);
    if (other === undefined) {
      // Of a table made from a query the history does not know all columns.
      if (expected.complete) differences.push(tell.onlyInDatabase(subject(column.name), describeColumn(column, database.schema)));
      continue;
    }
    const aspects = columnAspects(column, other);
    const words = [describeColumn(column, database.schema), describeColumn(other, expected.schema)] as const;
    if (aspects.length > 0) differences.push(tell.changed(subject(column.name), ...words, aspects));
  }
  for (const column of expected.columns)
    if (!there.has(column.name)) differences.push(tell.missing(subject(column.name), describeColumn(column, expected.schema)));
  return differences;
}

function columnAspects(column: Column, expected: Column): readonly Aspect[] {
  const isKnown = expected.type.name !== 'unknown';
  const [own, other] = [typeText(column.type), typeText(expected.type)];
  const aspects: Aspect[] = [];
  if (isKnown && !sameType(column, expected)) aspects.push({ verb: 'is', database: own, expected: other });
  if (isKnown && column.notNull !== expected.notNull)
    aspects.push({ verb: 'is', ...words(column.notNull, expected.notNull, 'required', 'optional') });
  if (isKnown && column.generated === null && expected.generated === null && !sameDefaults(column, expected))
    aspects.push({ verb: 'has', database: defaultWords(column.default), expected: defaultWords(expected.default) });
  if (column.identity !== expected.identity)
    aspects.push({ verb: 'has', database: identityWords(column), expected: identityWords(expected) });
  if (!sameGenerated(column, expected)) aspects.push({ phrase: 'is generated in another way' });
  if (column.collation !== null && expected.collation !== null && bare(column.collation) !== bare(expected.collation))
    aspects.push({ verb: 'is sorted by', database: column.collation, expected: expected.collation });
  return aspects;
}

function words(own: boolean, other: boolean, yes: string, no: string): { readonly database: string; readonly expected: string } {
  return { database: own ? yes : no, expected: other ? yes : no };
}

function bare(collation: string): string {
  return collation.slice(collation.lastIndexOf('.') + 1);
}

/** `char` and `char(1)` are one, and so are times with and without their greatest precision. */
export function sameType({ type: a }: Column, { type: b }: Column): boolean {
  const plain = ({ name, modifiers }: Column['type']): string => {
    if (defaultModifiers.has(`${name}(${modifiers.join(',')})`)) return name;
    return name === 'numeric' && modifiers.length === 1 ? `${name}(${modifiers[0]},0)` : `${name}(${modifiers.join(',')})`;
  };
  const sameName = plain(a).replace(/\(\)$/, '') === plain(b).replace(/\(\)$/, '');
  // A server does not keep how many dimensions an array was declared with, not everywhere.
  return sameName && a.dimensions > 0 === b.dimensions > 0;
}

const defaultModifiers: ReadonlySet<string> = new Set([
  ...['bpchar(1)', 'bit(1)', 'timestamp(6)', 'timestamptz(6)', 'time(6)', 'timetz(6)', 'interval(6)'],
]);

export function sameDefaults(column: Column, expected: Column): boolean {
  const [a, b] = [withoutNull(column.default), withoutNull(expected.default)];
  return a === null || b === null ? a === b : sameDefault(a, b, expected.type);
}

/** `DEFAULT NULL` is none. */
function withoutNull(value: StoredExpression | null): StoredExpression | null {
  return value?.constant?.value === null ? null : value;
}

export function sameGenerated({ generated: a }: Column, { generated: b }: Column): boolean {
  if (a === null || b === null) return a === b;
  return a.stored === b.stored && sameExpression(a.expression, b.expression);
}

function defaultWords(value: StoredExpression | null): string {
  return value === null ? 'no default' : `the default ${value.text}`;
}

function identityWords({ identity }: Column): string {
  return identity === null ? 'no identity' : `identity ${identity}`;
}
