import assert from 'node:assert/strict';
import { readPostgres } from '../../../../server/src/analysis/sql/postgres/read';
import { outline } from './outline';

/** Statements with what they are read as: the statement's kind, then one outline per operation. */
export function describeReading(subject: string, cases: Readonly<Record<string, readonly [kind: string, ...outlines: string[]]>>): void {
  describe(`reading ${subject}`, () => {
    for (const [sql, [kind, ...outlines]] of Object.entries(cases)) {
      it(sql, () => {
        const script = readPostgres(`${sql};`);
        assert.deepEqual(script.errors, []);
        assert.deepEqual(
          script.statements.map((statement) => [statement.kind, ...statement.operations.map(outline)]),
          [[kind, ...outlines]],
        );
      });
    }
  });
}
