import type { Catalog, Column, ObjectId } from '../catalog/catalog';
import { writeRedefineEnum } from '../render/postgres-enum';
import { quotedText } from '../render/postgres-names';
import { noSpelling } from '../render/schema-spelling';
import { createSqlWriter } from '../render/sql-writer';
import { listed, objectName } from '../wording/wording';
import { lost, type Pieces, together, unwritable, written } from './statements';
import type { Writing } from './table-differences';

/** Values come back one by one; to take one away, the columns move over to a new type as Prisma does it. */
export function enumDifference(id: ObjectId, from: readonly string[], to: readonly string[], writing: Writing): Pieces {
  const removed = from.filter((value) => !to.includes(value));
  const isKept = to.filter((value) => from.includes(value)).join('\n') === from.join('\n');
  if (removed.length === 0 && isKept) return written('create-types', ...addedValues(id, from, to, writing));
  const takers = [...writing.to.functions].filter(([, { overloads }]) => overloads.some((one) => takes(one.arguments, id)));
  const [taker] = takers;
  if (taker !== undefined)
    return unwritable(`the function ${objectName(taker[0])} takes the type ${objectName(id)}, which has to be exchanged`);
  const names = listed(removed.map(quotedText));
  return together([
    written('change-types', ...swap(id, from, to, writing)),
    lost(`Takes ${names} out of ${objectName(id)}: it fails as long as a row holds ${removed.length === 1 ? 'it' : 'one of them'}.`),
  ]);
}

function takes(types: string, id: ObjectId): boolean {
  return types.split(',').some((type) => type.trim().replace(/\[\]/g, '') === id);
}

function addedValues(id: ObjectId, from: readonly string[], to: readonly string[], { nameOf }: Writing): readonly string[] {
  return to.flatMap((value, place) => {
    if (from.includes(value)) return [];
    const previous = to[place - 1];
    const next = to.slice(place).find((one) => from.includes(one));
    const where = next === undefined ? '' : previous === undefined ? ` BEFORE ${quotedText(next)}` : ` AFTER ${quotedText(previous)}`;
    return [`ALTER TYPE ${nameOf(id)} ADD VALUE ${quotedText(value)}${where}`];
  });
}

/** The block of a transaction of its own, statement by statement. */
function swap(id: ObjectId, before: readonly string[], values: readonly string[], { from, to, nameOf }: Writing): readonly string[] {
  const columns = columnsOf(id, from).filter(({ table, column }) => columnIn(to, table, column.name)?.type.name === id);
  const defaults = columns.flatMap(({ table, column }) => {
    const wanted = columnIn(to, table, column.name) ?? null;
    return column.default === null ? [] : [{ table, before: column, after: wanted?.default == null ? null : wanted }];
  });
  const writer = createSqlWriter();
  const style = { nameOf, nameBefore: nameOf, spelling: noSpelling };
  writeRedefineEnum(writer, { kind: 'redefine-enum', type: id, before, values, defaults, columns }, style);
  return writer.finish().text.split(';\n');
}

function columnsOf(type: ObjectId, { tables }: Catalog): readonly { readonly table: ObjectId; readonly column: Column }[] {
  return [...tables].flatMap(([table, { columns }]) =>
    columns.filter((column) => column.type.name === type).map((column) => ({ table, column })),
  );
}

function columnIn({ tables }: Catalog, table: ObjectId, name: string): Column | undefined {
  return tables.get(table)?.columns.find((column) => column.name === name);
}
