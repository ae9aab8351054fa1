import type { StoredExpression } from '../catalog/catalog';
import { findFunction } from '../catalog/resolve';
import type { Expression } from '../operation/expression';
import type { Name } from '../operation/name';
import type { EffectContext } from './effect';
import { stableOrImmutable } from './postgres/built-in-functions';

/**
 * Whether an expression may yield another value for each row. A function that is neither built in nor in the history counts
 * as volatile: the costlier case. `now()` is STABLE, evaluated once for a statement; `clock_timestamp()`, `random()` and
 * `gen_random_uuid()` are VOLATILE.
 */
export function isVolatile(expression: Pick<Expression, 'functions'>, at: EffectContext): boolean {
  return expression.functions.some((use) => isVolatileFunction(use.name, at));
}

/** The same for an expression of the catalog. */
export function isVolatileStored(expression: StoredExpression, at: EffectContext): boolean {
  return expression.functions.some((name) => isVolatileFunction(splitName(name), at));
}

function isVolatileFunction(name: Pick<Name, 'schema' | 'name'>, at: EffectContext): boolean {
  const builtIn = name.schema === null || name.schema === 'pg_catalog';
  if (builtIn && stableOrImmutable.has(name.name)) return false;
  const own = findFunction(at.before, name);
  return own === null || own.function.volatility === 'volatile';
}

function splitName(name: string): Pick<Name, 'schema' | 'name'> {
  const dot = name.indexOf('.');
  return dot === -1 ? { schema: null, name } : { schema: name.slice(0, dot), name: name.slice(dot + 1) };
}
