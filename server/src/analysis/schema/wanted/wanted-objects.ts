import type { CatalogMaps } from '../../catalog/build';
import type { Index, ObjectId, Sequence, Table, UserType } from '../../catalog/catalog';
import type { Doubt } from './doubt';
import { enumType } from './field-type';
import { type DatabaseName, idsOf, type NamedModel, type SchemaNames } from './names-in-schema';
import { relationTableOrigin, tableOrigin } from './origins';
import type { RelationTable } from './relation-table';
import { relationTables } from './relation-tables';
import type { ClientDefault, TableOrigin, Unresolved } from './wanted';
import { type WantedTable, wantedTable } from './wanted-table';

// What is gone through here is all of a schema, at each keystroke: `forEach` makes no object for each entry of a map.

/** All that a schema asks for, in the order in which Prisma makes it. */
export interface WantedObjects extends Pick<CatalogMaps, 'tables' | 'indexes' | 'sequences' | 'types'> {
  readonly origins: ReadonlyMap<ObjectId, TableOrigin>;
  readonly unresolved: readonly Unresolved[];
  readonly clientDefaults: readonly ClientDefault[];
}

interface Making {
  readonly names: SchemaNames;
  readonly tables: Map<ObjectId, Table>;
  readonly indexes: Map<ObjectId, Index>;
  readonly sequences: Map<ObjectId, Sequence>;
  readonly types: Map<ObjectId, UserType>;
  readonly origins: Map<ObjectId, TableOrigin>;
  readonly unresolved: Unresolved[];
  readonly clientDefaults: ClientDefault[];
}

export function wantedObjects(names: SchemaNames): WantedObjects {
  const making: Making = {
    names,
    tables: new Map(),
    indexes: new Map(),
    sequences: new Map(),
    types: new Map(),
    origins: new Map(),
    unresolved: [],
    clientDefaults: [],
  };
  for (const { candidates, at, reason } of names.unclear) markUnclear(making, candidates, at, reason);
  if (names.flavour.enums === 'types') makeEnums(making);
  const made = new Map<NamedModel, WantedTable>();
  for (const model of names.models.values()) {
    const wanted = makeModel(making, model);
    if (wanted !== null) made.set(model, wanted);
  }
  const relations = relationTables(names, (model) => made.get(model)?.table ?? null);
  for (const { candidates, at, reason } of relations.unclear) markUnclear(making, candidates, at, reason);
  const withTables: (WantedTable | RelationTable)[] = [...made.values()];
  for (const relation of relations.tables) {
    const side = relation.sides[0];
    const at = side.model.block.start + side.field.field.span.start;
    if (makeTable(making, relation, relationTableOrigin(relation), at)) withTables.push(relation);
  }
  for (const { indexes } of withTables) {
    indexes.forEach((index, id) => {
      if (index.constraint === null) makeIndex(making, id, index);
    });
  }
  return making;
}

/** Tables, indexes and sequences share their names. */
function isTaken({ tables, indexes, sequences }: Making, id: ObjectId): boolean {
  return tables.has(id) || indexes.has(id) || sequences.has(id);
}

function makeEnums(making: Making): void {
  for (const named of making.names.enums.values()) {
    const { block, declared, type } = named;
    if (type.id === null || making.types.has(type.id)) {
      markUnclear(making, idsOf(type), block.start, `${declared.name} is not clear.`);
      continue;
    }
    if (declared.doubtAt !== null) markUnclear(making, [type.id], block.start + declared.doubtAt, `${declared.name} is not clear.`);
    making.types.set(type.id, enumType(named));
  }
}

/** Null where it is not clear which table the model is. */
function makeModel(making: Making, model: NamedModel): WantedTable | null {
  const { block, declared, table } = model;
  if (table.id === null) {
    markUnclear(making, table.candidates, block.start, `The table of ${declared.name} is not clear.`);
    return null;
  }
  const wanted = wantedTable(model, table.id, making.names, (name) => isTaken(making, name));
  if (!makeTable(making, wanted, tableOrigin(model, wanted), block.start)) return null;
  wanted.sequences.forEach((sequence, id) => {
    making.sequences.set(id, sequence);
  });
  wanted.types.forEach((type, id) => {
    making.types.set(id, type);
  });
  for (const doubt of wanted.doubts) making.unresolved.push(unresolved(wanted.id, doubt, block.start));
  making.clientDefaults.push(...wanted.clientDefaults);
  return wanted;
}

/** Makes a table with its primary key; the other indexes come after all tables. False where another model has the table already. */
function makeTable(making: Making, { id, table, indexes }: WantedTable | RelationTable, origin: TableOrigin, at: number): boolean {
  if (making.origins.has(id)) {
    markUnclear(making, [id], at, `The table ${table.name} is declared more than once.`);
    return false;
  }
  making.tables.set(id, table);
  making.origins.set(id, origin);
  indexes.forEach((index, name) => {
    if (index.constraint !== null) makeIndex(making, name, index);
  });
  return true;
}

function makeIndex(making: Making, id: ObjectId, index: Index): void {
  if (!isTaken(making, id)) {
    making.indexes.set(id, index);
    return;
  }
  const twin = making.indexes.get(id);
  const reason = `The name ${index.name} is used more than once.`;
  for (const table of new Set([index.table, ...(twin === undefined ? [] : [twin.table])])) {
    making.unresolved.push({ table, column: null, part: 'keys', at: placeOf(making, table), reason });
  }
}

function placeOf({ origins }: Making, table: ObjectId): number {
  const origin = origins.get(table);
  return origin?.type === 'model' ? origin.model.start : (origin?.fields[0].model.start ?? 0);
}

/** Nothing may be concluded about what a block may be; without candidates, about anything that seems to be gone. */
function markUnclear({ unresolved: all }: Making, candidates: DatabaseName['candidates'], at: number, reason: string): void {
  const tables = candidates.length === 0 ? [null] : candidates;
  for (const table of tables) all.push({ table, column: null, part: 'everything', at, reason });
}

function unresolved(table: ObjectId, { column, part, at, reason }: Doubt, start: number): Unresolved {
  return { table, column, part, at: start + at, reason };
}
