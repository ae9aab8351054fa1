import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nameWords } from '../../analysis/plans/folder-names';
import { applySchemaEdits } from '../../analysis/plans/rollout/apply-edits';
import { withBegun } from '../../analysis/plans/rollout/record';
import { recordedRollout } from '../../analysis/plans/rollout/record-rollout';
import type { VerifiedRollout } from '../../analysis/plans/rollout/verify-rollout';
import type { NewMigration } from '../new-migrations';
import type { Snapshot } from '../snapshot';
import { rolloutsDirectory } from './find-rollouts';
import { migrationNames } from './migration-names';
import { changedText } from './project-edit';
import type { Promoted } from './promote';
import { migrationFile } from './rollout-write';

export interface Beginning {
  readonly snapshot: Snapshot;
  readonly verified: VerifiedRollout;
  /** Of its folder; null: as the plan suggests. */
  readonly name: string | null;
  readonly now: Date;
  /** The migration that it takes operations out of, and what is left of it; null: nothing is written for them yet. */
  readonly from: { readonly name: string; readonly rest: string | null } | null;
}

/** What is written when a rollout begins: its folder, the migrations of its first stage, and the edits of the schema. Nothing is written here. */
export function begunRollout({ snapshot, verified, name: given, now, from }: Beginning): Promoted {
  const { project, migrations } = snapshot;
  const parent = rolloutsDirectory(project);
  const [first] = verified.stages;
  if (parent === null || first?.stage.type !== 'migrate')
    return { ok: false, reason: 'There are no migrations that a rollout could follow.' };
  const name = freeName(parent, nameWords(given ?? verified.rollout.name), given !== null);
  if (name === null) return { ok: false, reason: `There is a rollout "${given}" already. Give it another name.` };
  const { record, parts } = recordedRollout(verified, name);
  const [stage] = record.stages;
  const files = stage?.type === 'migrate' ? stage.files : [];
  const texts = files.map((file) => parts.find(({ path }) => path === file)?.text ?? '');
  const newest = migrations.at(-1)?.name ?? null;
  // Where nothing is left of a migration, its place is free for the first one.
  const taken = from?.rest === null ? from.name : null;
  const others = migrationNames(taken === null ? files : files.slice(1), newest, now);
  if (others === null) return { ok: false, reason: `No timestamp sorts behind "${newest}", so Prisma would apply the rollout before it.` };
  const names = taken === null || files.length === 0 ? others : [taken, ...others];
  const applied = applySchemaEdits(snapshot.schema.files, first.stage.edits);
  if (!applied.ok) return applied;
  const begun = { stage: first.stage.name, at: now.toISOString(), migrations: names, written: true };
  const own = migrations.find((migration) => migration.name === from?.name);
  const left = from?.rest ?? texts[0] ?? `-- What stood here is done by the rollout ${name}.\n`;
  return {
    ok: true,
    write: {
      project,
      directory: join(parent, name),
      before: null,
      parts,
      intent: withBegun(record, { ...begun, written: false }),
      final: withBegun(record, begun),
      migrations: names.map((one, index): NewMigration => ({ name: one, text: texts[index] ?? '' })).filter((one) => one.name !== taken),
      changes: [...applied.files, ...(own === undefined ? [] : [changedText(migrationFile(project, own.name), own.text, left)])],
    },
  };
}

/** A name that was given is taken as it is; another one gets a number where there is such a rollout already. */
function freeName(parent: string, name: string, isGiven: boolean): string | null {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}_${number}`;
    if (!existsSync(join(parent, candidate))) return candidate;
    if (isGiven) return null;
  }
}
