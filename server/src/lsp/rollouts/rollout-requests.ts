import { dirname } from 'node:path';
import type { Connection } from 'vscode-languageserver';
import { nextLine } from '../../analysis/plans/rollout/checklist';
import { progressOf, type RolloutRecord, withConfirmation } from '../../analysis/plans/rollout/record';
import { advance } from '../../deploy/rollouts/advance';
import { chosenEnvironments, everywhere } from '../../deploy/rollouts/environments';
import { type GateId, gateIds } from '../../deploy/rollouts/gates/gate';
import { nameInGit } from '../../project/person';
import type { Engine } from '../../project/prisma-engine/engine';
import { abandoned } from '../../project/rollouts/abandon';
import { type FoundRollout, findRollouts, rolloutIn, rolloutsDirectory } from '../../project/rollouts/find-rollouts';
import { recordWrite } from '../../project/rollouts/promote';
import { formattedWrite, projectEditOf, type RolloutWrite } from '../../project/rollouts/rollout-write';
import {
  type AdvanceParams,
  type AdvanceResult,
  abandonRolloutRequest,
  advanceRolloutRequest,
  type ConfirmParams,
  type ConfirmResult,
  confirmReleaseRequest,
  type OfferedEdit,
  type RevertResult,
  rolloutsRequest,
  type ShownRollout,
} from '../../protocol';
import { environmentResolver } from '../environments/environment-resolver';
import { offeredEdit } from '../offered-edit';
import type { OpenDocuments } from '../open-documents';
import { pathOf } from '../paths';
import type { Analysed } from '../session';
import type { Workspace } from '../workspace';
import { changedDocuments, createdFiles } from './opened';
import { shownRollout } from './shown-rollout';

interface Parts {
  readonly workspace: Workspace;
  readonly documents: OpenDocuments;
  readonly engine: Engine;
  readonly trusted: () => boolean;
}

/** Answers what is asked about rollouts. Nothing is written here: an edit is handed to the client, which shows it and can undo it. */
export function answerRolloutRequests(connection: Connection, { workspace, documents, engine, trusted }: Parts): void {
  const resolved = environmentResolver(connection, trusted);

  connection.onRequest(rolloutsRequest, async (): Promise<readonly ShownRollout[]> => {
    await workspace.settled();
    return workspace
      .sessions()
      .flatMap(({ project }) => findRollouts(project, documents.overlay()).map((rollout) => shownRollout(rollout, project)));
  });

  connection.onRequest(advanceRolloutRequest, async ({ uri, environments, skips }: AdvanceParams): Promise<AdvanceResult> => {
    const found = await foundRollout(uri, workspace, documents);
    if (!found.ok) return { problem: found.problem, edit: null, gates: [] };
    const { rollout, record, analysed } = found;
    const { snapshot, schema } = analysed;
    const { project } = snapshot;
    if (!schema.ok) return { problem: `The schema is not analysed: ${schema.reason}.`, edit: null, gates: [] };
    const chosen = chosenEnvironments(project, environments);
    if (!chosen.ok) return { problem: chosen.problem, edit: null, gates: [] };
    const result = await advance({
      ...{ snapshot, rollout, record, now: new Date(), overlay: documents.overlay() },
      built: schema.analysis.statements[0]?.before ?? schema.analysis.after,
      environments: await Promise.all(chosen.chosen.map((settings) => resolved(settings, project))),
      skips: skipsOf(skips),
    });
    if (result.outcome === 'impossible') return { problem: result.reason, edit: null, gates: [] };
    if (result.outcome === 'refused')
      return { problem: `${rollout.name} stays in the stage ${result.stage.name}.`, edit: null, gates: result.gates };
    const label = result.outcome === 'finished' ? `Finish ${rollout.name}` : `Begin the stage ${result.stage.name} of ${rollout.name}`;
    const write = await formattedWrite(engine, result.write);
    return { problem: null, edit: offered(label, nextLine(write.final), write), gates: result.gates };
  });

  connection.onRequest(confirmReleaseRequest, async ({ uri, environments, by, note }: ConfirmParams): Promise<ConfirmResult> => {
    const found = await foundRollout(uri, workspace, documents);
    if (!found.ok) return { problem: found.problem, edit: null, person: '' };
    const { rollout, record, analysed } = found;
    const { snapshot } = analysed;
    const progress = progressOf(record);
    if (progress?.type !== 'in-stage' || progress.stage.type !== 'release') {
      return { problem: `${rollout.name} does not wait for a release. ${plain(record)}`, edit: null, person: '' };
    }
    if (by === null) return { problem: null, edit: null, person: trusted() ? await nameInGit(rollout.directory) : '' };
    const isNamed = snapshot.project.settings.environments.length > 0;
    if (isNamed && environments.length === 0) return { problem: 'Name the environments that run the release.', edit: null, person: by };
    const chosen = chosenEnvironments(snapshot.project, environments);
    if (!chosen.ok) return { problem: chosen.problem, edit: null, person: by };
    const places = !isNamed ? [everywhere] : chosen.chosen.map(({ name }) => name);
    const confirmation = { stage: progress.stage.name, by, at: new Date().toISOString(), note };
    const confirmed = places.reduce((after, environment) => withConfirmation(after, { ...confirmation, environment }), record);
    const write = recordWrite({ snapshot, rollout, overlay: documents.overlay() }, confirmed);
    return { problem: null, edit: offered(`Confirm the release of ${rollout.name} in ${places.join(', ')}`, null, write), person: by };
  });

  connection.onRequest(abandonRolloutRequest, async ({ uri, by }: ConfirmParams): Promise<RevertResult> => {
    const refusal = (problem: string): RevertResult => ({ problem, edit: null, notes: [], asks: [] });
    const found = await foundRollout(uri, workspace, documents);
    if (!found.ok) return refusal(found.problem);
    const { rollout, record, analysed } = found;
    const state = progressOf(record)?.type;
    if (state === 'finished' || state === 'abandoned') return refusal(`${rollout.name} is ${state}.`);
    const person = by ?? (trusted() ? await nameInGit(rollout.directory) : '');
    if (person === '') return refusal('Nobody is named who says so: set user.name in git.');
    const { snapshot } = analysed;
    const result = await abandoned({ snapshot, rollout, record, by: person, now: new Date(), overlay: documents.overlay() });
    if (!result.ok) return refusal(result.reason);
    const notes = [...result.losses, `The schema has the change to ${record.subject} again: take that back, or make it in another way.`];
    const write = await formattedWrite(engine, result.write);
    return { problem: null, edit: offered(`Abandon ${rollout.name}`, notes.join(' '), write), notes, asks: [] };
  });

  function offered(label: string, description: string | null, write: RolloutWrite): OfferedEdit {
    const edit = projectEditOf(write);
    return offeredEdit(
      { label, description: description?.replaceAll('`', '') ?? null },
      changedDocuments(edit, documents),
      createdFiles(edit),
    );
  }
}

type Found =
  | { readonly ok: true; readonly rollout: FoundRollout; readonly record: RolloutRecord; readonly analysed: Analysed }
  | { readonly ok: false; readonly problem: string };

async function foundRollout(uri: string, workspace: Workspace, documents: OpenDocuments): Promise<Found> {
  await workspace.settled();
  const path = pathOf(uri);
  const directory = path === null ? null : dirname(path);
  const session = workspace.sessions().find(({ project }) => directory !== null && rolloutsDirectory(project) === dirname(directory));
  const rollout = directory === null ? null : rolloutIn(directory, documents.overlay());
  if (session === undefined || rollout === null) return { ok: false, problem: 'There is no such rollout any more.' };
  if (session.unsupported !== null) return { ok: false, problem: session.unsupported };
  if (!rollout.content.ok) return { ok: false, problem: rollout.content.problems.join(' ') };
  const analysed = session.analysed();
  if (analysed === null) return { ok: false, problem: 'The project is not analysed yet.' };
  return { ok: true, rollout, record: rollout.content.record, analysed };
}

function skipsOf(skips: AdvanceParams['skips']): ReadonlyMap<GateId, string> {
  return new Map(
    skips.flatMap(({ gate, reason }): readonly (readonly [GateId, string])[] => {
      const id = gateIds.find((one) => one === gate);
      return id === undefined || reason.trim() === '' ? [] : [[id, reason.trim()]];
    }),
  );
}

function plain(record: RolloutRecord): string {
  return nextLine(record).replaceAll('`', '');
}
