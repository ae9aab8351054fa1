import { blockedDuring } from '../migration/blocking';
import { inUse } from '../migration/in-use';
import type { OperationOf } from '../operation/operation';
import { operationRule } from './rule';

const kinds = ['set-table-option', 'set-generation-expression', 'cluster', 'vacuum'] as const;

export const tableRewritten = operationRule({
  id: 'table-rewritten',
  severity: 'warning',
  summary: 'A statement copies a table row by row while nobody can use it.',
  help: 'Run it in a quiet hour, outside of the migration, or do it online with pg_repack.',
  speaks: 'sql',
  on: kinds,
  detect: (operation, context) => {
    const tables = inUse(context, context.effect.rewrites);
    const blocked = blockedDuring(context, context.statement, tables);
    const [table] = tables;
    if (table === undefined || blocked === null) return [];
    return [{ message: `${described(operation)} copies every row and blocks ${blocked}.`, relation: table }];
  },
});

function described(operation: OperationOf<(typeof kinds)[number]>): string {
  switch (operation.kind) {
    case 'set-table-option':
      return `SET ${operation.option.replaceAll('-', ' ').toUpperCase()}`;
    case 'set-generation-expression':
      return 'SET EXPRESSION';
    case 'cluster':
      return 'CLUSTER';
    case 'vacuum':
      return 'VACUUM FULL';
  }
}
