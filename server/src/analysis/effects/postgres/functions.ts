import type { ObjectId } from '../../catalog/catalog';

import { findFunction, tablesCalling } from '../../catalog/resolve';
import type { DropFunction } from '../../operation/object';
import type { EffectContext, FactTable } from '../effect';
import { fails, locking, quoted } from '../parts';
import { source } from './source';

/** Functions and procedures. */
export const functionFacts = {
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
} satisfies Partial<FactTable>;

function tablesWithTriggersOf(operation: DropFunction, at: EffectContext): readonly ObjectId[] {
  const found = findFunction(at.before, operation.function);
  return found === null ? [] : tablesCalling(at.before, found.id);
}
