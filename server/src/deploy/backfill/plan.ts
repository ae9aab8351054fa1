import type { Database, Query } from '../connection/database';
import { readExpression } from './expression';
import { failureOf, nextAfter } from './failure';
import type { Plan } from './outcome';
import { backfillId } from './progress';
import type { BackfillSpec } from './spec';
import { remainingRows, updateRange } from './statements';
import { findTarget } from './target';

export type Planned = { readonly ok: true; readonly plan: Plan } | { readonly ok: false; readonly problem: string; readonly next: string };

/** Compares a spec with the database, and writes nothing. Also what `--dry-run` shows. Rejects only for a defect. */
export async function planBackfill(spec: BackfillSpec, database: Database): Promise<Planned> {
  const settings = { lockTimeout: spec.lockTimeout, statementTimeout: spec.statementTimeout, access: 'read-only' } as const;
  try {
    return await database.transaction(settings, (query) => planned(query, spec, database.schema ?? 'public'));
  } catch (error) {
    const failure = failureOf(error);
    switch (failure.type) {
      case 'defect':
        return { ok: false, problem: connectionProblem(failure.error), next: 'Check the connection URL and its options.' };
      case 'lost':
        return {
          ok: false,
          problem: `The database cannot be reached: ${failure.message}`,
          next: 'Check host, port and network of the connection URL.',
        };
      case 'busy':
        return { ok: false, problem: failure.message, next: 'Try again when the table is less busy, or with a longer "lockTimeout".' };
      case 'final':
        return { ok: false, problem: failure.message, next: refusalAdvice(failure.code) };
    }
  }
}

function connectionProblem(error: unknown): string {
  return `The database cannot be used: ${error instanceof Error ? error.message : String(error)}`;
}

function refusalAdvice(code: string): string {
  if (code.startsWith('28') || code === '3D000') return 'Check user, password and database of the connection URL.';
  if (code.startsWith('42') && code !== '42501')
    return 'Correct the expression: the server reads it as it would in an UPDATE of this table.';
  return nextAfter(code);
}

async function planned(query: Query, spec: BackfillSpec, schema: string): Promise<Planned> {
  const [set, where] = [[...spec.set.values()].map(readExpression), readExpression(spec.where)];
  const columns = new Set([...set, where].flatMap((expression) => expression.columns));
  const found = await findTarget(query, spec, columns, schema);
  if (!found.ok) return found;
  const { target } = found;
  const volatile = await volatileFunctions(
    query,
    [...set, where].flatMap(({ functions }) => functions),
  );
  const inWhere = where.functions.find((name) => volatile.has(name));
  if (inWhere !== undefined) {
    const problem = `"where" calls ${inWhere}(), which may yield another value each time.`;
    return { ok: false, problem, next: 'Use a condition that stays false once a row is done.' };
  }
  const update = updateRange(target, spec, { after: target.key.map(() => ''), through: target.key.map(() => '') });
  // The server reads names, types and rights as it will in a batch, and changes nothing. NULL stands for the keys.
  await query(
    `EXPLAIN (COSTS OFF) ${update.sql}`,
    update.values.map(() => null),
  );
  const notes = [...target.notes];
  for (const [index, column] of [...spec.set.keys()].entries()) {
    const called = set[index]?.functions.find((name) => volatile.has(name));
    if (called !== undefined) notes.push(`"${column}": ${called}() is called for each row, so each gets a value of its own.`);
    if (set[index]?.hasSubquery)
      notes.push(`"${column}": the subquery is run for each row, and sees other tables as they are during the batch.`);
  }
  if (where.hasSubquery) notes.push('"where" has a subquery: a change of its tables can make rows that are done count as still to do.');
  if (target.estimatedRows === null)
    notes.push('The server has no statistics of the table: the time that remains cannot be estimated. ANALYZE gathers them.');
  const verification = remainingRows(target, spec.where);
  return { ok: true, plan: { id: backfillId(target, spec), target, sql: update.sql, verification, notes } };
}

/** Those of which every form is volatile, by name. */
async function volatileFunctions(query: Query, names: readonly string[]): Promise<ReadonlySet<string>> {
  if (names.length === 0) return new Set();
  const rows = await query(
    `SELECT proname::text AS name FROM pg_catalog.pg_proc
     WHERE proname = ANY (ARRAY(SELECT jsonb_array_elements_text($1::jsonb))) GROUP BY proname HAVING bool_and(provolatile = 'v')`,
    [JSON.stringify(names)],
  );
  return new Set(rows.map(({ name }) => name ?? ''));
}
