import type { Index, Sequence, Table, UserType } from '../../catalog/catalog';
import { freeName } from '../../catalog/default-names';
import { objectId } from '../../catalog/references';
import type { Attribute, Field } from '../schema';
import type { DeclaredModel } from './declared-model';
import type { Doubt } from './doubt';
import { tableForeignKeys } from './foreign-keys';
import type { NamedModel, SchemaNames } from './names-in-schema';
import { tableColumns } from './table-columns';
import { tableKeys } from './table-keys';

/** A model's table, and all that comes with it. */
export interface WantedTable {
  readonly table: Table;
  readonly indexes: readonly Index[];
  readonly sequences: readonly Sequence[];
  readonly types: readonly UserType[];
  readonly columns: ReadonlyMap<string, Field>;
  /** Indexes and constraints by name. */
  readonly named: ReadonlyMap<string, NamedBy>;
  readonly clientDefaults: readonly { readonly column: string; readonly text: string }[];
  readonly doubts: readonly Doubt[];
}

export interface NamedBy {
  readonly field: Field | null;
  readonly attribute: Attribute | null;
}

interface Remembered {
  /** All that the table was made from, besides the model's own text. */
  readonly from: readonly unknown[];
  readonly wanted: WantedTable;
}

const tables = new WeakMap<DeclaredModel, Remembered>();

/**
 * The table of a model whose name is clear. As long as neither its text nor that of a model or enum that it names has changed, it is
 * the same object, and so are its parts: who compares can pass over them. `isTaken` says whether a relation of this name exists
 * in the model's schema when the table is made.
 */
export function wantedTable(model: NamedModel, names: SchemaNames, isTaken: (name: string) => boolean): WantedTable {
  const from = madeFrom(model, names);
  const known = tables.get(model.declared);
  if (known !== undefined && isSame(known.from, from) && haveNames(known.wanted.sequences, isTaken)) return known.wanted;
  const wanted = makeTable(model, names, isTaken);
  tables.set(model.declared, { from, wanted });
  return wanted;
}

function makeTable(model: NamedModel, names: SchemaNames, isTaken: (name: string) => boolean): WantedTable {
  const { schema, name } = model.table;
  const columns = tableColumns(model, names, isTaken);
  const keys = tableKeys(model, names, columns);
  const { foreignKeys, origins, doubts } = tableForeignKeys(model, names, columns);
  return {
    table: plainTable(schema, name, columns.columns, [...(keys.primaryKey === null ? [] : [keys.primaryKey]), ...foreignKeys]),
    indexes: keys.indexes,
    sequences: columns.sequences,
    types: columns.types,
    columns: columns.origins,
    named: new Map<string, NamedBy>([
      ...keys.origins,
      ...[...origins].map(([key, { field, relation }]) => [key, { field, attribute: relation?.attribute ?? null }] as const),
    ]),
    clientDefaults: columns.clientDefaults,
    doubts: [...model.declared.doubts, ...columns.doubts, ...keys.doubts, ...doubts],
  };
}

/** A table as Prisma makes it: no partitions, triggers, policies or rules. */
export function plainTable(schema: string, name: string, columns: Table['columns'], constraints: Table['constraints']): Table {
  return {
    schema,
    name,
    columns,
    complete: true,
    constraints,
    triggers: [],
    policies: [],
    rules: [],
    rowSecurity: { enabled: false, forced: false },
    partitionBy: null,
    partitionOf: null,
    inherits: [],
    temporary: false,
    unlogged: false,
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

/** Whether the server would choose the same names for sequences again. */
function haveNames(sequences: readonly Sequence[], isTaken: (name: string) => boolean): boolean {
  const own = new Set<string>();
  return sequences.every(({ schema, name, ownedBy }) => {
    const table = ownedBy?.table.slice(schema.length + 1) ?? '';
    const free = freeName(table, ownedBy?.column ?? null, 'seq', (taken) => isTaken(taken) || own.has(taken));
    own.add(name);
    return free === name && objectId(schema, table) === ownedBy?.table;
  });
}
