import type { Table } from './catalog';

/** A table of columns and constraints alone, as Prisma makes it: no partitions, triggers, policies or rules. */
export function plainTable(schema: string, name: string, columns: Table['columns'], constraints: Table['constraints']): Table {
  return {
    schema,
    name,
    columns,
    complete: true,
    constraints,
    triggers: [],
    policies: [],
    rules: [],
    rowSecurity: { enabled: false, forced: false },
    partitionBy: null,
    partitionOf: null,
    inherits: [],
    temporary: false,
    unlogged: false,
  };
}
