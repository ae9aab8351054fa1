import { withDependents } from '../../catalog/build';
import type { Schema } from '../schema';
import { configurationOf } from './configuration';
import type { Flavour } from './flavours/flavour';
import { mysql } from './flavours/mysql';
import { postgres } from './flavours/postgres';
import { sqlite } from './flavours/sqlite';
import { type SchemaNames, schemaNames } from './names-in-schema';
import { enumOrigins } from './origins';
import type { Wanted, WantedProvider } from './wanted';
import { wantedObjects } from './wanted-objects';

const flavours: Readonly<Record<WantedProvider, Flavour>> = { postgresql: postgres, mysql, sqlite };

/**
 * The catalog that Prisma would make of a schema in an empty database. After an edit, tables and indexes that it does not concern are
 * the same objects as before. PostgreSQL's needs `prepareGrammar` to have finished: SQL inside the schema is read with it.
 */
export function wantedCatalog(schema: Schema, provider: WantedProvider): Wanted {
  const flavour = flavours[provider];
  const configuration = configurationOf(schema);
  const names = schemaNames(schema, configuration, flavour);
  const { tables, indexes, sequences, types, origins, unresolved, clientDefaults } = wantedObjects(names);
  const wanted: Wanted = {
    provider,
    schema,
    catalog: withDependents({
      schemas: new Set([flavour.defaultSchema, ...configuration.schemas]),
      extensions: new Set((configuration.extensions ?? []).map(({ name }) => name)),
      searchPath: [flavour.defaultSchema],
      tables,
      indexes,
      views: new Map(),
      sequences,
      types,
      functions: new Map(),
    }),
    origins: { tables: origins, enums: enumOrigins(names) },
    relationMode: configuration.relationMode ?? 'foreignKeys',
    previewFeatures: configuration.previewFeatures,
    schemas: configuration.schemas,
    extensions: configuration.extensions,
    unresolved,
    clientDefaults,
  };
  madeFrom.set(wanted, names);
  return wanted;
}

const madeFrom = new WeakMap<Wanted, SchemaNames>();

/** The names that a wanted catalog was made from; undefined for what `wantedCatalog` has not made. */
export function namesOf(wanted: Wanted): SchemaNames | undefined {
  return madeFrom.get(wanted);
}
