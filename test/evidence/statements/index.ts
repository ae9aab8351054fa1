import type { Evidence } from '../evidence';
import { addColumn, addColumnToParent } from './add-column';
import { alterColumn, alterColumnOfParent, virtualColumns } from './alter-column';
import { constraints, constraints18, constraintsThatFail } from './constraints';
import { data } from './data';
import { indexes, indexesConcurrently, partitionsConcurrently } from './indexes';
import { objects, outside } from './objects';
import { attachedIndexes, partitionShapes, partitions } from './partitions';
import { tables } from './tables';
import { triggers } from './triggers';
import { typeChangeDependents, typeChanges, typeChangesThatFail } from './type-changes';
import { domainsThatFail, types } from './types';
import { views } from './views';

/** Every statement that is tried, by subject. */
export const allEvidence: readonly Evidence[] = [
  addColumn,
  addColumnToParent,
  alterColumn,
  alterColumnOfParent,
  virtualColumns,
  typeChanges,
  typeChangeDependents,
  typeChangesThatFail,
  constraints,
  constraintsThatFail,
  constraints18,
  tables,
  partitions,
  partitionShapes,
  attachedIndexes,
  indexes,
  indexesConcurrently,
  partitionsConcurrently,
  types,
  domainsThatFail,
  views,
  triggers,
  objects,
  outside,
  data,
];
