import { commands, Disposable, window } from 'vscode';
import type { DeployPlan, DeployTerms, EnvironmentParams, PreviewEnd } from '../../../server/src/protocol';
import type { Environments } from '../environments/environments';
import { chooseStep } from './choose-step';
import { chosenEnvironment, type Given } from './chosen-environment';
import { typedName } from './confirm';
import { lookAtGate } from './look-at-gate';
import type { Operations } from './operations';

const withoutTerms: DeployTerms = { overrides: [], withBackup: false };

/** Commands that look at a deploy and that carry it out. */
export function registerDeploy(environments: Environments, operations: Operations): Disposable {
  return Disposable.from(
    commands.registerCommand('lockstep.showDeployLog', operations.log.show),
    commands.registerCommand('lockstep.previewDeploy', async (given?: Given) => {
      const environment = await chosenEnvironment(environments, given, 'Preview Deploy');
      if (environment === undefined) return;
      const end = await previewOf(environment, withoutTerms, operations);
      if (end !== undefined) await operations.show(end);
    }),
    commands.registerCommand('lockstep.deploy', async (given?: Given) => {
      const environment = await chosenEnvironment(environments, given, 'Deploy');
      if (environment !== undefined) await deploy(environment, environments, operations);
    }),
  );
}

function previewOf(environment: EnvironmentParams, terms: DeployTerms, operations: Operations): Promise<PreviewEnd | undefined> {
  return operations.run(`Preview of a deploy to ${environment.environment}`, environment, { type: 'preview', ...terms });
}

/** What it would do and its gates, as often as somebody looks again; then the confirmation, and the deploy. */
async function deploy(environment: EnvironmentParams, environments: Environments, operations: Operations): Promise<void> {
  const name = environment.environment;
  let terms = withoutTerms;
  let isShown = false;
  for (;;) {
    const end = await previewOf(environment, terms, operations);
    if (end === undefined) return;
    const { plan } = end;
    if (end.state !== 'done' || plan === undefined || !isShown) await operations.show(end);
    if (end.state !== 'done' || plan === undefined) return;
    isShown = true;
    if (plan.pending.length === 0) return void window.showInformationMessage(`Nothing is to be deployed to ${name}.`);
    const next = await decided(name, plan, terms, operations);
    if (next === 'turn-back') return;
    if (next === 'deploy') return run(environment, plan, terms, environments, operations);
    terms = next;
  }
}

/** The terms to look again with. */
async function decided(
  name: string,
  plan: DeployPlan,
  terms: DeployTerms,
  operations: Operations,
): Promise<DeployTerms | 'deploy' | 'turn-back'> {
  for (;;) {
    const step = await chooseStep(name, plan, terms);
    switch (step?.type) {
      case undefined:
        return 'turn-back';
      case 'deploy':
        return 'deploy';
      case 'check-again':
        return terms;
      case 'back-up-first':
        return { ...terms, withBackup: step.withBackup };
      case 'look': {
        const { gate } = step.gate;
        const reason = await lookAtGate(step.gate, name, operations);
        if (reason === undefined) continue;
        return { ...terms, overrides: [...terms.overrides.filter((one) => one.gate !== gate), { gate, reason }] };
      }
    }
  }
}

async function run(
  environment: EnvironmentParams,
  { isProtected }: DeployPlan,
  terms: DeployTerms,
  environments: Environments,
  operations: Operations,
): Promise<void> {
  const name = environment.environment;
  const confirmed = isProtected ? await typedName(name, 'deploy') : null;
  if (confirmed === undefined) return;
  operations.log.show();
  const end = await operations.run(`Deploy to ${name}`, environment, { type: 'deploy', ...terms, confirmed });
  await environments.load();
  await environments.ask(environment);
  if (end === undefined) return;
  // The page says what the report says of the failure, and what to do; the report is kept.
  await (end.isRecoverable === true ? commands.executeCommand('lockstep.recover', environment) : operations.show(end));
}
