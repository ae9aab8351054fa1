import type { Catalog, ObjectId } from '../../../analysis/catalog/catalog';
import { objectName } from '../../../analysis/wording/wording';
import type { RehearsalEvent } from '../outcome';
import { qualified } from '../postgres/qualified';
import type { Session } from '../session';
import { fillOrder } from './fill-order';
import { fillStatement } from './fill-statement';

export interface FillRun {
  readonly session: Session;
  readonly catalog: Catalog;
  /** A table, at most. */
  readonly rows: number;
  readonly onEvent: (event: RehearsalEvent) => void;
  readonly abort: AbortSignal;
}

/** Fills all tables of a catalog with rows that its constraints allow. Resolves to what is to be said of it, in sentences. */
export async function fillTables({ session, catalog, rows, onEvent, abort }: FillRun): Promise<readonly string[]> {
  const filled = new Set<ObjectId>();
  const notes = ['Rows were generated: what fails on them may not fail on real ones, and what passes may.'];
  for (const [id, table] of fillOrder(catalog)) {
    abort.throwIfAborted();
    const statement = fillStatement(id, table, catalog, rows, filled);
    const first = statement.ok ? await session.run(statement.sql) : null;
    // What may not be left out silently, because its constraint can be deferred, is refused: then every row has to fit.
    const ran = statement.ok && first?.ok === false && first.error.code === '55000' ? await session.run(statement.strict) : first;
    const problem = !statement.ok ? statement.problem : ran?.ok === false ? ran.error.message : null;
    if (problem !== null) {
      notes.push(`${objectName(id)} has no rows: ${problem.replace(/\.?$/, '.')}`);
      continue;
    }
    const inserted = ran?.ok === true ? (ran.affected ?? 0) : 0;
    // A migration may have filled it before.
    if (inserted > 0 || (await hasRows(session, id))) filled.add(id);
    onEvent({ type: 'rows', table: id, rows: inserted });
  }
  await session.run('ANALYZE');
  return notes;
}

async function hasRows(session: Session, id: ObjectId): Promise<boolean> {
  const ran = await session.run(`SELECT 1 FROM ${qualified(id)} LIMIT 1`);
  return ran.ok && ran.rows.length > 0;
}
