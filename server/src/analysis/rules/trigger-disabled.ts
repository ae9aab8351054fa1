import { findTable } from '../catalog/resolve';
import type { PlacedOperation } from '../migration/migration';
import type { SetTriggerState } from '../operation/object';
import { quoted } from '../wording/wording';
import { operationRule } from './rule';

export const triggerDisabled = operationRule({
  id: 'trigger-disabled',
  severity: 'off',
  summary: 'Triggers are switched off, and not on again by the same migration.',
  help: 'Enable them again in the same transaction: what they guard is not guarded meanwhile, foreign keys included with ALL.',
  speaks: 'sql',
  on: ['set-trigger-state'],
  detect: (operation, context) => {
    const table = findTable(context.beforeOperation, operation.table)?.id;
    if (operation.enabled || table === undefined) return [];
    const index = context.statement.index;
    if (context.operationsOn(table).some((placed) => placed.statement.index > index && enablesAgain(placed, operation))) return [];
    const what = operation.trigger.type === 'one' ? `Trigger ${quoted(operation.trigger.name.text)}` : 'Every trigger';
    return [{ message: `${what} of ${context.names.relation(table)} stays switched off.`, relation: table }];
  },
});

function enablesAgain({ operation }: PlacedOperation, { trigger }: SetTriggerState): boolean {
  if (operation.kind !== 'set-trigger-state' || !operation.enabled) return false;
  if (operation.trigger.type === 'one') return trigger.type === 'one' && trigger.name.text === operation.trigger.name.text;
  return operation.trigger.type === 'all' || trigger.type !== 'all';
}
