import { findTable } from '../catalog/resolve';
import { blockedDuring } from '../migration/blocking';
import { workedThrough } from '../migration/in-use';
import type { CheckConstraint } from '../operation/constraint';
import type { AddCheck, AddColumn } from '../operation/table';
import type { AlterDomain } from '../operation/type-operation';
import { quoted } from '../wording/wording';
import { operationRule } from './rule';

export const checkValidatesUnderLock = operationRule({
  id: 'check-validates-under-lock',
  severity: 'warning',
  summary: 'A CHECK is tested on every existing row while the table is locked.',
  help: 'Add it with NOT VALID, then VALIDATE CONSTRAINT in the next migration: that lets everyone read and write.',
  speaks: 'sql',
  on: ['add-check', 'add-column', 'alter-domain'],
  detect: (operation, context) => {
    const scanned = workedThrough(context, context.statement, context.effect);
    if (scanned.length === 0 || context.effect.rewrites.length > 0) return [];
    const table = operation.kind === 'alter-domain' ? undefined : findTable(context.beforeOperation, operation.table)?.id;
    const tables = table === undefined ? scanned : [table];
    const blocked = blockedDuring(context, context.statement, tables);
    if (blocked === null) return [];
    return testedChecks(operation).map((check) => ({
      message: `Checking every row blocks ${blocked}.`,
      ...(operation.kind === 'add-column' && { help: helpForColumn(operation.column.name.text) }),
      span: check.span,
      relation: tables[0] ?? null,
      column: operation.kind === 'add-column' ? operation.column.name.text : null,
    }));
  },
});

function testedChecks(operation: AddCheck | AddColumn | AlterDomain): readonly CheckConstraint[] {
  switch (operation.kind) {
    case 'add-check':
      return [operation.constraint];
    case 'alter-domain':
      return operation.change.action === 'add-check' ? [operation.change.constraint] : [];
    case 'add-column':
      return operation.column.constraints.flatMap((constraint) => (constraint.type === 'check' ? [constraint] : []));
  }
}

function helpForColumn(column: string): string {
  return `Add ${quoted(column)} without its CHECK, add the CHECK as a constraint NOT VALID, and VALIDATE it in the next migration.`;
}
