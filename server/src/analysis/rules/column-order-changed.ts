import type { ObjectId, Table } from '../catalog/catalog';
import { findTable, idForNew, objectId } from '../catalog/resolve';
import type { Draft } from '../finding';
import type { MigrationContext, PlacedOperation } from '../migration/migration';
import { movedField, type SchemaEdit } from '../migration/schema-edit';
import type { Names } from '../wording/names';
import type { MigrationRule } from './rule';

export const columnOrderChanged: MigrationRule = {
  id: 'column-order-changed',
  severity: 'information',
  scope: 'migration',
  summary: 'The columns of a table get another order, which changes nothing for Prisma.',
  help: 'Keep the table as it is: Prisma names every column that it reads or writes, so their order changes nothing for it.',
  speaks: 'everywhere',
  schemaHelp: 'No migration comes of it: Prisma names every column that it reads or writes. Order the fields as they read best.',
  detect: (context) => (context.edit === null ? replacedTables(context) : movedFields(context.edit, context.names)),
};

function replacedTables(context: MigrationContext): readonly Draft[] {
  return context.operations.flatMap((placed): readonly Draft[] => {
    const named = tableNamed(placed, context);
    const old = named === null || context.isNew(named.id) ? undefined : context.before.tables.get(named.id);
    if (named === null || old === undefined || !isReordered(old, named.table)) return [];
    return [
      {
        message: `${context.names.relation(named.id)} is replaced by a table with its columns in another order.`,
        statement: placed.statement.index,
        operation: placed.operation,
        relation: named.id,
      },
    ];
  });
}

/** The table that gets a name by this operation; null where it has the name already, as with IF NOT EXISTS. */
function tableNamed(
  { operation, before }: PlacedOperation,
  { after }: MigrationContext,
): { readonly id: ObjectId; readonly table: Table } | null {
  if (operation.kind === 'create-table') {
    const id = idForNew(before, operation.table);
    const table = before.tables.has(id) ? undefined : after.tables.get(id);
    return table === undefined ? null : { id, table };
  }
  const found = operation.kind === 'rename-table' ? findTable(before, operation.table) : null;
  return operation.kind !== 'rename-table' || found === null
    ? null
    : { id: objectId(found.table.schema, operation.to.text), table: found.table };
}

/** Whether both have the same columns, by name, and not in the same places. */
function isReordered(old: Table, replacement: Table): boolean {
  if (!old.complete || !replacement.complete || old.columns.length !== replacement.columns.length) return false;
  const names = old.columns.map(({ name }) => name);
  const present = new Set(replacement.columns.map(({ name }) => name));
  return names.every((name) => present.has(name)) && replacement.columns.some(({ name }, at) => name !== names[at]);
}

/** Told once, at the first one: whoever sorts the fields of all models does so on purpose. */
function movedFields(edit: SchemaEdit, names: Names): readonly Draft[] {
  for (const [table, origin] of edit.wanted.origins.tables) {
    const column = origin.type === 'model' ? movedField(edit, table, origin) : null;
    if (column === null) continue;
    return [
      {
        message: `Moving ${names.column(table, column)} changes nothing in the database, where columns stay put.`,
        subject: { type: 'column', table, column },
        relation: table,
        column,
      },
    ];
  }
  return [];
}
