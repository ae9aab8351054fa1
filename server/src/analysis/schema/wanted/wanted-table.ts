import { keyed } from '../../catalog/build';
import type { Index, ObjectId, Sequence, Table, UserType } from '../../catalog/catalog';
import { plainTable } from '../../catalog/plain-table';
import { objectId } from '../../catalog/references';
import type { Field } from '../schema';
import type { DeclaredModel } from './declared-model';
import type { Doubt } from './doubt';
import { tableForeignKeys } from './foreign-keys';
import { meansTheSame } from './name-changes';
import type { NamedModel, SchemaNames } from './names-in-schema';
import { tableColumns } from './table-columns';
import { tableKeys } from './table-keys';
import type { ClientDefault, NamedBy } from './wanted';

/** A model's table, and all that comes with it. */
export interface WantedTable {
  readonly id: ObjectId;
  readonly table: Table;
  readonly indexes: ReadonlyMap<ObjectId, Index>;
  readonly sequences: ReadonlyMap<ObjectId, Sequence>;
  readonly types: ReadonlyMap<ObjectId, UserType>;
  readonly columns: ReadonlyMap<string, Field>;
  /** Indexes and constraints by name. */
  readonly named: ReadonlyMap<string, NamedBy>;
  readonly clientDefaults: readonly ClientDefault[];
  readonly doubts: readonly Doubt[];
}

interface Remembered {
  readonly id: ObjectId;
  /** When it was last made, or found to be still the same. */
  round: number;
  /** All that the table was made from, besides the model's own text. */
  readonly from: readonly unknown[];
  /** The names that it would have given to sequences, and whether they were taken. */
  readonly asked: ReadonlyMap<ObjectId, boolean>;
  readonly wanted: WantedTable;
}

const tables = new WeakMap<DeclaredModel, Remembered>();

/**
 * The table of a model whose name is clear. As long as neither its text nor that of a model or enum that it names has changed, it is
 * the same object, and so are its parts: who compares can pass over them. `isTaken` says whether a relation exists when the table is
 * made.
 */
export function wantedTable(model: NamedModel, id: ObjectId, names: SchemaNames, isTaken: (id: ObjectId) => boolean): WantedTable {
  const known = tables.get(model.declared);
  const isStill = known?.id === id && meansTheSame(model.declared, known.round, names);
  const from = isStill ? known.from : madeFrom(model, names);
  if (known !== undefined && (isStill || isSame(known.from, from)) && areStill(known.asked, isTaken)) {
    known.round = names.round;
    return known.wanted;
  }
  const asked = new Map<ObjectId, boolean>();
  const wanted = makeTable(model, id, names, (name) => {
    const relation = objectId(model.table.schema, name);
    const answer = isTaken(relation);
    asked.set(relation, answer);
    return answer;
  });
  tables.set(model.declared, { id, round: names.round, from, asked, wanted });
  return wanted;
}

function makeTable(model: NamedModel, id: ObjectId, names: SchemaNames, isTaken: (name: string) => boolean): WantedTable {
  const { schema, name } = model.table;
  const columns = tableColumns(model, names, isTaken);
  const keys = tableKeys(model, names, columns);
  const { foreignKeys, origins, doubts } = tableForeignKeys(model, names, columns);
  return {
    id,
    table: plainTable(schema, name, columns.columns, [...(keys.primaryKey === null ? [] : [keys.primaryKey]), ...foreignKeys]),
    indexes: keyed(keys.indexes),
    sequences: keyed(columns.sequences),
    types: keyed(columns.types),
    columns: columns.origins,
    named: new Map<string, NamedBy>([
      ...keys.origins,
      ...[...origins].map(([key, { field, relation }]) => [key, { field, attribute: relation?.attribute ?? null }] as const),
    ]),
    clientDefaults: columns.clientDefaults.map(({ column, text }) => ({ table: id, column, text })),
    doubts: [...model.declared.doubts, ...columns.doubts, ...keys.doubts, ...doubts],
  };
}

function madeFrom({ table, declared }: NamedModel, names: SchemaNames): readonly unknown[] {
  const from: unknown[] = [names.flavour, names.flavour.reader.isReady(), names.configuration.relationMode, table.id];
  for (const { type, isList } of declared.links) {
    const linkedEnum = names.enums.get(type);
    const linkedModel = names.models.get(type);
    if (linkedEnum !== undefined) from.push(linkedEnum.declared, linkedEnum.type.id);
    else if (linkedModel !== undefined) from.push(isList ? null : linkedModel.declared, linkedModel.table.id);
    else if (type === 'Unsupported') from.push([...names.enums.values()].map((named) => named.type.id).join());
    else from.push(names.views.has(type));
  }
  return from;
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at]);
}

function areStill(asked: ReadonlyMap<ObjectId, boolean>, isTaken: (id: ObjectId) => boolean): boolean {
  for (const [id, answer] of asked) if (isTaken(id) !== answer) return false;
  return true;
}
