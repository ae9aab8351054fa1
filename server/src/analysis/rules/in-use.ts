import type { ObjectId } from '../catalog/catalog';
import type { Effect } from '../effects/effect';
import type { MigrationContext, OperationContext } from './rule';

type Newness = Pick<MigrationContext, 'isNew'>;

/** Those of the relations that may hold rows and have users, each once. */
export function inUse(context: Newness, relations: Iterable<ObjectId>): readonly ObjectId[] {
  return [...new Set(relations)].filter((relation) => !context.isNew(relation));
}

/** The relations in use whose size decides how long an effect lasts: rewritten, scanned or indexed. */
export function workedThrough(context: Newness, effect: Effect): readonly ObjectId[] {
  return inUse(context, [...effect.rewrites, ...effect.scans, ...effect.builds.map(({ table }) => table)]);
}

/** The relations in use of which an operation builds an index. */
export function indexedTables(context: OperationContext): readonly ObjectId[] {
  return inUse(
    context,
    context.effect.builds.map(({ table }) => table),
  );
}

/** The relations in use that an operation writes anew. */
export function rewrittenTables(context: OperationContext): readonly ObjectId[] {
  return inUse(context, context.effect.rewrites);
}
