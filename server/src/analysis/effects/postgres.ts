import type { FactTable } from './effect';
import { addColumnFacts } from './postgres/add-column';
import { changeTypeFacts } from './postgres/change-type';
import { columnFacts } from './postgres/columns';
import { constraintFacts } from './postgres/constraints';
import { dataFacts } from './postgres/data';
import { indexFacts } from './postgres/indexes';
import { objectFacts } from './postgres/objects';
import { partitionFacts } from './postgres/partitions';
import { sessionFacts } from './postgres/session';
import { tableFacts } from './postgres/tables';
import { triggerFacts } from './postgres/triggers';
import { typeFacts } from './postgres/types';
import { viewFacts } from './postgres/views';

/** What PostgreSQL 12 to 18 do for each kind of operation. A kind that is missing here does not compile. */
export const postgresFacts: FactTable = {
  ...tableFacts,
  ...addColumnFacts,
  ...columnFacts,
  ...changeTypeFacts,
  ...constraintFacts,
  ...partitionFacts,
  ...indexFacts,
  ...typeFacts,
  ...viewFacts,
  ...triggerFacts,
  ...objectFacts,
  ...dataFacts,
  ...sessionFacts,
};
