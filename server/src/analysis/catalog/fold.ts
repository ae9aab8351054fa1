import { inExecutionOrder } from '../operation/execution-order';
import type { Script } from '../sql/statement';
import { apply } from './apply/apply';
import { endSession } from './apply/session';
import type { Catalog } from './catalog';
import { draftOf, snapshot } from './draft';

/** The catalog after a migration file. `before` stays as it is. */
export function foldScript(before: Catalog, script: Script): Catalog {
  const draft = draftOf(before);
  for (const { operations } of script.statements) {
    for (const operation of inExecutionOrder(operations)) apply(draft, operation);
  }
  endSession(draft);
  return snapshot(draft);
}
