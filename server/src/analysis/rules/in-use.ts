import type { ObjectId } from '../catalog/catalog';
import type { Effect } from '../effects/effect';
import type { AnalysedStatement, MigrationContext, OperationContext } from './rule';

/**
 * Those of the relations that running code may use, each once: they were there before this migration, and no other pending one
 * creates them.
 */
export function inUse(context: MigrationContext, relations: Iterable<ObjectId>): readonly ObjectId[] {
  return [...new Set(relations)].filter((relation) => !context.isNew(relation) && !isCreatedHere(context, relation));
}

export function isInUse(context: MigrationContext, relation: ObjectId): boolean {
  return inUse(context, [relation]).length > 0;
}

/** Whether a relation may hold rows when a statement runs; a new table does once it is filled from another one. */
export function mayHoldRows(context: MigrationContext, statement: AnalysedStatement, relation: ObjectId): boolean {
  if (context.isNew(relation)) return false;
  return !isCreatedHere(context, relation) || isFilledBefore(context, statement, relation);
}

/**
 * The relations whose rows decide how long an effect lasts: rewritten, scanned or indexed. None for a statement that is refused
 * at the first row: it goes through on an empty table only.
 */
export function workedThrough(context: MigrationContext, statement: AnalysedStatement, effect: Effect): readonly ObjectId[] {
  if (statement.effect.failures.some(({ when }) => when === 'any-row')) return [];
  const relations = new Set([...effect.rewrites, ...effect.scans, ...effect.builds.map(({ table }) => table)]);
  return [...relations].filter((relation) => mayHoldRows(context, statement, relation));
}

/** Whether an operation builds an index from rows that are there. */
export function buildsFromRows(context: OperationContext): boolean {
  const worked = workedThrough(context, context.statement, context.effect);
  return context.effect.builds.some(({ table }) => worked.includes(table));
}

/** Whether an operation writes rows anew that are there. */
export function rewritesRows(context: OperationContext): boolean {
  const worked = workedThrough(context, context.statement, context.effect);
  return context.effect.rewrites.some((table) => worked.includes(table));
}

function isCreatedHere(context: MigrationContext, relation: ObjectId): boolean {
  if (context.before.tables.has(relation) || context.before.views.has(relation)) return false;
  return context.operationsOn(relation).some(({ operation }) => operation.kind === 'create-table' || operation.kind === 'create-view');
}

function isFilledBefore(context: MigrationContext, { index }: AnalysedStatement, relation: ObjectId): boolean {
  return context.operationsOn(relation).some(({ operation, statement }) => {
    if (statement.index >= index) return false;
    return operation.kind === 'insert-rows'
      ? operation.source.type === 'query'
      : operation.kind === 'create-table' && operation.query !== null;
  });
}
