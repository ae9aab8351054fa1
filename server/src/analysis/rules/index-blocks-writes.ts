import type { ObjectId, Table } from '../catalog/catalog';
import { findTable, indexesOf } from '../catalog/resolve';
import { blockedDuring } from '../migration/blocking';
import { buildsFromRows } from '../migration/in-use';
import type { OperationContext } from '../migration/migration';
import type { CreateIndex } from '../operation/index-operation';
import { objectName, quoted } from '../wording/wording';
import { operationRule } from './rule';

export const indexBlocksWrites = operationRule({
  id: 'index-blocks-writes',
  severity: 'warning',
  summary: 'An index is built on a table in use while nobody can write to it.',
  help: 'Build it CONCURRENTLY, as the only statement of its migration.',
  speaks: 'everywhere',
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
        help: context.edit === null ? help(operation, found.table, objectName(found.id)) : schemaHelp(operation, found.id, context),
        relation: found.id,
      },
    ];
  },
});

/** In a schema the index may come with other changes, whose SQL would stand in the same migration. */
function schemaHelp(operation: CreateIndex, table: ObjectId, context: OperationContext): string {
  const name = operation.name?.text;
  const replaces = indexesOf(context.before, table).some((index) => index.name === name);
  return replaces
    ? 'Give the new index another name with map: and build it CONCURRENTLY in a migration of its own (`prisma migrate dev --create-only`); drop the old one CONCURRENTLY in the next.'
    : 'Make it in a migration of its own: `prisma migrate dev --create-only`, with CREATE INDEX CONCURRENTLY as the only statement.';
}

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
