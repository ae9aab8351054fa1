import { commands, Disposable, Uri, window } from 'vscode';
import type { JournalEnd } from '../../../server/src/protocol';
import { showPage } from '../documents/preview';
import type { Environments } from '../environments/environments';
import { namedBy } from '../environments/named-environment';
import type { Given } from './chosen-environment';
import type { Operations } from './operations';
import { pickProject } from './pick-project';
import { isTrusted } from './trusted';

/** Commands that show what was done to environments from here. */
export function registerJournal(environments: Environments, operations: Operations): Disposable {
  const read = async (given: Given): Promise<JournalEnd | undefined> => {
    if (!isTrusted()) return undefined;
    const named = namedBy(given);
    const root = named?.root ?? (await pickProject(environments, 'Journal'));
    return root === undefined
      ? undefined
      : operations.run('Journal', { root, environment: named?.environment ?? null }, { type: 'journal' });
  };
  return Disposable.from(
    commands.registerCommand('lockstep.showDeployJournal', async (given?: Given) => {
      const end = await read(given);
      if (end !== undefined) await operations.show(end);
    }),
    commands.registerCommand('lockstep.showDeployReport', async (given?: Given) => {
      const end = await read(given);
      if (end === undefined) return;
      const items = (end.entries ?? []).flatMap(({ title, words, report }) =>
        report === null ? [] : [{ label: title, description: words, report }],
      );
      if (items.length === 0) return void window.showInformationMessage('There is no report of a deploy here yet.');
      const chosen = await window.showQuickPick(items, {
        title: 'Lockstep: Show Deploy Report',
        placeHolder: 'Report',
        matchOnDescription: true,
      });
      if (chosen !== undefined) await showPage(Uri.parse(chosen.report));
    }),
  );
}
