import type { MigrationAnalysis } from '../../server/src/analysis/analyze';
import type { Operation } from '../../server/src/analysis/operation/operation';

/**
 * Whether a migration only adds: tables, types, extensions, schemas, optional or constant-default columns of existing tables,
 * and indexes and constraints of the tables that it creates itself.
 */
export function isPurelyAdditive({ statements }: Pick<MigrationAnalysis, 'statements'>): boolean {
  const created = new Set<string>();
  return (
    statements.length > 0 &&
    statements.every(({ kind, operations }) => kind !== 'invalid' && operations.every((operation) => adds(operation, created)))
  );
}

function adds(operation: Operation, created: Set<string>): boolean {
  if (operation.conditional) return false;
  switch (operation.kind) {
    case 'create-table':
      created.add(operation.table.name);
      return operation.query === null && operation.partitionOf === null && operation.inherits.length === 0;
    case 'create-enum':
    case 'create-domain':
    case 'create-type':
    case 'create-extension':
    case 'create-schema':
      return true;
    case 'add-column': {
      if (created.has(operation.table.name)) return true;
      const { type, constraints, identity, generated, notNull } = operation.column;
      if (constraints.length > 0 || identity !== null || generated !== null || type?.name.includes('serial') === true) return false;
      const value = operation.column.default;
      return value === null ? !notNull : value.constant !== null && (value.constant.value !== null || !notNull);
    }
    case 'create-index':
    case 'add-primary-key':
    case 'add-unique':
    case 'add-foreign-key':
    case 'add-check':
      return created.has(operation.table.name);
    default:
      return false;
  }
}
