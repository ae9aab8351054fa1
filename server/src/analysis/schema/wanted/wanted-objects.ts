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
  /** Tables, indexes and sequences share their names. */
  readonly isTaken: (id: ObjectId) => boolean;
  readonly tables: Map<ObjectId, Table>;
  readonly indexes: Map<ObjectId, Index>;
  readonly sequences: Map<ObjectId, Sequence>;
  readonly types: Map<ObjectId, UserType>;
  readonly origins: Map<ObjectId, TableOrigin>;
  readonly unresolved: Unresolved[];
  readonly clientDefaults: ClientDefault[];
}

export function wantedObjects(names: SchemaNames): WantedObjects {
  const [tables, indexes, sequences] = [new Map<ObjectId, Table>(), new Map<ObjectId, Index>(), new Map<ObjectId, Sequence>()];
  const making: Making = {
    names,
    isTaken: (id) => tables.has(id) || indexes.has(id) || sequences.has(id),
    tables,
    indexes,
    sequences,
    types: new Map(),
    origins: new Map(),
    unresolved: [],
    clientDefaults: [],
  };
  for (const { candidates, at, reason } of names.unclear) markUnclear(making, candidates, at, reason);
  if (names.flavour.enums === 'types') makeEnums(making);
  const withTables: (WantedTable | RelationTable)[] = [];
  names.models.forEach((model) => {
    const wanted = makeModel(making, model);
    if (wanted !== null) withTables.push(wanted);
  });
  const relations = relationTables(names, (model) => tableMadeOf(making, model));
  for (const { candidates, at, reason } of relations.unclear) markUnclear(making, candidates, at, reason);
  for (const relation of relations.tables) {
    const side = relation.sides[0];
    const at = side.model.block.start + side.field.field.span.start;
    if (makeTable(making, relation, relationTableOrigin(relation), at)) withTables.push(relation);
  }
  const makeOther = (index: Index, id: ObjectId): void => {
    if (index.constraint === null) makeIndex(making, id, index);
  };
  for (const { indexes: own } of withTables) own.forEach(makeOther);
  return making;
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
  const wanted = wantedTable(model, table.id, making.names, making.isTaken);
  if (!makeTable(making, wanted, tableOrigin(model, wanted), block.start)) return null;
  if (wanted.sequences.size > 0) for (const [id, sequence] of wanted.sequences) making.sequences.set(id, sequence);
  if (wanted.types.size > 0) for (const [id, type] of wanted.types) making.types.set(id, type);
  for (const doubt of wanted.doubts) making.unresolved.push(unresolved(wanted.id, doubt, block.start));
  for (const clientDefault of wanted.clientDefaults) making.clientDefaults.push(clientDefault);
  return wanted;
}

/** Null where another model has the table. */
function tableMadeOf({ tables, origins }: Making, { block, table: { id } }: NamedModel): Table | null {
  const origin = id === null ? undefined : origins.get(id);
  return id !== null && origin?.type === 'model' && origin.model === block ? (tables.get(id) ?? null) : null;
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
  if (!making.isTaken(id)) {
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
