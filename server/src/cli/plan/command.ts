import type { Catalog } from '../../analysis/catalog/catalog';
import type { RolloutRecord } from '../../analysis/plans/rollout/record';
import { createAnalyzer } from '../../project/analysis';
import { cacheDirectoryFor } from '../../project/cache-location';
import { nearestName } from '../../project/nearest-name';
import { nameInGit } from '../../project/person';
import { carryOut } from '../../project/rollouts/carry-out';
import { type FoundRollout, findRollouts } from '../../project/rollouts/find-rollouts';
import type { RolloutWrite } from '../../project/rollouts/rollout-write';
import type { JudgedSchema } from '../../project/schema-analysis';
import type { Snapshot } from '../../project/snapshot';
import type { rolloutFormats } from '../formats/rollouts';
import { formattedByPrisma } from '../formatted-by-prisma';
import { snapshotToWrite } from '../one-project';
import type { PlanValues } from '../plan';
import { Problem } from '../problem';
import { shownPath } from '../shown-path';

/** One call of `lockstep plan <action>`. */
export interface PlanCommand {
  /** Of the rollout; empty where the action takes none. */
  readonly name: string;
  readonly values: PlanValues;
  readonly format: (typeof rolloutFormats)[number];
  readonly from: string;
}

export function snapshotFor({ values, from }: PlanCommand): Promise<Snapshot> {
  return snapshotToWrite('plan', values, values.project === undefined ? [] : [values.project], from);
}

/** @throws Problem where the schema cannot be analysed. */
export async function schemaOf(snapshot: Snapshot): Promise<JudgedSchema> {
  const schema = await createAnalyzer({ cacheDirectory: cacheDirectoryFor(snapshot.project.root) }).schema(snapshot);
  if (!schema.ok) throw new Problem(`The schema is not analysed: ${schema.reason}.`);
  if (schema.baseline.type !== 'migrations') throw new Problem('There are no migrations that a rollout could follow.');
  return schema;
}

export function builtBy({ analysis }: JudgedSchema): Catalog {
  return analysis.statements[0]?.before ?? analysis.after;
}

/** @throws Problem where there is none of the name, or where its file is wrong. */
export function rolloutNamed({ project }: Snapshot, name: string): { readonly rollout: FoundRollout; readonly record: RolloutRecord } {
  const all = findRollouts(project);
  const rollout = all.find((one) => one.name === name);
  if (rollout === undefined) {
    const near = nearestName(
      name,
      all.map((one) => one.name),
    );
    throw new Problem(`There is no rollout "${name}"${near === null ? '.' : `; did you mean "${near}"?`}`, '"lockstep plan" lists them.');
  }
  if (!rollout.content.ok) throw new Problem(rollout.content.problems.map((problem) => `${rollout.file}: ${problem}`).join('\n'));
  return { rollout, record: rollout.content.record };
}

/** Writes, and hands back what was written as people name it. @throws Problem where that is not possible. */
export async function written(write: RolloutWrite, from: string): Promise<readonly string[]> {
  const result = carryOut(await formattedByPrisma(write));
  if (!result.ok) throw new Problem(result.reason);
  return result.paths.map((path) => shownPath(path, from));
}

/** Who does it. @throws Problem where nobody says so. */
export async function nameOfPerson({ values }: PlanCommand, directory: string): Promise<string> {
  const given = values.by?.trim() ?? (await nameInGit(directory));
  if (given !== '') return given;
  throw new Problem('Nobody is named who says so.', 'Add --by "<name>", or set user.name in git.');
}
