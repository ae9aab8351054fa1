import type { ObjectId } from '../catalog/catalog';
import { temporarySchema } from '../catalog/resolve';
import type { Effect } from '../effects/effect';
import type { AnalysedStatement, MigrationContext, OperationContext, PlacedOperation } from './migration';

/**
 * Those of the relations that running code may use, each once: they were there before this migration, and no other pending one
 * creates them.
 */
export function inUse(context: MigrationContext, relations: Iterable<ObjectId>): readonly ObjectId[] {
  return [...new Set(relations)].filter((relation) => isInUse(context, relation));
}

export function isInUse(context: MigrationContext, relation: ObjectId): boolean {
  return !context.isNew(relation) && !isCreatedHere(context, relation);
}

/** Whether a relation may hold rows when a statement runs; a table that the migration has created does once it is filled from others. */
export function mayHoldRows(context: MigrationContext, statement: AnalysedStatement, relation: ObjectId): boolean {
  if (context.isNew(relation)) return false;
  const created = creations(context, relation).findLast((placed) => placed.statement.index < statement.index);
  return created === undefined || isFilledFrom(context, created, statement, relation);
}

/**
 * The relations whose rows decide how long an effect lasts: rewritten, scanned or indexed. None for a statement that is refused
 * at the first row: it goes through on an empty table only.
 */
export function workedThrough(context: MigrationContext, statement: AnalysedStatement, effect: Effect): readonly ObjectId[] {
  const { rewrites, scans, builds } = effect;
  if (rewrites.length === 0 && scans.length === 0 && builds.length === 0) return [];
  if (statement.effect.failures.some(({ when }) => when === 'any-row')) return [];
  const relations = new Set([...rewrites, ...scans, ...builds.map(({ table }) => table)]);
  return [...relations].filter((relation) => mayHoldRows(context, statement, relation));
}

/** Whether an operation builds an index from rows that are there. */
export function buildsFromRows(context: OperationContext): boolean {
  if (context.effect.builds.length === 0) return false;
  const worked = workedThrough(context, context.statement, context.effect);
  return context.effect.builds.some(({ table }) => worked.includes(table));
}

/** Whether an operation writes rows anew that are there. */
export function rewritesRows(context: OperationContext): boolean {
  if (context.effect.rewrites.length === 0) return false;
  const worked = workedThrough(context, context.statement, context.effect);
  return context.effect.rewrites.some((table) => worked.includes(table));
}

function isCreatedHere(context: MigrationContext, relation: ObjectId): boolean {
  if (relation.startsWith(temporary)) return true;
  if (context.before.tables.has(relation) || context.before.views.has(relation)) return false;
  return creations(context, relation).length > 0;
}

/** What the name of each temporary object begins with. */
const temporary = `${temporarySchema}.`;

function creations(context: MigrationContext, relation: ObjectId): readonly PlacedOperation[] {
  const statements = context.operationsOfKind(relation, 'create-table').concat(context.operationsOfKind(relation, 'create-view'));
  return statements.filter((placed) => creates(placed, relation));
}

/** CREATE TABLE IF NOT EXISTS of a table that is there creates nothing. */
function creates({ operation, before }: PlacedOperation, relation: ObjectId): boolean {
  if (operation.kind === 'create-view') return true;
  return operation.kind === 'create-table' && !before.tables.has(relation);
}

function isFilledFrom(context: MigrationContext, created: PlacedOperation, statement: AnalysedStatement, relation: ObjectId): boolean {
  const filling = [...context.operationsOfKind(relation, 'insert-rows'), ...context.operationsOfKind(relation, 'create-table')];
  return filling.some(({ operation, statement: { index } }) => {
    if (index < created.statement.index || index >= statement.index) return false;
    return operation.kind === 'insert-rows'
      ? operation.source.type === 'query'
      : operation.kind === 'create-table' && operation.query !== null;
  });
}
