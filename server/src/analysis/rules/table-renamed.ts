import type { ObjectId } from '../catalog/catalog';
import { resolveRelation } from '../catalog/resolve';
import type { Draft } from '../finding';
import type { MigrationContext } from '../migration/migration';
import type { Name } from '../operation/name';
import { quoted } from '../wording/wording';
import { operationRule } from './rule';

export const tableRenamed = operationRule({
  id: 'table-renamed',
  severity: 'warning',
  summary: 'A table, view or schema gets another name under an application that still uses the old one.',
  help: 'Keep the name in the database and rename the model only, with @@map: that needs no SQL. Or leave a view under the old name.',
  speaks: 'sql',
  on: ['rename-table', 'move-table', 'rename-view', 'move-view', 'rename-schema'],
  detect: (operation, context) => {
    if (operation.kind === 'rename-schema') return schemaRenamed(operation.schema.text, operation.to.text, context);
    const name: Name = 'table' in operation ? operation.table : operation.view;
    const id = resolveRelation(context.beforeOperation, name)?.id ?? null;
    if (id === null || context.isNew(id) || !existed(context, id) || isNameKept(context, id)) return [];
    const moved = 'toSchema' in operation;
    const to = quoted(moved ? operation.toSchema.text : operation.to.text);
    return [
      {
        message: `${moved ? 'Moving' : 'Renaming'} ${context.names.relation(id)} to ${to} breaks running code that uses the old name.`,
        help: moved
          ? `Move it together with the release that looks for it in ${to}, and leave a view under the old name until no old code runs.`
          : `Keep the name in the database and rename the model only, with @@map(${quoted(name.name)}): that needs no SQL. ` +
            'Or create a view of the old name in the same transaction, and drop it in a later release.',
        relation: id,
      },
    ];
  },
});

function existed(context: MigrationContext, id: ObjectId): boolean {
  return context.before.tables.has(id) || context.before.views.has(id);
}

/** Something else bears the old name when the migration is done: a view for old code, or the table that takes its place. */
function isNameKept(context: MigrationContext, id: ObjectId): boolean {
  return context.after.tables.has(id) || context.after.views.has(id);
}

function schemaRenamed(from: string, to: string, context: MigrationContext): readonly Draft[] {
  const inside = [...context.before.tables.values()].some((table) => table.schema === from);
  if (!inside) return [];
  return [{ message: `Renaming schema ${quoted(from)} to ${quoted(to)} breaks running code that uses the old name.` }];
}
