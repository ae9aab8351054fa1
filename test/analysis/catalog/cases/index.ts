import type { CatalogCase } from './case';
import { columns } from './columns';
import { constraints } from './constraints';
import { indexes } from './indexes';
import { objects } from './objects';
import { partitions } from './partitions';
import { schemas } from './schemas';
import { tables } from './tables';
import { types } from './types';
import { views } from './views';

export type { CatalogCase } from './case';

export const casesBySubject: Readonly<Record<string, readonly CatalogCase[]>> = {
  tables,
  columns,
  constraints,
  indexes,
  partitions,
  types,
  views,
  objects,
  schemas,
};

/** What every case starts with and ends with. */
export const publicSchema = 'schema public';
