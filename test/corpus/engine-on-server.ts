import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { Client } from 'pg';
import type { SchemaFile } from '../../server/src/analysis/schema/schema-text';
import { readableSchema } from '../../server/src/project/prisma-engine/readable-schema';
import { hearPanics, loadEngine, type SchemaEngine } from '../../server/src/project/prisma-engine/wasm';
import { serverAdapter } from './server-adapter';

/** The engine lives once in a process: a second one would take the place of the first. */
let startEngine: ReturnType<typeof loadEngine> | undefined;

/** What Prisma's own engine writes to get from the database that the client is connected to, as it stands, to the schema. */
export async function driftOnServer(client: Client, files: readonly SchemaFile[]): Promise<string> {
  // A server spells points in time as of its own zone; the schemas of the corpus that hold such defaults were read from one in this.
  await client.query("SET TimeZone = 'Etc/GMT+7'");
  const engine = await engineOn(client);
  const contents = files.map(({ path, text }) => ({ path, content: readableSchema(text) }));
  const { stdout } = await engine.diff({
    from: { tag: 'schemaDatasource', files: contents, configDir: '/' },
    to: { tag: 'schemaDatamodel', files: contents },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return stdout ?? '';
}

/** Prisma's own engine on the database that the client is connected to. */
export function engineOn(client: Client): Promise<SchemaEngine> {
  return engineWith(serverAdapter(client));
}

export function engineWith(adapter: SqlMigrationAwareDriverAdapterFactory): Promise<SchemaEngine> {
  hearPanics((message) => console.error(`Prisma's engine: ${message}`));
  startEngine ??= loadEngine(installedWasm());
  return startEngine(adapter);
}

function installedWasm(): string {
  return join(dirname(createRequire(__filename).resolve('@prisma/schema-engine-wasm')), 'schema_engine_bg.wasm');
}
