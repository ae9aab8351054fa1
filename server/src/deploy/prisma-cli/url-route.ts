import { basename, relative } from 'node:path';
import { readSchema } from '../../analysis/schema/read';
import type { ConfigurationBlock, Value } from '../../analysis/schema/schema';
import type { Project } from '../../project/project';
import { readText } from '../../project/read-files';

/** Where the CLI takes its connection URL from, as far as the schema's datasource tells. */
export type SchemaRoute =
  /** `url` and, where it is there, `directUrl`, which migrations prefer. */
  | { readonly type: 'variables'; readonly names: readonly string[]; readonly place: string }
  /** A secret. */
  | { readonly type: 'literals'; readonly urls: readonly string[]; readonly place: string }
  /** The schema names none, as with Prisma 7. */
  | { readonly type: 'none' }
  | { readonly type: 'unreadable'; readonly place: string };

/** Reads `url` and `directUrl` of the schema's datasource. */
export function schemaRoute({ root, schemaFiles }: Project): SchemaRoute {
  for (const file of schemaFiles) {
    const datasource = readSchema(readText(file) ?? '').blocks.find(isDatasource);
    if (datasource === undefined) continue;
    const written = ['url', 'directUrl'].flatMap((key) => datasource.settings.filter(({ name }) => name.text === key));
    const place = relative(root, file) || basename(file);
    if (written.length === 0) return { type: 'none' };
    const names = written.flatMap(({ value }) => variableIn(value) ?? []);
    if (names.length === written.length) return { type: 'variables', names, place };
    const urls = written.flatMap(({ value }) => (value.type === 'string' ? [value.value] : []));
    return urls.length === written.length ? { type: 'literals', urls, place } : { type: 'unreadable', place };
  }
  return { type: 'none' };
}

function isDatasource(block: { readonly kind: string }): block is ConfigurationBlock & { readonly kind: 'datasource' } {
  return block.kind === 'datasource';
}

/** `env("DATABASE_URL")`. */
function variableIn(value: Value): string | null {
  const argument = value.type === 'call' && value.name === 'env' ? value.arguments[0]?.value : undefined;
  return argument?.type === 'string' ? argument.value : null;
}
