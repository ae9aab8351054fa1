import type { ObjectId } from '../../catalog/catalog';
import { sameNames } from '../../catalog/diff/compare-names';
import { objectId } from '../../catalog/references';
import type { Block, EnumBlock, ModelBlock, Schema } from '../schema';
import type { Configuration } from './configuration';
import type { DeclaredEnum } from './declared-enum';
import type { DeclaredModel } from './declared-model';
import type { DeclaredNames } from './declared-names';
import type { Flavour } from './flavours/flavour';
import { changesOf, type NameChanges } from './name-changes';
import { rememberedEnum, rememberedModel } from './remembered';

/** What the names of a schema stand for. */
export interface SchemaNames extends NameChanges {
  readonly flavour: Flavour;
  readonly configuration: Configuration;
  /** By name, in the order of the text; of several with one name the first. */
  readonly models: ReadonlyMap<string, NamedModel>;
  readonly enums: ReadonlyMap<string, NamedEnum>;
  /** A field of a view's type makes no column. */
  readonly views: ReadonlySet<string>;
  /** Blocks without a name, blocks whose name another one has too, and text that may become a block. */
  readonly unclear: readonly UnclearBlock[];
}

export interface NamedModel {
  readonly block: ModelBlock;
  readonly declared: DeclaredModel;
  readonly table: DatabaseName;
}

export interface NamedEnum {
  readonly block: EnumBlock;
  readonly declared: DeclaredEnum;
  readonly type: DatabaseName;
}

/** Which table or type of the database a block stands for. */
export interface DatabaseName {
  readonly schema: string;
  readonly name: string;
  /** Null where it is not clear; `candidates` are those that it may be then, none where it may be any. */
  readonly id: ObjectId | null;
  readonly candidates: readonly ObjectId[];
}

export interface UnclearBlock {
  /** Absolute. */
  readonly at: number;
  readonly reason: string;
  readonly candidates: readonly ObjectId[];
}

export function schemaNames(schema: Schema, configuration: Configuration, flavour: Flavour): SchemaNames {
  const models = new Map<string, NamedModel>();
  const enums = new Map<string, NamedEnum>();
  const views = new Set<string>();
  const unclear: UnclearBlock[] = [];
  /** Views and composite types. */
  const others = new Map<string, Block>();
  const firstOf = (name: string, reason: string): UnclearBlock | null => {
    const [model, type, other] = [models.get(name), enums.get(name), others.get(name)];
    if (model !== undefined) return { at: model.block.start, reason, candidates: idsOf(model.table) };
    if (type !== undefined) return { at: type.block.start, reason, candidates: idsOf(type.type) };
    return other === undefined ? null : { at: other.start, reason, candidates: [] };
  };
  const isTwin = (block: Block, name: string, stands: DatabaseName | null): boolean => {
    if (!models.has(name) && !enums.has(name) && !others.has(name)) return false;
    const reason = `${name} is declared more than once.`;
    const first = firstOf(name, reason);
    if (first !== null) unclear.push(first, { at: block.start, reason, candidates: stands === null ? [] : idsOf(stands) });
    return true;
  };
  for (const block of schema.blocks) {
    const name = block.name?.text ?? null;
    if (block.kind === 'datasource' || block.kind === 'generator') continue;
    if (block.kind === 'unknown' || name === null) {
      unclear.push({ at: block.start, reason: 'It is not clear what this declares.', candidates: [] });
    } else if (block.kind === 'model') {
      const declared = rememberedModel(block, name, flavour);
      const table = tableOf(declared, configuration, flavour);
      if (!isTwin(block, name, table)) models.set(name, { block, declared, table });
    } else if (block.kind === 'enum') {
      const declared = rememberedEnum(block, name, flavour);
      const type = databaseName(declared.type, declared.schema, configuration, flavour);
      if (!isTwin(block, name, type)) enums.set(name, { block, declared, type });
    } else {
      if (!isTwin(block, name, null)) others.set(name, block);
      if (block.kind === 'view') views.add(name);
    }
  }
  const names = { flavour, configuration, models, enums, views, unclear };
  return { ...names, ...changesOf(names) };
}

/** Most models are the same objects from one keystroke to the next, and the schemas of the datasource almost always the same. */
const tables = new WeakMap<DeclaredModel, NamedTable>();

interface NamedTable {
  readonly schemas: readonly string[];
  readonly flavour: Flavour;
  readonly table: DatabaseName;
}

function tableOf(declared: DeclaredModel, configuration: Configuration, flavour: Flavour): DatabaseName {
  const { schemas } = configuration;
  const known = tables.get(declared);
  if (known !== undefined && known.flavour === flavour && sameNames(known.schemas, schemas)) return known.table;
  const table = databaseName(declared.table, declared.schema, configuration, flavour);
  tables.set(declared, { schemas, flavour, table });
  return table;
}

/** The tables or types that a block may stand for; none where it may be any. */
export function idsOf({ id, candidates }: DatabaseName): readonly ObjectId[] {
  return id === null ? candidates : [id];
}

/**
 * With `schemas` in the datasource every block needs `@@schema`, without it none may have one. What contradicts that may be in
 * any of them.
 */
function databaseName(
  name: string | null,
  written: DeclaredNames['schema'],
  { schemas }: Configuration,
  { defaultSchema, provider }: Flavour,
): DatabaseName {
  if (name === null) return { schema: defaultSchema, name: '', id: null, candidates: [] };
  if (provider !== 'postgresql' || (schemas.length === 0 && written === null)) return clear(defaultSchema, name);
  if (typeof written === 'string' && schemas.includes(written)) return clear(written, name);
  const possible = [...new Set([defaultSchema, ...schemas, ...(typeof written === 'string' ? [written] : [])])];
  return { schema: defaultSchema, name, id: null, candidates: possible.map((schema) => objectId(schema, name)) };
}

function clear(schema: string, name: string): DatabaseName {
  return { schema, name, id: objectId(schema, name), candidates: [] };
}
