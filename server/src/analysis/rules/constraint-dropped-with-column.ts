import type { Catalog, ObjectId, Table } from '../catalog/catalog';
import { findTable, indexesOf } from '../catalog/resolve';
import { columnsIn, customObjectsOn } from '../migration/custom-objects';
import { isReplaced } from '../migration/rename-candidates';
import { listed } from '../wording/wording';
import { operationRule } from './rule';

export const constraintDroppedWithColumn = operationRule({
  id: 'constraint-dropped-with-column',
  severity: 'information',
  summary: 'Dropping a column silently drops an index or constraint over several columns.',
  help: 'If the other columns still need it, create it again without the dropped column.',
  speaks: 'everywhere',
  schemaHelp: 'If the other fields still need it, declare it again without this one.',
  on: ['drop-column'],
  detect: (operation, context) => {
    const found = findTable(context.beforeOperation, operation.table);
    if (found === null || context.isNew(found.id)) return [];
    const column = operation.column.text;
    // Where the column comes again, what is custom has a rule of its own: custom-object-dropped.
    const told = isReplaced(context, found.id, column) ? customObjectsOn(context.before, found.id, column) : [];
    const lost = [...lostConstraints(found.table, column), ...lostIndexes(context.beforeOperation, found.id, column)].filter(
      (name) => !told.includes(name),
    );
    if (lost.length === 0) return [];
    const message = `Dropping ${context.names.column(found.id, column)} also drops ${listed(lost.map((name) => context.names.part(found.id, name)))}.`;
    return [{ message, relation: found.id, column }];
  },
});

/** Those over other columns, too. The primary key has a rule of its own. */
function lostConstraints(table: Table, column: string): readonly string[] {
  return table.constraints.flatMap((constraint) => {
    if (constraint.type === 'primary-key' || constraint.type === 'not-null') return [];
    return constraint.columns.length > 1 && constraint.columns.includes(column) ? [constraint.name] : [];
  });
}

function lostIndexes(catalog: Catalog, table: ObjectId, column: string): readonly string[] {
  return indexesOf(catalog, table).flatMap((index) => {
    if (index.constraint !== null) return [];
    const columns = columnsIn(index);
    return columns.size > 1 && columns.has(column) ? [index.name] : [];
  });
}
