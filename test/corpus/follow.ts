import { readFileSync } from 'node:fs';
import { apply } from '../../server/src/analysis/catalog/apply/apply';
import type { Catalog } from '../../server/src/analysis/catalog/catalog';
import { draftOf, emptyCatalog, snapshot } from '../../server/src/analysis/catalog/draft';
import type { Effect, PostgresServer } from '../../server/src/analysis/effects/effect';
import { effectOfOperation, effectOfStatement } from '../../server/src/analysis/effects/effect-of';
import { inExecutionOrder } from '../../server/src/analysis/operation/execution-order';
import { readPostgres } from '../../server/src/analysis/sql/postgres/read';
import type { Statement } from '../../server/src/analysis/sql/statement';
import { type Corpus, histories, type ServerRecord, serverRecords } from './corpus';

/** One statement of a history: what the server did, and what Lockstep says, each on its own. */
export interface Followed {
  readonly record: ServerRecord;
  readonly statement: Statement;
  readonly text: string;
  /** Before the statement. */
  readonly before: Catalog;
  readonly effect: Effect;
}

/** The server that made the records. */
export const recordingServer: PostgresServer = { provider: 'postgresql', version: 15, timeZone: 'UTC' };

/**
 * Goes through every history as the server did, statement by statement. A file that is not valid SQL did not run; a
 * statement that failed left nothing.
 */
export function* followHistories(corpus: Corpus): Generator<Followed> {
  const records = groupBy(serverRecords(corpus), ({ root, migration }) => `${root}\n${migration}`);
  for (const history of histories(corpus, 'postgresql')) {
    const draft = draftOf(emptyCatalog('postgresql'));
    for (const migration of history.migrations) {
      const ran = records.get(`${history.root}\n${migration.name}`) ?? [];
      if (ran.some(({ parseError }) => parseError === true)) continue;
      const text = readFileSync(migration.path, 'utf8');
      for (const statement of readPostgres(text).statements) {
        const record = ran.find(({ index }) => index === statement.index);
        const before = snapshot(draft);
        const effects = inExecutionOrder(statement.operations).map((operation) => {
          const effect = effectOfOperation(operation, { before: snapshot(draft), server: recordingServer });
          if (record?.error === undefined) apply(draft, operation);
          return effect;
        });
        if (record !== undefined) yield { record, statement, text, before, effect: effectOfStatement(effects) };
      }
    }
  }
}

/** The items under each key, in their order. */
export function groupBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
