import type { MigrationAnalysis } from '../../analysis/analyze';
import type { ObjectId } from '../../analysis/catalog/catalog';
import type { Finding } from '../../analysis/finding';
import { timestamp } from '../../analysis/plans/folder-names';
import { type PlannedRollout, plannedRollout, type RolloutStart } from '../../analysis/plans/rollout/plan-rollout';
import type { PlacedSchema } from '../../analysis/plans/rollout/rollout';
import type { Schema } from '../../analysis/schema/schema';
import type { Wanted } from '../../analysis/schema/wanted/wanted';
import { wantedCatalog } from '../../analysis/schema/wanted/wanted-catalog';
import { settingsOf } from '../run';
import type { JudgedSchema } from '../schema-analysis';
import type { Snapshot } from '../snapshot';

/** What people and environments say. */
export interface Said {
  /** The value that existing rows get, as SQL; null where nobody has said. */
  readonly valueFor: (table: ObjectId, column: string) => string | null;
  /** Rows of a table in the environment that counts; null where nobody has looked. */
  readonly rowsOf: (table: ObjectId) => number | null;
}

export const nothingSaid: Said = { valueFor: () => null, rowsOf: () => null };

/** The rollout for a finding of a schema. */
export function rolloutOfSchema(snapshot: Snapshot, schema: JudgedSchema, finding: Finding, said: Said): PlannedRollout {
  const { sql, statements, after } = schema.analysis;
  const before = statements[0]?.before ?? after;
  return plannedRollout({
    ...common(snapshot, schema, said),
    finding,
    text: sql.text,
    isWritten: false,
    statements,
    before,
    after,
    later: [],
  });
}

/** A migration that is not applied yet. */
export interface OpenMigration {
  readonly text: string;
  readonly analysis: MigrationAnalysis;
  /** Texts of the migrations behind it. */
  readonly later: readonly string[];
}

/** The rollout for a finding of a migration. */
export function rolloutOfMigration(
  snapshot: Snapshot,
  schema: JudgedSchema,
  { text, analysis, later }: OpenMigration,
  finding: Finding,
  said: Said,
): PlannedRollout {
  const { statements, before, after } = analysis;
  // What the schema asks for beyond all migrations stays asked for.
  const left = schema.analysis.sql.text;
  return plannedRollout({
    ...common(snapshot, schema, said),
    finding,
    text,
    isWritten: true,
    statements,
    before,
    after,
    later: [...later, left],
  });
}

/** The schema before the edits stays the same from one edit to the next. */
const known = new WeakMap<Schema, Wanted>();

function earlierWanted(schema: Schema): Wanted {
  const wanted = known.get(schema) ?? wantedCatalog(schema, 'postgresql');
  known.set(schema, wanted);
  return wanted;
}

function common(
  { project }: Snapshot,
  { source, analysis, previous, beside }: JudgedSchema,
  { valueFor, rowsOf }: Said,
): Omit<RolloutStart, 'finding' | 'text' | 'isWritten' | 'statements' | 'before' | 'after' | 'later'> {
  const earlier: PlacedSchema | null = previous && { source: previous.source, wanted: earlierWanted(previous.schema) };
  return {
    server: settingsOf(project, new Set()).server,
    valueFor,
    rowsOf,
    clientDefaultFor: (table, column) =>
      analysis.wanted.clientDefaults.find((one) => one.table === table && one.column === column)?.text ?? null,
    schema: { source, wanted: analysis.wanted },
    previous: earlier,
    prismaVersion: project.prismaVersion,
    time: timestamp(Date.now()),
    external: [...(project.config?.external.tables ?? []), ...(project.config?.external.enums ?? [])],
    read: beside,
  };
}
