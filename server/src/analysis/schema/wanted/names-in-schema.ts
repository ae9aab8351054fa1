import type { ObjectId } from '../../catalog/catalog';
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
  /** The candidates of each block by name, where it stands before them. */
  const taken = new Map<string, UnclearBlock>();
  const take = (block: Block, name: string, candidates: readonly ObjectId[]): boolean => {
    const twin = taken.get(name);
    const reason = `${name} is declared more than once.`;
    if (twin === undefined) taken.set(name, { at: block.start, reason, candidates });
    else unclear.push(twin, { at: block.start, reason, candidates });
    return twin === undefined;
  };
  for (const block of schema.blocks) {
    const name = block.name?.text ?? null;
    if (block.kind === 'datasource' || block.kind === 'generator') continue;
    if (block.kind === 'unknown' || name === null) {
      unclear.push({ at: block.start, reason: 'It is not clear what this declares.', candidates: [] });
    } else if (block.kind === 'model') {
      const declared = rememberedModel(block, name, flavour);
      const table = databaseName(declared.table, declared.schema, configuration, flavour);
      if (take(block, name, idsOf(table))) models.set(name, { block, declared, table });
    } else if (block.kind === 'enum') {
      const declared = rememberedEnum(block, name, flavour);
      const type = databaseName(declared.type, declared.schema, configuration, flavour);
      if (take(block, name, idsOf(type))) enums.set(name, { block, declared, type });
    } else {
      take(block, name, []);
      if (block.kind === 'view') views.add(name);
    }
  }
  const names = { flavour, configuration, models, enums, views, unclear };
  return { ...names, ...changesOf(names) };
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
