import type { CreateView, DropView, MoveView, RefreshMaterializedView, RenameView, RenameViewColumn } from '../../operation/object';
import type { View } from '../catalog';
import { type CatalogDraft, put } from '../draft';
import { objectId } from '../references';
import { rename } from '../rename';
import { dependentViews, findView, relationAt, schemaForNew, temporarySchema } from '../resolve';
import { renamedIn } from '../stored-expression';
import { dropView } from './drop';
import { moveView } from './move';
import { addSchema } from './schemas';
import { relationExists } from './taken';
import { viewDependencies } from './view-dependencies';

export function applyCreateView(draft: CatalogDraft, operation: CreateView): void {
  const { name } = operation.view;
  const schema = operation.temporary ? temporarySchema : schemaForNew(draft, operation.view.schema);
  const existing = relationAt(draft, objectId(schema, name));
  if (existing !== null && !(operation.orReplace && existing.kind === 'view' && !existing.view.materialized)) return;
  addSchema(draft, schema);
  put(draft, 'views', {
    schema,
    name,
    materialized: operation.materialized,
    populated: operation.materialized && operation.withData,
    columns: operation.columns,
    complete: !operation.moreColumns,
    dependsOn: viewDependencies(draft, operation.query),
  });
}

export function applyDropView(draft: CatalogDraft, operation: DropView): void {
  const found = findView(draft, operation.view);
  if (found !== null && found.view.materialized === operation.materialized) dropView(draft, found.id, operation.cascade);
}

export function applyRenameView(draft: CatalogDraft, operation: RenameView): void {
  const found = findView(draft, operation.view);
  if (found !== null) renameView(draft, found.view, operation.to.text);
}

export function renameView(draft: CatalogDraft, view: View, to: string): void {
  if (!relationExists(draft, view.schema, to)) rename(draft, 'views', objectId(view.schema, view.name), { ...view, name: to });
}

export function applyMoveView(draft: CatalogDraft, operation: MoveView): void {
  const found = findView(draft, operation.view);
  if (found !== null) moveView(draft, found.id, operation.toSchema.text);
}

export function applyRenameViewColumn(draft: CatalogDraft, operation: RenameViewColumn): void {
  const found = findView(draft, operation.view);
  if (found === null) return;
  const from = operation.column.text;
  const to = operation.to.text;
  put(draft, 'views', { ...found.view, columns: renamedIn(found.view.columns, from, to) });
  for (const id of dependentViews(draft, found.id, from)) {
    const above = draft.views.get(id);
    if (above === undefined) continue;
    const dependsOn = above.dependsOn.map((use) =>
      use.relation === found.id && use.columns !== null ? { ...use, columns: renamedIn(use.columns, from, to) } : use,
    );
    put(draft, 'views', { ...above, dependsOn });
  }
}

export function applyRefreshMaterializedView(draft: CatalogDraft, operation: RefreshMaterializedView): void {
  const found = findView(draft, operation.view);
  if (found?.view.materialized) put(draft, 'views', { ...found.view, populated: operation.withData });
}
