import { window } from 'vscode';
import type { Environments } from '../environments/environments';

/** The root of a project, asked for where there are several. Undefined where there is none, which was said, and where none was picked. */
export async function pickProject(environments: Environments, title: string): Promise<string | undefined> {
  await environments.load();
  const [first, ...others] = environments.projects();
  if (first === undefined) return void window.showInformationMessage('Lockstep found no Prisma project here.');
  if (others.length === 0) return first.root;
  const items = [first, ...others].map(({ name, detail, root }) => ({ label: name, description: detail, root }));
  return (await window.showQuickPick(items, { title: `Lockstep: ${title}`, placeHolder: 'Of which project' }))?.root;
}
