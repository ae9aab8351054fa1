import type { Table } from '../catalog/catalog';
import { findTable } from '../catalog/resolve';
import { blockedDuring } from '../migration/blocking';
import { buildsFromRows } from '../migration/in-use';
import type { CreateIndex } from '../operation/index-operation';
import { objectName, quoted } from '../wording/wording';
import { operationRule } from './rule';

export const indexBlocksWrites = operationRule({
  id: 'index-blocks-writes',
  severity: 'warning',
  summary: 'An index is built on a table in use while nobody can write to it.',
  help: 'Build it CONCURRENTLY, as the only statement of its migration.',
  speaks: 'everywhere',
  schemaHelp: 'Write the migration with `prisma migrate dev --create-only`, and leave CREATE INDEX CONCURRENTLY as its only statement.',
  on: ['create-index'],
  detect: (operation, context) => {
    if (!buildsFromRows(context)) return [];
    const found = findTable(context.beforeOperation, operation.table);
    if (found === null) return [];
    const blocked = blockedDuring(context, context.statement, [found.id]);
    if (blocked === null) return [];
    const name = operation.name === null ? 'an index' : context.names.part(found.id, operation.name.text);
    return [
      {
        message: `Building ${name} blocks ${blocked}.`,
        help: help(operation, found.table, objectName(found.id)),
        relation: found.id,
      },
    ];
  },
});

function help(operation: CreateIndex, table: Table, tableName: string): string {
  const create = operation.unique ? 'CREATE UNIQUE INDEX' : 'CREATE INDEX';
  if (table.partitionBy !== null) {
    return (
      `${create} … ON ONLY ${tableName} builds nothing. Then build one index CONCURRENTLY on each partition, alone in its migration, ` +
      'and attach each with ALTER INDEX … ATTACH PARTITION.'
    );
  }
  const name = operation.name === null ? '' : ` ${quoted(operation.name.text)}`;
  return (
    `Write ${create} CONCURRENTLY${name} ON ${tableName} … as the only statement of a migration of its own: ` +
    'beside another one it fails up to Prisma 7.3, which runs the file in a transaction.'
  );
}
