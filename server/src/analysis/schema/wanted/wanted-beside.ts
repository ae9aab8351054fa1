import { withDependents } from '../../catalog/build';
import type { Index, ObjectId, Sequence, Table } from '../../catalog/catalog';
import { LayeredMap } from '../../catalog/layered-map';
import type { ModelBlock, Schema } from '../schema';
import type { DeclaredField } from './declared-field';
import type { DeclaredModel } from './declared-model';
import type { NamedModel, SchemaNames } from './names-in-schema';
import { rememberedModel } from './remembered';
import type { Wanted } from './wanted';
import { namesOf } from './wanted-catalog';
import { type WantedTable, wantedTable } from './wanted-table';

/** What a schema asks for, without where it says so. */
export type WantedState = Omit<Wanted, 'origins' | 'clientDefaults'>;

/**
 * What `wantedCatalog` finds for a schema that differs from a known one, which is clear, in a few models, and in those in nothing but their
 * columns: all else is taken from there. Null where it cannot be told so.
 */
export function wantedBeside(schema: Schema, known: Wanted): WantedState | null {
  const before = namesOf(known);
  const edited = before === undefined || known.unresolved.length > 0 ? null : editedModels(schema, known.schema, before);
  if (before === undefined || edited === null) return null;
  // Nothing of what is remembered counts as looked at in this round: it is compared.
  const names: SchemaNames = { ...before, models: withModels(before.models, edited), round: Number.NaN, changed: null };
  const concerned = [...edited.values()];
  for (const model of before.models.values()) if (refersTo(model, edited)) concerned.push(model);
  if (isInRelationTable(known, concerned)) return null;
  let tables: LayeredMap<ObjectId, Table> = LayeredMap.over(known.catalog.tables);
  let indexes: LayeredMap<ObjectId, Index> = LayeredMap.over(known.catalog.indexes);
  let sequences: LayeredMap<ObjectId, Sequence> = LayeredMap.over(known.catalog.sequences);
  for (const model of concerned) {
    const wanted = sameButColumns(model, before, names, known);
    if (wanted === null) return null;
    tables = tables.with(wanted.id, wanted.table);
    for (const [id, index] of wanted.indexes) indexes = indexes.with(id, index);
    for (const [id, sequence] of wanted.sequences) sequences = sequences.with(id, sequence);
  }
  const { provider, catalog, relationMode, previewFeatures, schemas, extensions, unresolved } = known;
  const changed = withDependents({ ...catalog, tables, indexes, sequences });
  return { provider, schema, catalog: changed, relationMode, previewFeatures, schemas, extensions, unresolved };
}

/** The models whose text is another one, by name; null where anything else has changed. */
function editedModels(schema: Schema, known: Schema, names: SchemaNames): ReadonlyMap<string, NamedModel> | null {
  const edited = new Map<string, NamedModel>();
  if (schema.blocks.length !== known.blocks.length) return null;
  for (const [place, block] of schema.blocks.entries()) {
    const old = known.blocks[place];
    // A block that has only moved has its parts from before.
    if (block === old || (block.name !== null && block.name === old?.name)) continue;
    const model = block.kind === 'model' && old?.kind === 'model' ? namedAsBefore(block, old, names) : null;
    if (model === null) return null;
    edited.set(model.declared.name, model);
  }
  return edited;
}

/** Null where it may have another table, or other relations. */
function namedAsBefore(block: ModelBlock, old: ModelBlock, { models, flavour }: SchemaNames): NamedModel | null {
  const known = models.get(old.name?.text ?? '');
  if (known === undefined || known.block.name !== old.name || block.name?.text !== known.declared.name) return null;
  const declared = rememberedModel(block, block.name.text, flavour);
  const isSame =
    known.table.id !== null &&
    declared.table === known.declared.table &&
    declared.schema === known.declared.schema &&
    hasSameRelations(declared, known.declared);
  return isSame ? { block, declared, table: known.table } : null;
}

function hasSameRelations({ linked: own }: DeclaredModel, { linked: others }: DeclaredModel): boolean {
  return own.length === others.length && own.every((field, at) => isSameRelation(field, others[at]));
}

function isSameRelation({ field, relation }: DeclaredField, other: DeclaredField | undefined): boolean {
  return (
    other !== undefined &&
    field.name.text === other.field.name.text &&
    field.type?.name === other.field.type?.name &&
    (field.type?.arity === 'list') === (other.field.type?.arity === 'list') &&
    (relation === null || relation === undefined ? relation === other.relation : relation.name === other.relation?.name)
  );
}

function withModels(models: SchemaNames['models'], edited: ReadonlyMap<string, NamedModel>): SchemaNames['models'] {
  return [...edited].reduce((all, [name, model]) => all.with(name, model), LayeredMap.over(models));
}

/** Another model whose table depends on what an edited one says. */
function refersTo({ declared }: NamedModel, edited: ReadonlyMap<string, NamedModel>): boolean {
  return !edited.has(declared.name) && declared.links.some(({ type, isList }) => !isList && edited.has(type));
}

/** The tables of implicit relations are made from the keys of their models. */
function isInRelationTable({ origins }: Wanted, models: readonly NamedModel[]): boolean {
  const names = new Set(models.map(({ declared }) => declared.name));
  for (const origin of origins.tables.values()) {
    if (origin.type === 'relation' && origin.fields.some(({ model }) => names.has(model.name?.text ?? ''))) return true;
  }
  return false;
}

/** The table of a model; null where more of it is different than columns and constraints: it may take names that others had then. */
function sameButColumns(model: NamedModel, before: SchemaNames, names: SchemaNames, { catalog }: Wanted): WantedTable | null {
  const old = before.models.get(model.declared.name);
  const id = model.table.id;
  if (old === undefined || id === null) return null;
  let isKnown = true;
  // The sequences that the table has were free when it was made, and what is made before it has the same names as it had.
  const isTaken = (name: ObjectId): boolean => {
    isKnown &&= catalog.sequences.get(name)?.ownedBy?.table === id;
    return false;
  };
  const was = wantedTable(old, id, before, isTaken);
  const wanted = wantedTable(model, id, names, isTaken);
  const isSame =
    isKnown &&
    wanted.doubts.length === 0 &&
    wanted.types.size === 0 &&
    haveSameKeys(was.sequences, wanted.sequences) &&
    haveSameKeys(was.indexes, wanted.indexes) &&
    [...was.indexes].every(([name, { constraint }]) => constraint === wanted.indexes.get(name)?.constraint);
  return isSame ? wanted : null;
}

function haveSameKeys(a: ReadonlyMap<ObjectId, unknown>, b: ReadonlyMap<ObjectId, unknown>): boolean {
  const [own, others] = [[...a.keys()], [...b.keys()]];
  return own.length === others.length && own.every((key, at) => key === others[at]);
}
