import { type QuickPickItem, QuickPickItemKind } from 'vscode';
import type { DeployGate, DeployPlan, DeployTerms } from '../../../server/src/protocol';
import { pickOne } from './pick-one';

/** What somebody wants to do once they have seen what a deploy would do. */
export type Step =
  | { readonly type: 'deploy' }
  | { readonly type: 'check-again' }
  | { readonly type: 'back-up-first'; readonly withBackup: boolean }
  | { readonly type: 'look'; readonly gate: DeployGate };

interface StepItem extends QuickPickItem {
  /** Null: there is nothing to do with it. */
  readonly step: Step | null;
}

/** An icon never stands alone: the word is beside it. */
const icons: Readonly<Record<DeployGate['state'], string>> = {
  ok: '$(pass)',
  warning: '$(warning)',
  blocked: '$(error)',
  overridden: '$(debug-step-over)',
  skipped: '$(dash)',
};

/** What is in the way comes first. */
const shownFirst = ['blocked', 'overridden', 'warning', 'ok', 'skipped'] as const satisfies readonly DeployGate['state'][];

/** The gates with their evidence, and the deploy above them as far as they are open. Undefined where somebody turns back. */
export async function chooseStep(environment: string, plan: DeployPlan, { withBackup }: DeployTerms): Promise<Step | undefined> {
  const items: readonly StepItem[] = [
    deployItem(environment, plan),
    {
      label: withBackup ? '$(archive) Without a backup before' : '$(archive) With a backup before',
      description: withBackup ? 'now one is made before the first statement' : 'now none is made',
      step: { type: 'back-up-first', withBackup: !withBackup },
    },
    { label: '$(refresh) Check again', step: { type: 'check-again' } },
    { label: 'Gates', kind: QuickPickItemKind.Separator, step: null },
    ...shownFirst.flatMap((state) => plan.gates.filter((gate) => gate.state === state).map(gateItem)),
  ];
  const chosen = await pickOne(items, {
    title: `Lockstep: Deploy to ${environment} · ${plan.target}`,
    placeHolder: 'A gate shows its evidence, and what can be done',
    ignoreFocusOut: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen === undefined) return undefined;
  return chosen.step ?? { type: 'check-again' };
}

function deployItem(environment: string, { pending, gates }: DeployPlan): StepItem {
  const blocked = gates.filter(({ state }) => state === 'blocked');
  const what = pending.length === 1 ? '1 migration' : `${pending.length} migrations`;
  if (blocked.length === 0)
    return { label: `$(rocket) Deploy ${what} to ${environment}`, detail: pending.join(', '), step: { type: 'deploy' } };
  const names = blocked.map(({ title }) => title).join(', ');
  return { label: '$(circle-slash) The deploy is blocked', description: names, step: { type: 'check-again' } };
}

function gateItem(gate: DeployGate): StepItem {
  const { title, state, evidence } = gate;
  return { label: `${icons[state]} ${title}`, description: state, detail: evidence, step: { type: 'look', gate } };
}
