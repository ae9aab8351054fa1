import type { ObjectId } from '../../catalog/catalog';
import { relationAt, resolveRelation } from '../../catalog/resolve';
import type { Query, RelationUse } from '../../operation/expression';
import type { EffectContext, EffectParts } from '../effect';
import { type LockMode, strongerLock } from '../lock-mode';

const modes: Readonly<Record<RelationUse['access'], LockMode>> = {
  read: 'ACCESS SHARE',
  'lock-rows': 'ROW SHARE',
  write: 'ROW EXCLUSIVE',
};

/**
 * The locks that running a query takes on tables and views, those behind its views included. Which tables it reads from end
 * to end is the planner's choice and is not foretold.
 */
export function accessOf(query: Query, at: EffectContext): EffectParts {
  const locks = new Map<ObjectId, LockMode>();
  for (const use of query.relations) {
    const relation = resolveRelation(at.before, use.name);
    if (relation?.kind === 'table' || relation?.kind === 'view') addWithBase(locks, relation.id, modes[use.access], at);
  }
  return { locks };
}

/** A view brings the tables that it is made of; a materialized view holds rows of its own. */
function addWithBase(locks: Map<ObjectId, LockMode>, id: ObjectId, mode: LockMode, at: EffectContext): void {
  const held = locks.get(id);
  if (held !== undefined && strongerLock(held, mode) === held) return;
  locks.set(id, mode);
  const relation = relationAt(at.before, id);
  if (relation?.kind !== 'view' || relation.view.materialized) return;
  for (const dependency of relation.view.dependsOn) addWithBase(locks, dependency.relation, mode, at);
}

/** The locks that looking at a query takes, without running it: its relations as they are written. */
export function mentionedBy(query: Query, at: EffectContext): EffectParts {
  const locks = new Map<ObjectId, LockMode>();
  for (const { name } of query.relations) {
    const relation = resolveRelation(at.before, name);
    if (relation?.kind === 'table' || relation?.kind === 'view') locks.set(relation.id, 'ACCESS SHARE');
  }
  return { locks };
}
