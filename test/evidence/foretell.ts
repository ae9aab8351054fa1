import { apply } from '../../server/src/analysis/catalog/apply/apply';
import type { Catalog } from '../../server/src/analysis/catalog/catalog';
import { draftOf, emptyCatalog, snapshot } from '../../server/src/analysis/catalog/draft';
import type { Effect, Server } from '../../server/src/analysis/effects/effect';
import { effectOfOperation, effectOfStatement } from '../../server/src/analysis/effects/effect-of';
import { inExecutionOrder } from '../../server/src/analysis/operation/execution-order';
import type { OperationKind } from '../../server/src/analysis/operation/operation';
import { readPostgres } from '../../server/src/analysis/sql/postgres/read';

/** What Lockstep says about a statement. */
export interface Foretold {
  readonly effect: Effect;
  /** The operations that it consists of, with what each may be refused for. */
  readonly operations: readonly { readonly kind: OperationKind; readonly effect: Effect }[];
}

/** The catalog that a setup leaves, as the history of a project would. */
export function catalogOf(setup: string): Catalog {
  const draft = draftOf(emptyCatalog('postgresql'));
  const script = readPostgres(setup);
  for (const error of script.errors) throw new Error(`setup does not parse: ${error.message}`);
  for (const statement of script.statements) for (const operation of statement.operations) apply(draft, operation);
  return snapshot(draft);
}

/** Reads one statement and follows it from the catalog before. */
export function foretell(statement: string, before: Catalog, server: Server): Foretold {
  const script = readPostgres(statement);
  const [only, ...more] = script.statements;
  if (only === undefined || more.length > 0 || script.errors.length > 0) throw new Error(`not one statement: ${statement}`);
  const draft = draftOf(before);
  const operations = inExecutionOrder(only.operations).map((operation) => {
    const effect = effectOfOperation(operation, { before: snapshot(draft), server });
    apply(draft, operation);
    return { kind: operation.kind, effect };
  });
  return { effect: effectOfStatement(operations.map(({ effect }) => effect)), operations };
}
