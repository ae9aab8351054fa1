import type { Catalog } from '../../catalog/catalog';
import { describedCatalog } from '../../catalog/diff/described';
import { sightOf } from '../../catalog/diff/prisma-version';
import type { Wanted } from '../wanted/wanted';
import { createNames, quoted } from './names';
import { withWantedParts } from './wanted-parts';
import { nameEnum, writeEnum } from './write-enum';
import { createModels, writeModel } from './write-model';

/**
 * The catalog of a history as a Prisma schema, so that Prisma's engine can compare it with an edited one without a database. It says
 * what Prisma sees of a PostgreSQL database and nothing else. The names of models and fields are made up; those of the database
 * stand in `@map`. Objects come in the order in which Prisma lists those of a database, because its steps follow that order. What
 * the catalog does not know is taken to be as the schema wants it.
 */
export function writeDatamodel(history: Catalog, wanted: Wanted, prismaVersion: string | null): string {
  const { schemas, previewFeatures } = wanted;
  const seen = withWantedParts(describedCatalog(history, sightOf({ schemas, previewFeatures, prismaVersion })), wanted, prismaVersion);
  const names = createNames();
  const enums = [...seen.enums.values()].map((type) => nameEnum(type, names));
  const models = createModels(seen, enums, names);
  const place = (schema: string) => (schemas.length === 0 ? '' : `  @@schema(${quoted(schema)})\n`);
  return [
    header(history, wanted),
    ...enums.map((one) => writeEnum(one, place(one.type.schema))),
    ...models.map((model) => writeModel(model, models, place(model.table.schema))),
  ].join('\n');
}

function header(history: Catalog, { schemas, extensions, previewFeatures }: Wanted): string {
  const names = createNames();
  const existing = schemas.filter((name) => history.schemas.has(name));
  const listed = [...history.extensions].sort().map((name) => `${names.take(name)}(map: ${quoted(name)})`);
  const features = ['postgresqlExtensions', 'partialIndexes'].filter((feature) => previewFeatures.has(feature));
  return [
    'datasource db {',
    '  provider = "postgresql"',
    ...(existing.length === 0 ? [] : [`  schemas = [${existing.map(quoted).join(', ')}]`]),
    ...(extensions === null ? [] : [`  extensions = [${listed.join(', ')}]`]),
    '}',
    '',
    'generator client {',
    '  provider = "prisma-client-js"',
    `  previewFeatures = [${features.map(quoted).join(', ')}]`,
    '}',
    '',
  ].join('\n');
}
