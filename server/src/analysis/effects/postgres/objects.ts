import { resolveRelation } from '../../catalog/resolve';
import type { Name } from '../../operation/name';
import type { EffectContext, EffectParts, FactTable } from '../effect';
import { locking } from '../parts';
import { source } from './source';

/** What else has a name: statistics, publications, comments, privileges. */
export const objectFacts = {
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

function locksNamed(names: readonly Name[], at: EffectContext): EffectParts {
  const ids = names.flatMap((name) => {
    const relation = resolveRelation(at.before, name);
    return relation?.kind === 'table' || relation?.kind === 'view' ? [relation.id] : [];
  });
  return locking('SHARE UPDATE EXCLUSIVE', ids);
}
