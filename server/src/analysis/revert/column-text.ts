import type { Column, ObjectId } from '../catalog/catalog';
import { objectName } from '../catalog/default-names';
import { serialSequence } from '../catalog/diff/flavours/postgres-defaults';
import { columnType } from '../render/postgres-column';
import { quotedName, splitId } from '../render/postgres-names';
import { noSpelling } from '../render/schema-spelling';
import type { Writing } from './table-differences';

/** `"name" TEXT NOT NULL DEFAULT 'x'`, all that the catalog knows of a column. */
export function columnClause(table: ObjectId, column: Column, writing: Writing): string {
  const { name, collation, identity, generated, notNull } = column;
  const serial = isSerialOf(table, column);
  const value = column.default === null || serial ? '' : ` DEFAULT ${column.default.text}`;
  const words = [
    ` ${typeText(table, column, writing)}`,
    ...(collation === null ? [] : [` COLLATE ${collationName(collation)}`]),
    ...(generated === null ? [] : [` GENERATED ALWAYS AS (${generated.expression.text})${generated.stored ? ' STORED' : ''}`]),
    ...(identity === null ? [] : [` GENERATED ${identity === 'always' ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY`]),
    ...(notNull ? [' NOT NULL'] : []),
    value,
  ];
  return `${quotedName(name)}${words.join('')}`;
}

/** Whether the column has the sequence that `SERIAL` would make again, under the same name. */
function isSerialOf(table: ObjectId, column: Column): boolean {
  return isSerial(column) && serialSequence(column) === objectName(splitId(table).name, column.name, 'seq');
}

export function isSerial(column: Column): boolean {
  return serialSequence(column) !== null;
}

function typeText(table: ObjectId, column: Column, { nameOf }: Writing): string {
  const bare = isSerialOf(table, column) ? column : { ...column, default: null };
  return columnType(table, bare, { nameOf, nameBefore: nameOf, spelling: noSpelling });
}

function collationName(collation: string): string {
  return collation.split('.').map(quotedName).join('.');
}

/** The type that a column goes back to, and how its values get there: by way of text where there may be no cast between the two. */
export function typeWords(from: Column, to: Column, { nameOf }: Writing): { readonly type: string; readonly using: string } {
  const type = columnType('', { ...to, default: null }, { nameOf, nameBefore: nameOf, spelling: noSpelling });
  const collation = to.collation === null ? '' : ` COLLATE ${collationName(to.collation)}`;
  return { type: `${type}${collation}`, using: usingClause(from, to, type) };
}

function usingClause(from: Column, to: Column, type: string): string {
  const quoted = quotedName(from.name);
  const [lists, listed] = [from.type.dimensions > 0, to.type.dimensions > 0];
  if (lists && !listed) return ` USING ${quoted}[1]::text::${type}`;
  if (!lists && listed) return ` USING CASE WHEN ${quoted} IS NOT NULL THEN ARRAY[${quoted}]::text[]::${type} END`;
  if (from.type.name === to.type.name) return '';
  const between = isOfOneFamily(from, to) ? '' : lists ? '::text[]' : '::text';
  return ` USING ${quoted}${between}::${type}`;
}

function isOfOneFamily({ type: a }: Column, { type: b }: Column): boolean {
  return !a.user && !b.user && families.some((family) => family.includes(a.name) && family.includes(b.name));
}

/** Types with explicit casts between all of them. */
const families: readonly (readonly string[])[] = [
  ['int2', 'int4', 'int8', 'numeric', 'float4', 'float8', 'text', 'varchar', 'bpchar'],
  ['timestamp', 'timestamptz', 'date', 'text', 'varchar', 'bpchar'],
  ['json', 'jsonb', 'text', 'varchar', 'bpchar'],
];
