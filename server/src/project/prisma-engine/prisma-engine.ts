import type { SchemaFile } from '../../analysis/schema/schema-text';
import type { ExternalObjects, Provider } from '../project';
import { providerNames } from '../support';
import type { Engine } from './engine';
import type { EngineProvider } from './offline-adapter';
import { readableSchema } from './readable-schema';
import { type SchemaMessage, schemaMessages } from './schema-messages';

/** The SQL that Prisma writes, empty where nothing is to be done; or why there is none, in a sentence. */
export type PrismaDiff =
  | { readonly ok: true; readonly sql: string }
  /** `invalid`: what is wrong with the schemas, where that is the reason. */
  | { readonly ok: false; readonly problem: string; readonly invalid: readonly SchemaMessage[] };

/** From one schema to another, by Prisma's own engine. `empty` is a new database; external objects are left as they are. */
export async function prismaDiff(
  engine: Engine,
  provider: Provider,
  from: readonly SchemaFile[] | 'empty',
  to: readonly SchemaFile[],
  external: ExternalObjects = { tables: [], enums: [] },
): Promise<PrismaDiff> {
  const supported = engineProvider(provider);
  if (supported === null) return unanswered(`Prisma's engine cannot compare ${providerNames[provider]} schemas on its own.`);
  const result = await engine.diff({
    provider: supported,
    from: from === 'empty' ? from : from.map(readable),
    to: to.map(readable),
    external,
  });
  switch (result.type) {
    case 'sql':
      return { ok: true, sql: migrationOf(result.sql, from === 'empty') };
    case 'refused':
      return { ok: false, problem: refusalOf(result.message), invalid: schemaMessages(result.message) };
    case 'failed':
      return unanswered(result.message);
  }
}

/**
 * What Prisma has to say about a schema: nothing about a valid one. Null without an answer: the engine fails, or it does not know the
 * native types of the provider.
 */
export async function validateSchema(
  engine: Engine,
  provider: Provider,
  files: readonly SchemaFile[],
): Promise<readonly SchemaMessage[] | null> {
  const supported = engineProvider(provider);
  if (supported === null) return null;
  const result = await engine.diff({ provider: supported, from: 'empty', to: files.map(readable) });
  switch (result.type) {
    case 'sql':
      return [];
    case 'refused':
      return schemaMessages(result.message);
    case 'failed':
      return null;
  }
}

/** MySQL and SQL Server need Prisma's native engine. CockroachDB is left out because nobody has compared it. */
function engineProvider(provider: Provider): EngineProvider | null {
  return provider === 'postgresql' || provider === 'sqlite' ? provider : null;
}

function unanswered(problem: string): PrismaDiff {
  return { ok: false, problem, invalid: [] };
}

function readable({ path, text }: SchemaFile): SchemaFile {
  return { path, text: readableSchema(text) };
}

/** A new database has its default schema already, which the engine does not know. */
function migrationOf(sql: string, fromEmpty: boolean): string {
  if (/^-- This is an empty migration\.\s*$/.test(sql)) return '';
  return fromEmpty ? sql.replace(/^-- CreateSchema\nCREATE SCHEMA IF NOT EXISTS "public";\n\n/, '') : sql;
}

function refusalOf(message: string): string {
  const [first] = schemaMessages(message);
  if (first === undefined) return `Prisma's engine refuses the schema: ${message.split('\n')[0]}`;
  return `Prisma does not accept the schema (${first.path}:${first.line + 1}): ${first.message}`;
}
