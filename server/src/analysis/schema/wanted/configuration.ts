import { compareNames } from '../../catalog/diff/compare-names';
import { argumentValue, itemsOf, stringOf, stringsOf } from '../attributes';
import { isBroken } from '../position';
import type { ConfigurationBlock, Schema, Value } from '../schema';
import type { WantedExtension } from './wanted';

/** What the datasource and the generators say about the database. */
export interface Configuration {
  /** Null where it is half-typed: then all foreign keys are in doubt. */
  readonly relationMode: 'foreignKeys' | 'prisma' | null;
  readonly previewFeatures: ReadonlySet<string>;
  /** In order of their names, as Prisma takes them. */
  readonly schemas: readonly string[];
  /** In order of their names; null without the preview feature, and while they are half-typed. */
  readonly extensions: readonly WantedExtension[] | null;
}

export function configurationOf(schema: Schema): Configuration {
  const blocks = schema.blocks.flatMap((block) => (block.kind === 'datasource' || block.kind === 'generator' ? [block] : []));
  const datasource = blocks.find(({ kind }) => kind === 'datasource') ?? null;
  const previewFeatures = new Set(
    blocks.flatMap((block) => (block.kind === 'generator' ? (stringsOf(settingOf(block, 'previewFeatures')) ?? []) : [])),
  );
  return {
    relationMode: relationModeOf(datasource),
    previewFeatures,
    schemas: [...new Set(stringsOf(settingOf(datasource, 'schemas')) ?? [])].sort(compareNames),
    extensions: previewFeatures.has('postgresqlExtensions') ? extensionsOf(datasource) : null,
  };
}

function settingOf(block: ConfigurationBlock | null, name: string): Value | null {
  return block?.settings.find((setting) => setting.name.text === name)?.value ?? null;
}

/** `referentialIntegrity` is what `relationMode` was called in its preview. */
function relationModeOf(datasource: ConfigurationBlock | null): Configuration['relationMode'] {
  const mode = settingOf(datasource, 'relationMode') ?? settingOf(datasource, 'referentialIntegrity');
  if (mode === null) return 'foreignKeys';
  const text = stringOf(mode);
  return text === 'foreignKeys' || text === 'prisma' ? text : null;
}

/** `[pg_trgm, uuidOssp(map: "uuid-ossp", schema: "public", version: "1.1")]` */
function extensionsOf(datasource: ConfigurationBlock | null): readonly WantedExtension[] | null {
  if (datasource?.settings.some((setting) => setting.name.text === 'extensions' && isBroken(datasource, setting))) return null;
  const items = itemsOf(settingOf(datasource, 'extensions'));
  const named = items.flatMap((item) => (item.type === 'word' || item.type === 'call' ? [{ key: keyOf(item), item }] : []));
  return named.sort((a, b) => compareNames(a.key, b.key)).map(({ key, item }) => extensionOf(key, item));
}

function keyOf(item: Extract<Value, { type: 'word' | 'call' }>): string {
  return item.type === 'word' ? item.text : item.name;
}

function extensionOf(key: string, item: Value): WantedExtension {
  const text = (name: string) => (item.type === 'call' ? stringOf(argumentValue(item, name, null)) : null);
  return { name: text('map') ?? key, schema: text('schema'), version: text('version') };
}
