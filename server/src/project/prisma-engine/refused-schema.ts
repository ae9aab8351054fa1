import { relative } from 'node:path';
import type { SchemaText } from '../../analysis/schema/schema-text';
import type { Project } from '../project';
import type { Engine } from './engine';
import { validateSchema } from './prisma-engine';

/**
 * Why Prisma would not take a schema that something is to be written from: its own words, each with its place. Null for a valid one, and
 * where the engine gives no answer: then what Lockstep reads itself has to do.
 */
export async function refusedSchema(engine: Engine, { provider, root }: Project, { files }: SchemaText): Promise<string | null> {
  const messages = provider === null ? null : await validateSchema(engine, provider, files);
  if (messages === null || messages.length === 0) return null;
  const lines = messages.map(({ path, line, message }) => `${relative(root, path)}:${line + 1}: ${message}`);
  return `Prisma does not accept the schema, so nothing is written.\n${lines.join('\n')}`;
}
