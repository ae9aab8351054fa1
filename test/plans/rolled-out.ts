import { strict as assert } from 'node:assert';
import { foldMigration } from '../../server/src/analysis/analyze';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import { type PlannedRollout, plannedRollout } from '../../server/src/analysis/plans/rollout/plan-rollout';
import { createSchemaReader } from '../../server/src/analysis/schema/read';
import { joinSchema } from '../../server/src/analysis/schema/schema-text';
import { wantedCatalog } from '../../server/src/analysis/schema/wanted/wanted-catalog';
import { analysed, type PlannedEdit, settingsFor } from './planned';

/**
 * The rollout for the first finding of a rule that an edit of a schema has; null where there is no such finding, or no rollout for it.
 * `beside`: SQL that the history has and that no schema asks for.
 */
export function rolledOut({ before, after, version, values = {} }: PlannedEdit, rule: string, beside = ''): PlannedRollout {
  const history = foldMigration(beside, analysed(before, emptyCatalog('postgresql'), version).after);
  const analysis = analysed(after, history, version, before);
  const finding = analysis.findings.find((one) => one.rule === rule);
  if (finding === undefined) return null;
  const read = createSchemaReader();
  const placed = (text: string) => {
    const source = joinSchema([{ path: 'schema.prisma', text }]);
    return { source, wanted: wantedCatalog(read(source.text), 'postgresql') };
  };
  return plannedRollout({
    finding,
    text: analysis.sql.text,
    isWritten: false,
    statements: analysis.statements,
    before: history,
    after: analysis.after,
    server: settingsFor(version).server,
    valueFor: (table, column) => values[`${table}.${column}`] ?? null,
    clientDefaultFor: (table, column) =>
      analysis.wanted.clientDefaults.find((one) => one.table === table && one.column === column)?.text ?? null,
    rowsOf: () => null,
    schema: placed(after),
    previous: placed(before),
    prismaVersion: '7.10',
    external: [],
    later: [],
    read,
  });
}

export type ProvenRollout = Extract<PlannedRollout, { readonly ok: true }>;

/** One that is offered. */
export function proven(found: PlannedRollout): ProvenRollout {
  assert.ok(found !== null, 'there is no such finding');
  assert.ok(found.ok, found.ok ? '' : found.reason);
  return found;
}

/** Why one is not offered. */
export function reason(found: PlannedRollout): string {
  assert.ok(found !== null && !found.ok, found === null ? 'there is no such finding' : 'it is offered');
  return found.reason;
}

/** All that its stages write. */
export function textOf({ verified }: ProvenRollout): string {
  return verified.stages.flatMap(({ files }) => files.map(({ text }) => text)).join('');
}
