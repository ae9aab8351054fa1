import { objectsOf } from '../../../server/src/analysis/catalog/build';
import type { Catalog } from '../../../server/src/analysis/catalog/catalog';
import type { Followed } from '../../../server/src/analysis/migration/follow';

/** What two ways to follow a text have to agree in. */
export function comparable({ statements, operations, after }: Followed): unknown {
  return {
    statements: statements.map((statement) => ({ ...statement, before: sorted(statement.before) })),
    operations: operations.map(({ operation, effect, before, statement }) => ({
      operation,
      effect,
      before: sorted(before),
      statement: statement.index,
    })),
    after: sorted(after),
  };
}

/** The objects of a catalog; its maps keep no order. */
export function sorted(catalog: Catalog): unknown {
  return Object.entries(objectsOf(catalog)).map(([kind, objects]) => [
    kind,
    kind === 'searchPath' ? objects : objects.map((object: unknown) => JSON.stringify(object)).sort(),
  ]);
}
