import type { ObjectId } from '../../catalog/catalog';
import { allDependentViews, findView, idForNew, indexesOf, objectId, resolveRelation, temporarySchema } from '../../catalog/resolve';
import type { Name } from '../../operation/name';
import type { CreateView, DropView, RefreshMaterializedView } from '../../operation/object';
import type { EffectContext, EffectParts, FactTable } from '../effect';
import type { LockMode } from '../lock-mode';
import { together } from '../merge';
import { fails, idOfIndex, locking } from '../parts';
import { droppingUnder } from './dependents';
import { accessOf, mentionedBy } from './queries';
import { source } from './source';

/** Views and materialized views. */
export const viewFacts = {
  'create-view': [
    {
      id: 'create-view/loses-columns',
      aspect: 'columns',
      when: losesColumns,
      effect: (operation) => fails('42P16', 'certain', `view "${operation.view.name}" would lose or rename a column`),
      why: 'OR REPLACE may only append columns: the old ones must come first, with their names.',
      source: source.createView,
    },
    {
      id: 'create-view/replaces',
      aspect: 'view',
      when: (operation, at) => operation.orReplace && findView(at.before, operation.view) !== null,
      effect: (operation, at) => locksView('ACCESS EXCLUSIVE', operation.view, at),
      why: 'Readers of the view wait for a moment.',
      source: source.createView,
    },
    {
      id: 'create-view/new',
      aspect: 'view',
      effect: (operation, at) => ({
        creates: [operation.temporary ? objectId(temporarySchema, operation.view.name) : idForNew(at.before, operation.view)],
      }),
      why: 'Nobody uses a view that is new.',
      source: source.createView,
    },
    {
      id: 'create-view/materialized',
      when: ({ materialized, withData }) => materialized && withData,
      effect: (operation, at) => together(accessOf(operation.query, at), { grows: true }),
      why: 'The query runs and its rows are stored.',
      source: source.materializedViews,
    },
    {
      id: 'create-view/definition',
      effect: (operation, at) => (operation.materialized ? accessOf(operation.query, at) : mentionedBy(operation.query, at)),
      why: 'The tables are only looked up.',
      source: source.createView,
    },
  ],
  'drop-view': [
    {
      id: 'drop-view/dependents',
      aspect: 'dependents',
      when: (operation, at) => dependentsOfView(operation, at).relations.length > 0,
      effect: (operation, at) => droppingUnder(dependentsOfView(operation, at), operation.cascade, `view "${operation.view.name}"`),
      why: 'Views on the view go with CASCADE; without it the server refuses.',
      source: source.dropView,
    },
    {
      id: 'drop-view/drops',
      effect: (operation, at) => {
        const found = findView(at.before, operation.view);
        return found === null ? {} : { locks: new Map([[found.id, 'ACCESS EXCLUSIVE']]), drops: [found.id] };
      },
      why: 'Readers of the view wait until it is gone.',
      source: source.dropView,
    },
  ],
  'rename-view': [
    {
      id: 'rename-view/instant',
      effect: (operation, at) => locksView('ACCESS EXCLUSIVE', operation.view, at),
      why: 'Only the name in the catalog changes.',
      source: source.alterView,
    },
  ],
  'move-view': [
    {
      id: 'move-view/instant',
      effect: (operation, at) => locksView('ACCESS EXCLUSIVE', operation.view, at),
      why: 'Only the catalog changes.',
      source: source.alterView,
    },
  ],
  'rename-view-column': [
    {
      id: 'rename-view-column/instant',
      effect: (operation, at) => locksView('ACCESS EXCLUSIVE', operation.view, at),
      why: 'Only the name in the catalog changes.',
      source: source.alterView,
    },
  ],
  'alter-view': [
    {
      id: 'alter-view/instant',
      effect: (operation, at) => locksView('ACCESS EXCLUSIVE', operation.view, at),
      why: 'Only the catalog changes.',
      source: source.alterView,
    },
  ],
  'refresh-materialized-view': [
    {
      id: 'refresh-materialized-view/concurrently-without-key',
      aspect: 'refused',
      when: (operation, at) => operation.concurrently && !hasUniqueIndex(operation, at),
      effect: () => fails('55000', 'certain', 'the view has no unique index without a condition'),
      why: 'CONCURRENTLY compares old and new rows by a unique index over plain columns.',
      source: source.refresh,
    },
    {
      id: 'refresh-materialized-view/concurrently',
      when: ({ concurrently }) => concurrently,
      effect: (operation, at) => together(comparesRows(operation, at), readsBase(operation, at), { grows: true }),
      why: 'The query runs and only rows that differ are changed: readers go on.',
      source: source.refresh,
    },
    {
      id: 'refresh-materialized-view/empties',
      when: ({ withData }) => !withData,
      effect: replaces,
      why: 'The view is emptied and cannot be read until it is filled again.',
      source: source.refresh,
    },
    {
      id: 'refresh-materialized-view/blocks',
      effect: (operation, at) => together(replaces(operation, at), readsBase(operation, at), { grows: true }),
      why: 'The query runs while readers of the view wait.',
      source: source.refresh,
    },
  ],
} satisfies Partial<FactTable>;

/** Whether the new columns do not begin with the old ones; false where not all are known. */
function losesColumns(operation: CreateView, at: EffectContext): boolean {
  const view = operation.orReplace ? findView(at.before, operation.view)?.view : undefined;
  if (view === undefined || !view.complete || operation.moreColumns) return false;
  return view.columns.some((column, position) => operation.columns[position] !== column);
}

function locksView(mode: LockMode, name: Name, at: EffectContext): EffectParts {
  const found = resolveRelation(at.before, name);
  return found?.kind === 'view' || found?.kind === 'table' ? locking(mode, [found.id]) : {};
}

function dependentsOfView(operation: DropView, at: EffectContext) {
  const found = findView(at.before, operation.view);
  const gone = new Set(operation.together.flatMap((name) => findView(at.before, name)?.id ?? []));
  const views = found === null ? [] : allDependentViews(at.before, found.id).filter((view) => !gone.has(view));
  return { relations: views, views };
}

function hasUniqueIndex(operation: RefreshMaterializedView, at: EffectContext): boolean {
  const found = findView(at.before, operation.view);
  return (
    found === null ||
    indexesOf(at.before, found.id).some(
      (index) => index.unique && index.where === null && index.keys.every(({ type }) => type === 'column'),
    )
  );
}

/** The view gets a new file, and with it new indexes. */
function replaces(operation: RefreshMaterializedView, at: EffectContext): EffectParts {
  const found = findView(at.before, operation.view);
  if (found === null) return {};
  return {
    locks: new Map([[found.id, 'ACCESS EXCLUSIVE']]),
    rewrites: [found.id],
    reindexes: indexesOf(at.before, found.id).map(idOfIndex),
  };
}

/** Old and new rows are joined to find the differences. */
function comparesRows(operation: RefreshMaterializedView, at: EffectContext): EffectParts {
  const found = findView(at.before, operation.view);
  return found === null ? {} : { locks: new Map([[found.id, 'EXCLUSIVE']]), scans: [found.id] };
}

function readsBase(operation: RefreshMaterializedView, at: EffectContext): EffectParts {
  const found = findView(at.before, operation.view);
  if (found === null) return {};
  const bases = found.view.dependsOn.flatMap(({ relation }) => relationsBehind(relation, at));
  return locking('ACCESS SHARE', bases);
}

function relationsBehind(id: ObjectId, at: EffectContext): readonly ObjectId[] {
  const view = at.before.views.get(id);
  if (view === undefined || view.materialized) return [id];
  return [id, ...view.dependsOn.flatMap(({ relation }) => (relation === id ? [] : relationsBehind(relation, at)))];
}
