import { commands, Disposable, Uri, window } from 'vscode';
import {
  type AdvanceParams,
  type AdvanceResult,
  abandonRolloutRequest,
  advanceRolloutRequest,
  type ConfirmParams,
  type ConfirmResult,
  confirmReleaseRequest,
  type RevertResult,
  type ShownGate,
  type ShownRollout,
} from '../../../server/src/protocol';
import { makeOffered } from '../edits/offered-edit';
import type { Server } from '../server';
import { chosenRollout } from './choose-rollout';
import type { Rollouts } from './rollouts';
import type { RolloutNode } from './rollouts-tree';

type Given = RolloutNode | string | undefined;

const isOpen = ({ state }: ShownRollout): boolean => state === 'open';

/** The commands of the tree "Rollouts", which the palette has too. `isPreviewed`: for tests. */
export function registerRolloutCommands(server: Server, rollouts: Rollouts): Disposable {
  return Disposable.from(
    commands.registerCommand('lockstep.refreshRollouts', () => rollouts.load()),
    commands.registerCommand('lockstep.runStageBackfill', (node?: RolloutNode) => runBackfill(node)),
    commands.registerCommand('lockstep.showRollout', (given?: Given) => show(given, rollouts)),
    commands.registerCommand('lockstep.advanceRollout', (given?: Given, isPreviewed = true) =>
      advance(server, rollouts, given, isPreviewed),
    ),
    commands.registerCommand('lockstep.confirmRelease', (given?: Given, isPreviewed = true) =>
      confirm(server, rollouts, given, isPreviewed),
    ),
    commands.registerCommand('lockstep.abandonRollout', (given?: Given, isPreviewed = true) =>
      abandon(server, rollouts, given, isPreviewed),
    ),
  );
}

async function show(given: Given, rollouts: Rollouts): Promise<void> {
  const rollout = await chosenRollout(given, rollouts, 'Lockstep: Show Rollout', () => true);
  if (rollout !== undefined) await commands.executeCommand('markdown.showPreview', Uri.parse(rollout.checklist));
}

async function runBackfill(node: RolloutNode | undefined): Promise<void> {
  const uri = node?.type === 'part' ? node.part.uri : null;
  await commands.executeCommand('lockstep.runBackfill', uri === null ? undefined : Uri.parse(uri));
}

async function advance(server: Server, rollouts: Rollouts, given: Given, isPreviewed: boolean): Promise<void> {
  const title = 'Lockstep: Advance Rollout';
  const rollout = await chosenRollout(given, rollouts, title, isOpen);
  if (rollout === undefined) return;
  const environments = await environmentsOf(rollout, title, 'Environments whose gates are asked', rollout.deployed);
  if (environments === undefined) return;
  const ask = (skips: AdvanceParams['skips']) =>
    server.request<AdvanceResult>(advanceRolloutRequest, { uri: rollout.uri, environments, skips } satisfies AdvanceParams);
  let result = await ask([]);
  const blocked = result?.gates.filter(({ state }) => state === 'blocked') ?? [];
  if (result?.problem != null && blocked.length > 0) {
    const reason = await reasonToGoOn(result.problem, blocked);
    if (reason === undefined) return;
    result = await ask([...new Set(blocked.map(({ gate }) => gate))].map((gate) => ({ gate, reason })));
  }
  if (result === undefined) return;
  if (result.problem !== null) return void window.showWarningMessage(result.problem);
  if (result.edit !== null && (await makeOffered(result.edit, isPreviewed))) await rollouts.load();
}

/** Undefined where the person leaves it at that. */
async function reasonToGoOn(problem: string, blocked: readonly ShownGate[]): Promise<string | undefined> {
  const goOn = 'Go On with a Reason…';
  const lines = blocked.map(({ gate, environment, evidence }) => `${gate} in ${environment}: ${evidence}`);
  const chosen = await window.showWarningMessage(`${problem} ${lines.join(' ')}`, goOn);
  if (chosen !== goOn) return undefined;
  return window.showInputBox({
    title: 'Lockstep: Advance Rollout',
    prompt: `Why it goes on without ${[...new Set(blocked.map(({ gate }) => gate))].join(', ')}. The reason is kept in the rollout.`,
    validateInput: (text) => (text.trim() === '' ? 'Say why.' : null),
  });
}

async function confirm(server: Server, rollouts: Rollouts, given: Given, isPreviewed: boolean): Promise<void> {
  const title = 'Lockstep: Confirm Release';
  const rollout = await chosenRollout(given, rollouts, title, ({ stage }) => stage === 'release');
  if (rollout === undefined) return;
  const ask = (params: Omit<ConfirmParams, 'uri'>) =>
    server.request<ConfirmResult>(confirmReleaseRequest, { ...params, uri: rollout.uri } satisfies ConfirmParams);
  const first = await ask({ environments: [], by: null, note: null });
  if (first === undefined) return;
  if (first.problem !== null) return void window.showWarningMessage(first.problem);
  const environments = await environmentsOf(rollout, title, 'Environments that the release runs in', []);
  if (environments === undefined) return;
  const by = await window.showInputBox({
    title,
    prompt: `Who says that the application that runs in ${environments.join(', ') || 'every environment'} does what the checklist asks for?`,
    value: first.person,
    validateInput: (text) => (text.trim() === '' ? 'Give a name.' : null),
  });
  if (by === undefined) return;
  const result = await ask({ environments, by: by.trim(), note: null });
  if (result === undefined) return;
  if (result.problem !== null) return void window.showWarningMessage(result.problem);
  if (result.edit !== null && (await makeOffered(result.edit, isPreviewed))) await rollouts.load();
}

/** Those of several that are picked; `picked` are so from the start. Undefined where somebody turns back or picks none. */
async function environmentsOf(
  { environments }: ShownRollout,
  title: string,
  placeHolder: string,
  picked: readonly string[],
): Promise<readonly string[] | undefined> {
  if (environments.length < 2) return environments;
  const items = environments.map((label) => ({ label, picked: picked.includes(label) }));
  const chosen = await window.showQuickPick(items, { title, canPickMany: true, placeHolder });
  return chosen === undefined || chosen.length === 0 ? undefined : chosen.map(({ label }) => label);
}

async function abandon(server: Server, rollouts: Rollouts, given: Given, isPreviewed: boolean): Promise<void> {
  const rollout = await chosenRollout(given, rollouts, 'Lockstep: Abandon Rollout', isOpen);
  if (rollout === undefined) return;
  const params: ConfirmParams = { uri: rollout.uri, environments: [], by: null, note: null };
  const result = await server.request<RevertResult>(abandonRolloutRequest, params);
  if (result === undefined) return;
  if (result.problem !== null) return void window.showWarningMessage(result.problem);
  if (result.edit === null || !(await makeOffered(result.edit, isPreviewed))) return;
  await rollouts.load();
  void window.showInformationMessage(result.notes.join(' '));
}
