import { findTable } from '../catalog/resolve';
import { blockedDuring } from '../migration/blocking';
import { workedThrough } from '../migration/in-use';
import { listed } from '../wording/wording';
import { operationRule } from './rule';

export const partitionAttachScans = operationRule({
  id: 'partition-attach-scans',
  severity: 'warning',
  summary: 'Attaching a partition scans rows while the scanned table is locked.',
  help: 'Add a CHECK that says the same as the bound NOT VALID, VALIDATE it in the next migration, then attach: the check spares the scan.',
  speaks: 'sql',
  on: ['attach-partition'],
  detect: (operation, context) => {
    const scanned = workedThrough(context, context.statement, context.effect);
    const blocked = blockedDuring(context, context.statement, scanned);
    if (blocked === null) return [];
    const partition = findTable(context.beforeOperation, operation.partition)?.id ?? null;
    const name = partition === null ? 'a partition' : context.names.relation(partition);
    return [
      {
        message: `Attaching ${name} scans ${listed(scanned.map(context.names.relation))} and blocks ${blocked}.`,
        relation: partition,
      },
    ];
  },
});
