import type { ObjectId } from '../catalog/catalog';
import type { Operation, OperationKind, OperationOf } from '../operation/operation';
import type { Effect, EffectContext, Fact } from './effect';
import { completeEffect, mergeEffects, noEffect } from './merge';
import { postgresFacts } from './postgres';
import { existenceOf } from './postgres/existence';
import { existenceFacts } from './postgres/existence-facts';

/**
 * What the server does for one operation, given the catalog just before it: earlier operations of the same statement are
 * applied, in the order of `inExecutionOrder`.
 */
export function effectOfOperation(operation: Operation, at: EffectContext): Effect {
  const existence = existenceOf(operation, at);
  return existence === null ? effectOfKind(operation.kind, operation, at) : completeEffect(existence.parts, [existence.fact]);
}

/**
 * The effect of a statement from those of its operations: the strongest lock on each relation, everything else united. What
 * the statement itself creates is no longer spoken of: nobody else sees it yet.
 */
export function effectOfStatement(effects: readonly Effect[]): Effect {
  const merged = mergeEffects(effects);
  const created = effects.length > 1 ? new Set(merged.creates) : noRelations;
  if (created.size === 0) return merged;
  const isOld = (relation: ObjectId) => !created.has(relation);
  return {
    ...merged,
    locks: new Map([...merged.locks].filter(([relation]) => isOld(relation))),
    rewrites: merged.rewrites.filter(isOld),
    scans: merged.scans.filter(isOld),
    builds: merged.builds.filter(({ table }) => isOld(table)),
    drops: merged.drops.filter(isOld),
  };
}

const noRelations: ReadonlySet<ObjectId> = new Set();

/** Why a fact holds, and where it comes from, for a hover. Null for an id that is no fact's. */
export function explainFact(id: string): { readonly why: string; readonly source: string } | null {
  return explanations.get(id) ?? null;
}

/** The ids of all facts, in the order of the table. */
export function allFactIds(): readonly string[] {
  return [...explanations.keys()];
}

const explanations: ReadonlyMap<string, { readonly why: string; readonly source: string }> = new Map([
  ...Object.entries(existenceFacts),
  ...Object.values(postgresFacts).flatMap((rows: readonly Pick<Fact, 'id' | 'why' | 'source'>[]) =>
    rows.map((row): [string, Pick<Fact, 'why' | 'source'>] => [row.id, row]),
  ),
]);

function effectOfKind<K extends OperationKind>(kind: K, operation: Operation, at: EffectContext): Effect {
  if (!isOfKind(operation, kind)) return noEffect;
  const rows: readonly Fact<K>[] = postgresFacts[kind];
  const effects: Effect[] = [];
  let settled: string | null = null;
  for (const row of rows) {
    const aspect = row.aspect ?? 'effect';
    if (aspect === settled || (row.when !== undefined && !row.when(operation, at))) continue;
    settled = aspect;
    effects.push(completeEffect(row.effect(operation, at), [row.id]));
  }
  return mergeEffects(effects);
}

function isOfKind<K extends OperationKind>(operation: Operation, kind: K): operation is OperationOf<K> {
  return operation.kind === kind;
}
