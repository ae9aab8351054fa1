import { foldMigration, prepare } from '../../analysis/analyze';
import type { Catalog } from '../../analysis/catalog/catalog';
import { emptyCatalog } from '../../analysis/catalog/draft';
import { applySchemaEdits, withEditedFiles } from '../../analysis/plans/rollout/apply-edits';
import type { RolloutRecord } from '../../analysis/plans/rollout/record';
import { reversed } from '../../analysis/plans/rollout/schema-edit';
import { blockEdits } from '../../analysis/plans/rollout/touched-blocks';
import { firstDifference } from '../../analysis/revert/sameness';
import { createdRevert } from '../create-revert';
import type { NewMigration } from '../new-migrations';
import type { MigrationFile, Snapshot } from '../snapshot';
import type { FoundRollout } from './find-rollouts';
import { lostMigrations } from './lost-migrations';
import { type ChangedText, changedText } from './project-edit';
import { recordWrite } from './promote';
import type { RolloutWrite } from './rollout-write';

export interface Abandoning {
  readonly snapshot: Snapshot;
  readonly rollout: FoundRollout;
  readonly record: RolloutRecord;
  readonly by: string;
  readonly now: Date;
  /** Unsaved texts by absolute path. */
  readonly overlay: ReadonlyMap<string, string>;
}

/** `losses`: what cannot be brought back, in sentences. `reason` is a sentence. */
export type Abandoned =
  | { readonly ok: true; readonly write: RolloutWrite; readonly losses: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/** What takes back everything that a rollout has promoted: migrations that revert its own, and the schema as it was when it began. */
export async function abandoned(abandoning: Abandoning): Promise<Abandoned> {
  const { snapshot, record, by, now } = abandoning;
  const lost = lostMigrations(record, snapshot);
  if (lost !== null) return { ok: false, reason: lost };
  const interrupted = record.state.abandoned?.written === false ? record.state.abandoned : null;
  const there = new Set(snapshot.migrations.map(({ name }) => name));
  const isWritten = interrupted?.migrations.every((name) => there.has(name)) ?? false;
  const back: TakenBack = isWritten ? { ok: true, migrations: [], losses: [] } : await takenBack(abandoning);
  if (!back.ok) return back;
  const schema = schemaBack(snapshot, record);
  if (!schema.ok) return schema;
  const migrations = isWritten ? (interrupted?.migrations ?? []) : back.migrations.map(({ name }) => name);
  const state = (written: boolean): RolloutRecord => {
    return { ...record, state: { ...record.state, abandoned: { at: now.toISOString(), by, migrations, written } } };
  };
  const write = { ...recordWrite(abandoning, state(true)), intent: state(false), migrations: back.migrations, changes: schema.changes };
  return { ok: true, write, losses: back.losses };
}

type TakenBack =
  | { readonly ok: true; readonly migrations: readonly NewMigration[]; readonly losses: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/** One revert of all that was promoted, as if it had been one migration in the place of the first. */
async function takenBack({ snapshot, record, now }: Abandoning): Promise<TakenBack> {
  const names = new Set(record.state.begun.flatMap(({ migrations }) => migrations));
  const promoted = snapshot.migrations.filter(({ name }) => names.has(name));
  const [first] = promoted;
  if (first === undefined) return { ok: true, migrations: [], losses: [] };
  await prepare();
  const others = snapshot.migrations.filter((one) => one === first || !names.has(one.name));
  const newest = snapshot.migrations.at(-1)?.name ?? first.name;
  const merged: MigrationFile = {
    ...first,
    name: others.at(-1) === first ? newest : first.name,
    text: promoted.map(({ text }) => `${text.trimEnd()}\n`).join('\n'),
  };
  const migrations = others.map((one) => (one === first ? merged : one));
  const [today, together] = [folded(snapshot.migrations), folded(migrations)];
  if (firstDifference(today, together) !== null)
    return { ok: false, reason: 'Later migrations have built on the rollout: revert them first.' };
  const without = folded(others.filter((one) => one !== first));
  if (firstDifference(today, without) === null) return { ok: true, migrations: [], losses: [] };
  const nothingSaid = { name: `abandon_${record.name}`, now, valueFor: () => null };
  const created = await createdRevert({ ...snapshot, migrations }, merged, nothingSaid);
  if (!created.ok) return { ok: false, reason: created.reason.replace(merged.name, `The rollout "${record.name}"`) };
  const heading = `-- Takes back the rollout ${record.name}: ${promoted.map(({ name }) => name).join(', ')}.`;
  return {
    ok: true,
    migrations: created.migrations.map(({ name, text }) => ({ name, text: text.replace(`-- Reverts ${merged.name}.`, heading) })),
    losses: created.losses,
  };
}

type SchemaBack = { readonly ok: true; readonly changes: readonly ChangedText[] } | { readonly ok: false; readonly reason: string };

/** The edits of all stages that have begun, taken back from the last to the first. */
function schemaBack({ schema }: Snapshot, { stages, state }: RolloutRecord): SchemaBack {
  const begun = new Set(state.begun.map(({ stage }) => stage));
  let files = schema.files.map(({ path, text }) => ({ path, text }));
  for (const stage of stages.toReversed()) {
    if (stage.type !== 'migrate' || !begun.has(stage.name)) continue;
    const applied = applySchemaEdits(files, stage.edits.map(reversed).reverse());
    if (!applied.ok) return applied;
    files = [...withEditedFiles(files, applied.files)];
  }
  const changes = schema.files.flatMap(({ path, text }) => {
    const after = files.find((file) => file.path === path)?.text ?? text;
    if (after === text) return [];
    const edits = blockEdits(text, after);
    return [edits === null ? changedText(path, text, after) : { path, before: text, edits, text: after }];
  });
  return { ok: true, changes };
}

function folded(migrations: readonly MigrationFile[]): Catalog {
  return migrations.reduce((catalog, { text }) => foldMigration(text, catalog), emptyCatalog('postgresql'));
}
