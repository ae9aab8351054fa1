import type { FactTable } from './effect';
import { addColumnFacts } from './postgres/add-column';
import { addConstraintFacts } from './postgres/add-constraint';
import { addKeyFacts } from './postgres/add-key';
import { changeTypeFacts } from './postgres/change-type';
import { columnFacts } from './postgres/columns';
import { constraintFacts } from './postgres/constraints';
import { createTableFacts } from './postgres/create-table';
import { dropColumnFacts } from './postgres/drop-column';
import { dropTableFacts } from './postgres/drop-table';
import { functionFacts } from './postgres/functions';
import { indexFacts } from './postgres/indexes';
import { maintenanceFacts } from './postgres/maintenance';
import { notNullFacts } from './postgres/not-null';
import { objectFacts } from './postgres/objects';
import { partitionFacts } from './postgres/partitions';
import { rowFacts } from './postgres/rows';
import { schemaFacts } from './postgres/schemas';
import { sequenceFacts } from './postgres/sequences';
import { sessionFacts } from './postgres/session';
import { tableOptionFacts } from './postgres/table-options';
import { triggerFacts } from './postgres/triggers';
import { typeFacts } from './postgres/types';
import { viewFacts } from './postgres/views';

/** What PostgreSQL 12 to 18 do for each kind of operation. A kind that is missing here does not compile. */
export const postgresFacts: FactTable = {
  ...createTableFacts,
  ...dropTableFacts,
  ...tableOptionFacts,
  ...addColumnFacts,
  ...dropColumnFacts,
  ...columnFacts,
  ...notNullFacts,
  ...changeTypeFacts,
  ...addKeyFacts,
  ...addConstraintFacts,
  ...constraintFacts,
  ...partitionFacts,
  ...indexFacts,
  ...typeFacts,
  ...viewFacts,
  ...triggerFacts,
  ...sequenceFacts,
  ...functionFacts,
  ...schemaFacts,
  ...objectFacts,
  ...rowFacts,
  ...maintenanceFacts,
  ...sessionFacts,
};
