import { join } from 'node:path';
import type { Catalog } from '../../analysis/catalog/catalog';
import { applySchemaEdits } from '../../analysis/plans/rollout/apply-edits';
import { type RecordedStage, type RolloutRecord, withBegun } from '../../analysis/plans/rollout/record';
import type { NewMigration } from '../new-migrations';
import { readText } from '../read-files';
import type { Snapshot } from '../snapshot';
import { checklistFile, type FoundRollout, recordFile } from './find-rollouts';
import { migrationNames } from './migration-names';
import { promotionProblem } from './promotion-problem';
import type { RolloutWrite } from './rollout-write';

export interface Promotion {
  readonly snapshot: Snapshot;
  readonly rollout: FoundRollout;
  /** As it is to be when the stage begins: with the gates that were passed. */
  readonly record: RolloutRecord;
  readonly stage: RecordedStage;
  readonly now: Date;
  /** Names that were given when it was begun and interrupted; null: it begins now. */
  readonly names: readonly string[] | null;
  /** What the migrations have built. */
  readonly built: Catalog;
  /** Unsaved texts by absolute path. */
  readonly overlay: ReadonlyMap<string, string>;
}

/** `reason` is a sentence. */
export type Promoted = { readonly ok: true; readonly write: RolloutWrite } | { readonly ok: false; readonly reason: string };

/** What is written when a stage begins: its SQL as migrations, and the edits of the schema. Nothing is written here. */
export function promoted(promotion: Promotion): Promoted {
  const { snapshot, rollout, record, stage, now, overlay } = promotion;
  const begun = { stage: stage.name, at: now.toISOString(), migrations: [], written: true };
  const base = recordWrite(promotion, withBegun(record, begun));
  if (stage.type !== 'migrate') return { ok: true, write: base };
  const texts: string[] = [];
  for (const file of stage.files) {
    const path = join(rollout.directory, file);
    const text = overlay.get(path) ?? readText(path);
    if (text === null) return { ok: false, reason: `${path} cannot be read, and the stage "${stage.name}" needs it.` };
    texts.push(text);
  }
  const newest = snapshot.migrations.at(-1)?.name ?? null;
  const names = promotion.names ?? migrationNames(stage.files, newest, now);
  if (names === null || names.length !== texts.length) {
    return { ok: false, reason: `No timestamp sorts behind "${newest}", so Prisma would apply the stage before it.` };
  }
  const wanted = names.map((name, index): NewMigration => ({ name, text: texts[index] ?? '' }));
  const missing = missingMigrations(wanted, snapshot);
  if (!missing.ok) return missing;
  const problem = promotionProblem(missing.migrations, stage.files, promotion);
  if (problem !== null) return { ok: false, reason: problem };
  const applied = applySchemaEdits(snapshot.schema.files, stage.edits);
  if (!applied.ok) return applied;
  const written = { ...begun, migrations: names };
  return {
    ok: true,
    write: {
      ...base,
      intent: withBegun(record, { ...written, written: false }),
      final: withBegun(record, written),
      migrations: missing.migrations,
      changes: applied.files,
    },
  };
}

/** What is written where only the record changes. */
export function recordWrite(
  { snapshot, rollout, overlay }: Pick<Promotion, 'snapshot' | 'rollout' | 'overlay'>,
  final: RolloutRecord,
): RolloutWrite {
  const before = new Map(
    [recordFile, checklistFile].flatMap((path): readonly (readonly [string, string])[] => {
      const text = overlay.get(join(rollout.directory, path)) ?? readText(join(rollout.directory, path));
      return text === null ? [] : [[path, text]];
    }),
  );
  const { project } = snapshot;
  return { project, directory: rollout.directory, before, parts: [], intent: final, final, migrations: [], changes: [] };
}

type Missing = { readonly ok: true; readonly migrations: readonly NewMigration[] } | { readonly ok: false; readonly reason: string };

/** Those that an interrupted attempt has not written. */
function missingMigrations(wanted: readonly NewMigration[], { migrations }: Snapshot): Missing {
  const known = new Map(migrations.map(({ name, text }) => [name, text]));
  const other = wanted.find(({ name, text }) => known.has(name) && known.get(name) !== text);
  if (other !== undefined)
    return { ok: false, reason: `The migration "${other.name}" is there and is another one than the rollout writes.` };
  return { ok: true, migrations: wanted.filter(({ name }) => !known.has(name)) };
}
