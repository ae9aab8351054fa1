import { basename } from 'node:path';
import type { ConfigPath, Project } from './project';

const parts: Readonly<Record<ConfigPath, string>> = { schema: 'the schema', 'migrations.path': 'the migrations' };

/** Says that only running the configuration would tell where the project's parts are, and what is assumed; null where all is known. */
export function configNote({ config, schema, migrationsDirectory }: Project): string | null {
  if (config === null || config.computed.length === 0) return null;
  const computed = `${basename(config.file)} computes the path of ${config.computed.map((path) => parts[path]).join(' and ')}`;
  if (schema === null && migrationsDirectory === null) return `${computed}; nothing is in the usual places.`;
  return `${computed}; the usual places count instead.`;
}
