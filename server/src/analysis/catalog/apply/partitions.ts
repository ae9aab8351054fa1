import type { AttachPartition, DetachPartition } from '../../operation/table';
import type { ObjectId } from '../catalog';
import { type CatalogDraft, put } from '../draft';
import { objectId } from '../references';
import { findTable, indexesOf } from '../resolve';
import { addPartitionForeignKey } from './add-constraint';
import { addPartOf, constraintTypeOf, planLike } from './add-index';
import { addTrigger } from './triggers';

export function applyAttachPartition(draft: CatalogDraft, operation: AttachPartition): void {
  const parent = findTable(draft, operation.table);
  const partition = findTable(draft, operation.partition);
  if (parent === null || partition === null || partition.table.partitionOf !== null || parent.id === partition.id) return;
  put(draft, 'tables', { ...partition.table, partitionOf: { parent: parent.id, bound: operation.bound } });
  inheritFromPartitioned(draft, partition.id, parent.id);
}

/** Gives a new partition its part of every index, foreign key and row trigger of its parent. */
export function inheritFromPartitioned(draft: CatalogDraft, partitionId: ObjectId, parentId: ObjectId): void {
  for (const index of indexesOf(draft, parentId)) {
    addPartOf(draft, partitionId, objectId(index.schema, index.name), planLike(index, constraintTypeOf(draft, index)));
  }
  for (const constraint of draft.tables.get(parentId)?.constraints ?? []) {
    if (constraint.type === 'foreign-key') addPartitionForeignKey(draft, partitionId, constraint);
  }
  for (const trigger of draft.tables.get(parentId)?.triggers ?? []) {
    if (trigger.forEachRow) addTrigger(draft, partitionId, trigger, false);
  }
}

/** A detached partition keeps its columns, indexes and constraints as its own. */
export function applyDetachPartition(draft: CatalogDraft, operation: DetachPartition): void {
  const parent = findTable(draft, operation.table);
  const partition = findTable(draft, operation.partition);
  if (parent === null || partition === null || partition.table.partitionOf?.parent !== parent.id) return;
  put(draft, 'tables', { ...partition.table, partitionOf: null });
  for (const index of indexesOf(draft, partition.id)) if (index.partOf !== null) put(draft, 'indexes', { ...index, partOf: null });
}
