import type { ObjectId } from '../../catalog/catalog';
import { allDependentViews, objectId, referencesTo } from '../../catalog/resolve';
import type { DropSchema } from '../../operation/object';
import type { EffectContext, EffectParts, FactTable } from '../effect';
import { together } from '../merge';
import { fails, locking, quoted } from '../parts';
import { referencedBy } from './dependents';
import { source } from './source';

/** Schemas and extensions: what holds other objects. */
export const schemaFacts = {
  'create-schema': [
    {
      id: 'create-schema/new',
      effect: () => ({}),
      why: 'No table is touched.',
      source: source.schemas,
    },
  ],
  'drop-schema': [
    {
      id: 'drop-schema/not-empty',
      when: (operation, at) => !operation.cascade && !isEmpty(operation, at),
      effect: (operation) => fails('2BP01', 'certain', `schema "${operation.schema.text}" is not empty`),
      why: 'What is in the schema goes with CASCADE; without it the server refuses.',
      source: source.schemas,
    },
    {
      id: 'drop-schema/drops',
      effect: dropsContents,
      why: 'Everything in the schema goes, and with it the views and foreign keys elsewhere that use it.',
      source: source.schemas,
    },
  ],
  'rename-schema': [
    {
      id: 'rename-schema/instant',
      effect: () => ({}),
      why: 'Only the name in the catalog changes; no table is locked.',
      source: source.schemas,
    },
  ],
  'create-extension': [
    {
      id: 'create-extension/new',
      effect: () => ({}),
      why: 'No table is touched.',
      source: source.extensions,
    },
  ],
  'drop-extension': [
    {
      id: 'drop-extension/drops',
      effect: (operation, at) => {
        const tables = tablesWithTypeNamed(operation.extension.text, at);
        if (tables.length === 0) return {};
        if (!operation.cascade) return fails('2BP01', 'certain', `${tables.map(quoted).join(', ')} has a column of its type`);
        return locking('ACCESS EXCLUSIVE', tables);
      },
      why: 'CASCADE drops every column of the extension’s types; without it the server refuses while there is one.',
      source: source.extensions,
    },
  ],
  'alter-extension': [
    {
      id: 'alter-extension/instant',
      effect: () => ({}),
      why: 'No table is touched.',
      source: source.extensions,
    },
  ],
} satisfies Partial<FactTable>;

function isEmpty(operation: DropSchema, at: EffectContext): boolean {
  const { tables, views, sequences, types, functions } = at.before;
  const inSchema = (objects: ReadonlyMap<ObjectId, { readonly schema: string }>) =>
    [...objects.values()].some(({ schema }) => schema === operation.schema.text);
  return ![tables, views, sequences, types, functions].some(inSchema);
}

function dropsContents(operation: DropSchema, at: EffectContext): EffectParts {
  const inside = (objects: ReadonlyMap<ObjectId, { readonly schema: string; readonly name: string }>) =>
    [...objects.values()].filter(({ schema }) => schema === operation.schema.text).map(({ schema, name }) => objectId(schema, name));
  const relations = [...inside(at.before.tables), ...inside(at.before.views)];
  const views = relations.flatMap((id) => allDependentViews(at.before, id));
  const referencing = relations.flatMap((id) => referencesTo(at.before, id).map(({ table }) => table));
  const referenced = relations.flatMap((id) => {
    const table = at.before.tables.get(id);
    return table === undefined ? [] : referencedBy(table);
  });
  return together(locking('ACCESS EXCLUSIVE', [...relations, ...views, ...referencing, ...referenced]), {
    drops: [...new Set([...relations, ...views])],
  });
}

function tablesWithTypeNamed(name: string, at: EffectContext): readonly ObjectId[] {
  return [...at.before.tables].flatMap(([id, table]) => (table.columns.some(({ type }) => !type.user && type.name === name) ? [id] : []));
}
