import { commands, type Disposable, type QuickPickItem, window } from 'vscode';
import type { EnvironmentParams } from '../../../server/src/protocol';
import { environmentCommands } from './command-ids';
import { type Environments, type ProjectEnvironment, paramsOf } from './environments';

/** Makes an environment the current one. An argument names it; otherwise it is asked for. */
export function registerChooseEnvironment(environments: Environments): Disposable {
  return commands.registerCommand(environmentCommands.choose, async (given?: EnvironmentParams) => {
    const chosen = given ?? (await pickEnvironment(environments, 'Choose Environment'));
    if (chosen !== undefined) await environments.choose(chosen);
  });
}

interface EnvironmentItem extends QuickPickItem {
  readonly params: EnvironmentParams;
}

/** Asks for an environment; offers to set some up where there is none. `filter` leaves out what does not fit. */
export async function pickEnvironment(
  environments: Environments,
  title: string,
  filter: (one: ProjectEnvironment) => boolean = () => true,
): Promise<EnvironmentParams | undefined> {
  await environments.load();
  const all = environments.all();
  const fitting = all.filter(filter);
  if (fitting.length === 0) {
    const reason = all.length === 0 ? 'No environment is set up yet.' : 'No environment keeps its URL in the secret storage.';
    const answer = await window.showInformationMessage(reason, 'Set Up Environments');
    if (answer !== undefined) await commands.executeCommand(environmentCommands.setUp);
    return undefined;
  }
  const several = new Set(fitting.map(({ project }) => project.root)).size > 1;
  const items = fitting.map((one): EnvironmentItem => {
    const { project, environment } = one;
    return {
      label: environment.name,
      description: [environment.kind, environment.target ?? 'no URL', ...(several ? [project.name] : [])].join(' · '),
      params: paramsOf(one),
    };
  });
  return (await window.showQuickPick(items, { title: `Lockstep: ${title}`, matchOnDescription: true }))?.params;
}
