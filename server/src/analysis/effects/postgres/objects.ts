import type { ObjectId } from '../../catalog/catalog';
import { allDependentViews, findFunction, findTable, objectId, referencesTo, resolveRelation, tablesCalling } from '../../catalog/resolve';
import type { Name } from '../../operation/name';
import type { DropFunction, DropSchema, DropSequence } from '../../operation/object';
import type { EffectContext, EffectParts, FactTable } from '../effect';
import { together } from '../merge';
import { fails, locking, quoted } from '../parts';
import { referencedBy } from './dependents';
import { source } from './source';

/** Sequences, functions, schemas, extensions and what else has a name. */
export const objectFacts = {
  'create-sequence': [
    {
      id: 'create-sequence/new',
      effect: (operation, at) => ownerRead(operation.ownedBy?.table ?? null, at),
      why: 'No table is touched; a table that is to own it is only looked up.',
      source: source.sequences,
    },
  ],
  'alter-sequence': [
    {
      id: 'alter-sequence/instant',
      effect: (operation, at) => ownerRead(operation.ownedBy?.table ?? null, at),
      why: 'Only the sequence is locked; a table that is to own it is only looked up.',
      source: source.sequences,
    },
  ],
  'drop-sequence': [
    {
      id: 'drop-sequence/in-use',
      when: (operation, at) => tablesDrawingFrom(operation, at).length > 0 && !operation.cascade,
      effect: (operation, at) =>
        fails('2BP01', 'certain', `${tablesDrawingFrom(operation, at).map(quoted).join(', ')} draws its default from the sequence`),
      why: 'A default that draws from it goes with CASCADE; without it the server refuses.',
      source: source.dependencies,
    },
    {
      id: 'drop-sequence/cascade',
      when: (operation, at) => tablesDrawingFrom(operation, at).length > 0,
      effect: (operation, at) => locking('ACCESS EXCLUSIVE', tablesDrawingFrom(operation, at)),
      why: 'CASCADE drops the defaults that draw from it, which locks their tables.',
      source: source.dependencies,
    },
    {
      id: 'drop-sequence/unused',
      effect: () => ({}),
      why: 'No table uses it.',
      source: source.sequences,
    },
  ],
  'rename-sequence': [
    {
      id: 'rename-sequence/instant',
      effect: () => ({}),
      why: 'Only the name in the catalog changes.',
      source: source.sequences,
    },
  ],
  'create-function': [
    {
      id: 'create-function/instant',
      effect: () => ({}),
      why: 'No table is touched.',
      source: source.createFunction,
    },
  ],
  'drop-function': [
    {
      id: 'drop-function/in-use',
      when: (operation, at) => tablesWithTriggersOf(operation, at).length > 0 && !operation.cascade,
      effect: (operation, at) =>
        fails('2BP01', 'certain', `a trigger on ${tablesWithTriggersOf(operation, at).map(quoted).join(', ')} calls the function`),
      why: 'Triggers that call it go with CASCADE; without it the server refuses.',
      source: source.dropFunction,
    },
    {
      id: 'drop-function/cascade',
      when: (operation, at) => tablesWithTriggersOf(operation, at).length > 0,
      effect: (operation, at) => locking('ACCESS EXCLUSIVE', tablesWithTriggersOf(operation, at)),
      why: 'CASCADE drops the triggers that call it, which locks their tables.',
      source: source.dropFunction,
    },
    {
      id: 'drop-function/unused',
      effect: () => ({}),
      why: 'No table is touched.',
      source: source.dropFunction,
    },
  ],
  'alter-function': [
    {
      id: 'alter-function/instant',
      effect: () => ({}),
      why: 'No table is touched.',
      source: source.createFunction,
    },
  ],
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
  'create-statistics': [
    {
      id: 'create-statistics/reads-and-writes-go-on',
      effect: (operation, at) => locksNamed([operation.table], at),
      why: 'Only the definition is stored; ANALYZE fills it later.',
      source: source.statistics,
    },
  ],
  // Takes SHARE UPDATE EXCLUSIVE on their table, which the statement does not name and the catalog does not know.
  'drop-statistics': [
    {
      id: 'drop-statistics/instant',
      effect: () => ({}),
      why: 'Reads and writes go on.',
      source: source.statistics,
    },
  ],
  'alter-publication': [
    {
      id: 'alter-publication/tables',
      effect: (operation, at) => locksNamed(operation.tables, at),
      why: 'The tables are only marked as published: reads and writes go on.',
      source: source.publications,
    },
  ],
  'set-comment': [
    {
      id: 'set-comment/instant',
      effect: (operation, at) => (operation.relation === null ? {} : locksNamed([operation.relation], at)),
      why: 'Only the catalog changes: reads and writes go on.',
      source: source.comment,
    },
  ],
  'change-privileges': [
    {
      id: 'change-privileges/instant',
      effect: () => ({}),
      why: 'Reads and writes go on.',
      source: source.privileges,
    },
  ],
  'alter-other': [
    {
      id: 'alter-other/no-table',
      effect: () => ({}),
      why: 'No table is touched.',
      source: source.measured,
    },
  ],
} satisfies Partial<FactTable>;

function ownerRead(name: Name | null, at: EffectContext): EffectParts {
  const owner = name === null ? null : findTable(at.before, name);
  return owner === null ? {} : locking('ACCESS SHARE', [owner.id]);
}

function locksNamed(names: readonly Name[], at: EffectContext): EffectParts {
  const ids = names.flatMap((name) => {
    const relation = resolveRelation(at.before, name);
    return relation?.kind === 'table' || relation?.kind === 'view' ? [relation.id] : [];
  });
  return locking('SHARE UPDATE EXCLUSIVE', ids);
}

/** Tables with a default that calls `nextval` on the sequence. */
function tablesDrawingFrom(operation: DropSequence, at: EffectContext): readonly ObjectId[] {
  const found = resolveRelation(at.before, operation.sequence);
  if (found?.kind !== 'sequence') return [];
  const mentions = new RegExp(`nextval\\(.*\\b${escaped(found.sequence.name)}\\b`);
  return [...at.before.tables].flatMap(([id, table]) =>
    table.columns.some((column) => column.default !== null && mentions.test(column.default.text)) ? [id] : [],
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function tablesWithTriggersOf(operation: DropFunction, at: EffectContext): readonly ObjectId[] {
  const found = findFunction(at.before, operation.function);
  return found === null ? [] : tablesCalling(at.before, found.id);
}

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
