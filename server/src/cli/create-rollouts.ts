import type { RolloutRecord } from '../analysis/plans/rollout/record';
import { carryOut } from '../project/rollouts/carry-out';
import { rolloutChoices } from '../project/rollouts/rollout-choices';
import type { Said } from '../project/rollouts/rollout-of-finding';
import { projectEditOf, type RolloutWrite } from '../project/rollouts/rollout-write';
import { begunRollout } from '../project/rollouts/start';
import type { JudgedSchema } from '../project/schema-analysis';
import { readSnapshot, type Snapshot } from '../project/snapshot';
import type { createFormats } from './formats/created';
import { formatStarts } from './formats/rollouts';
import { formattedByPrisma } from './formatted-by-prisma';
import { Problem } from './problem';
import { shownPath } from './shown-path';

export interface RolloutCreation {
  readonly snapshot: Snapshot;
  readonly schema: JudgedSchema;
  readonly said: Said;
  /** Of the rollout where there is one alone; several are named by what they change. */
  readonly name: string;
  readonly dry: boolean;
  readonly from: string;
  readonly format: (typeof createFormats)[number];
  readonly analyze: (snapshot: Snapshot) => Promise<JudgedSchema>;
}

/** What `lockstep create --way rollout` prints: everything that can be rolled out begins, one after the other, because each edits the schema. */
export async function createRollouts(creation: RolloutCreation): Promise<string> {
  const { said, dry, from, format } = creation;
  let { snapshot, schema } = creation;
  const { offers, refusals } = rolloutChoices(snapshot, schema, said);
  if (offers.length === 0) {
    const reasons = refusals.map(({ message, reason }) => `${message} No rollout is offered: ${reason}.`);
    throw new Problem(
      ['Nothing that the schema changes can be rolled out.', ...reasons].join('\n'),
      'Leave "--way" out: then all of it is one release.',
    );
  }
  const name = offers.length === 1 ? creation.name : null;
  if (dry) {
    const shown: string[] = [];
    for (const { verified } of offers) shown.push(preview(await begin({ snapshot, verified, name, now: new Date(), from: null }), from));
    return shown.join('\n');
  }
  const begun: { readonly record: RolloutRecord; readonly paths: readonly string[] }[] = [];
  let isPart = false;
  for (let [offer] = offers; offer !== undefined; [offer] = rolloutChoices(snapshot, schema, said).offers) {
    const write = await begin({ snapshot, verified: offer.verified, name, now: new Date(), from: null });
    const result = carryOut(write);
    if (!result.ok) throw new Problem(result.reason);
    begun.push({ record: write.final, paths: result.paths.map((path) => shownPath(path, from)) });
    isPart = offer.rest !== null;
    snapshot = await readSnapshot(snapshot.project, new Map());
    schema = await creation.analyze(snapshot);
  }
  return formatStarts(format, begun, isPart);
}

async function begin(beginning: Parameters<typeof begunRollout>[0]): Promise<RolloutWrite> {
  const result = begunRollout(beginning);
  if (!result.ok) throw new Problem(result.reason);
  return formattedByPrisma(result.write);
}

function preview(write: RolloutWrite, from: string): string {
  const { creates, changes } = projectEditOf(write);
  return [...creates, ...changes].map(({ path, text }) => `-- ${shownPath(path, from)}\n\n${text}`).join('\n');
}
