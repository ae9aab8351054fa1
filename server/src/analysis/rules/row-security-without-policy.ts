import { findTable } from '../catalog/resolve';
import { isHistoryKnown } from '../migration/history';
import { isInUse } from '../migration/in-use';
import { operationRule } from './rule';

export const rowSecurityWithoutPolicy = operationRule({
  id: 'row-security-without-policy',
  severity: 'warning',
  summary: 'Row security is switched on for a table without a policy, which hides every row.',
  help: 'Create the policies in the same migration, before ENABLE ROW LEVEL SECURITY.',
  speaks: 'sql',
  on: ['set-row-security'],
  detect: (operation, context) => {
    const table = findTable(context.beforeOperation, operation.table)?.id;
    if (
      table === undefined ||
      !isHistoryKnown(context) ||
      !isInUse(context, table) ||
      (operation.state !== 'enabled' && operation.state !== 'forced')
    )
      return [];
    const after = context.after.tables.get(table);
    if (after === undefined || after.policies.length > 0 || !after.rowSecurity.enabled) return [];
    const whom = after.rowSecurity.forced ? 'everyone' : 'all roles but its owner';
    return [
      { message: `Row security on ${context.names.relation(table)} without a policy hides every row from ${whom}.`, relation: table },
    ];
  },
});
