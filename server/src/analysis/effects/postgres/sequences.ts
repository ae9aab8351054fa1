import type { ObjectId } from '../../catalog/catalog';
import { findTable, resolveRelation } from '../../catalog/resolve';
import type { Name } from '../../operation/name';
import type { DropSequence } from '../../operation/object';
import type { EffectContext, EffectParts, FactTable } from '../effect';
import { fails, locking, quoted } from '../parts';
import { source } from './source';

/** Sequences. */
export const sequenceFacts = {
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
} satisfies Partial<FactTable>;

function ownerRead(name: Name | null, at: EffectContext): EffectParts {
  const owner = name === null ? null : findTable(at.before, name);
  return owner === null ? {} : locking('ACCESS SHARE', [owner.id]);
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
