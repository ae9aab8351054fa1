import type { DropTable, MoveTable, RenameTable, SetTableOption } from '../../operation/table';
import type { ObjectId, Table } from '../catalog';
import { type CatalogDraft, put } from '../draft';
import { rename } from '../rename';
import { columnOf, findTable, resolveRelation } from '../resolve';
import { dropTable } from './drop';
import { renameIndex } from './indexes';
import { moveTable, moveView } from './move';
import { renameSequence } from './sequences';
import { relationExists } from './taken';
import { renameView } from './views';

export function applyDropTable(draft: CatalogDraft, operation: DropTable): void {
  const found = findTable(draft, operation.table);
  if (found !== null) dropTable(draft, found.id, operation.cascade);
}

/** `ALTER TABLE … RENAME TO` takes every kind of relation. */
export function applyRenameTable(draft: CatalogDraft, operation: RenameTable): void {
  const relation = resolveRelation(draft, operation.table);
  const to = operation.to.text;
  switch (relation?.kind) {
    case 'table':
      if (!relationExists(draft, relation.table.schema, to)) rename(draft, 'tables', relation.id, { ...relation.table, name: to });
      break;
    case 'view':
      renameView(draft, relation.view, to);
      break;
    case 'index':
      renameIndex(draft, relation.index, to);
      break;
    case 'sequence':
      renameSequence(draft, relation.sequence, to);
      break;
    case undefined:
  }
}

export function applyMoveTable(draft: CatalogDraft, operation: MoveTable): void {
  const relation = resolveRelation(draft, operation.table);
  const schema = operation.toSchema.text;
  if (relation?.kind === 'table') moveTable(draft, relation.id, schema);
  if (relation?.kind === 'view') moveView(draft, relation.id, schema);
}

export function applySetTableOption(draft: CatalogDraft, operation: SetTableOption): void {
  const found = findTable(draft, operation.table);
  if (found === null) return;
  const { id, table } = found;
  switch (operation.option) {
    case 'logged':
      put(draft, 'tables', { ...table, unlogged: false });
      break;
    case 'unlogged':
      put(draft, 'tables', { ...table, unlogged: true });
      break;
    case 'inherit':
    case 'no-inherit': {
      const parent = operation.other === null ? null : findTable(draft, operation.other);
      if (parent !== null) put(draft, 'tables', withParent(table, id, parent, operation.option === 'inherit'));
      break;
    }
    default:
    // The other options change storage, ownership or replication: nothing that a catalog records.
  }
}

/** INHERIT demands that the child has every column of the parent already. */
function withParent(table: Table, id: ObjectId, parent: { readonly id: ObjectId; readonly table: Table }, inherits: boolean): Table {
  const others = table.inherits.filter((other) => other !== parent.id);
  if (!inherits) return { ...table, inherits: others };
  const complete = parent.table.columns.every((column) => columnOf(table, column.name) !== null);
  return complete && parent.id !== id ? { ...table, inherits: [...others, parent.id] } : table;
}
