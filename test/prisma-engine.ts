import type { SchemaFile } from '../server/src/analysis/schema/schema-text';
import { createEngine } from '../server/src/project/prisma-engine/engine';
import type { EngineProvider } from '../server/src/project/prisma-engine/offline-adapter';
import { readableSchema } from '../server/src/project/prisma-engine/readable-schema';

/** One schema: a text, or its files. */
export type SchemaFiles = string | readonly SchemaFile[];

const engine = createEngine();

/**
 * The SQL that Prisma's own engine writes to get from one schema to the other, without a database; throws what the engine says
 * where it refuses. From `empty` it begins with `CREATE SCHEMA IF NOT EXISTS "public"`, which a migration never has, because a
 * new database has it. No difference is the text `-- This is an empty migration.`.
 */
export async function engineDiff(
  from: SchemaFiles | 'empty',
  to: SchemaFiles | 'empty',
  provider: EngineProvider = 'postgresql',
): Promise<string> {
  const result = await engine.diff({ provider, from: readable(from), to: readable(to) });
  if (result.type !== 'sql') throw new Error(result.message);
  return result.sql;
}

/** Ends the engine's thread, which would keep nothing waiting but holds memory. */
export function closeEngine(): Promise<void> {
  return engine.close();
}

function readable(schema: SchemaFiles | 'empty'): readonly SchemaFile[] | 'empty' {
  if (schema === 'empty') return schema;
  const files = typeof schema === 'string' ? [{ path: 'schema.prisma', text: schema }] : schema;
  return files.map(({ path, text }) => ({ path, text: readableSchema(text) }));
}
