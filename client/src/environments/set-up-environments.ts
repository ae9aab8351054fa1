import { commands, type Disposable, type QuickPickItem, Range, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import { type SetUpCandidate, type SetUpParams, type SetUpResult, setUpRequest } from '../../../server/src/protocol';
import { isTrusted } from '../deploy/trusted';
import type { Server } from '../server';
import { environmentCommands } from './command-ids';
import type { Environments } from './environments';

interface CandidateItem extends QuickPickItem {
  readonly candidate: SetUpCandidate;
}

/** Proposes environments from what the project has and writes those that are chosen into `lockstep.json`, as one edit. `given`: their ids. */
export function registerSetUpEnvironments(server: Server, environments: Environments): Disposable {
  return commands.registerCommand(environmentCommands.setUp, async (root?: string, given?: readonly string[]) => {
    if (!isTrusted()) return;
    const ask = (params: SetUpParams) => server.request<SetUpResult>(setUpRequest, params);
    const project = root ?? (await pickProject(environments));
    if (project === null) return;
    const found = await ask({ root: project ?? null, chosen: null });
    if (found === undefined) return;
    if (found.problem !== null) return void window.showWarningMessage(found.problem);
    const chosen = given ?? (await pick(found.candidates));
    if (chosen === undefined || chosen.length === 0) return;
    const written = await ask({ root: found.root, chosen });
    if (written === undefined || written.file === null) return void window.showWarningMessage(written?.problem ?? 'Nothing was chosen.');
    if (!(await write(written.file))) return;
    await untilKnown(environments, found.root, chosen);
    const secret = found.candidates.find(({ id, isSecret }) => isSecret && chosen.includes(id));
    if (secret === undefined || given !== undefined) return;
    const answer = await window.showInformationMessage(
      `${secret.name} needs its connection URL, which only this editor keeps.`,
      'Enter URL…',
    );
    if (answer !== undefined) await commands.executeCommand(environmentCommands.setSecret, { root: found.root, environment: secret.name });
  });
}

/** Milliseconds in which the server has surely read the file. */
const patience = 10_000;

/** The server reads the file when the editor tells it that it has changed; commands that follow need what it says. */
function untilKnown(environments: Environments, root: string, names: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    const isKnown = (): boolean => {
      const known = environments.all().filter(({ project }) => project.root === root);
      return names.every((name) => known.some(({ environment }) => environment.name === name));
    };
    const look = (): void => {
      if (!isKnown() && performance.now() < end) return;
      clearInterval(timer);
      listening.dispose();
      resolve();
    };
    const end = performance.now() + patience;
    const listening = environments.onDidChange(look);
    const timer = setInterval(() => void environments.load().then(look), 200);
    void environments.load().then(look);
  });
}

/** Undefined where there is but one; null where none was picked. */
async function pickProject(environments: Environments): Promise<string | undefined | null> {
  await environments.load();
  const projects = environments.projects();
  if (projects.length < 2) return undefined;
  const items = projects.map(({ name, detail, root }) => ({ label: name, description: detail, root }));
  return (await window.showQuickPick(items, { title: 'Lockstep: Set Up Environments', placeHolder: 'Of which project' }))?.root ?? null;
}

async function pick(candidates: readonly SetUpCandidate[]): Promise<readonly string[] | undefined> {
  if (candidates.length === 0) {
    void window.showInformationMessage('lockstep.json has every environment that could be found here.');
    return undefined;
  }
  const items = candidates.map((candidate): CandidateItem => {
    const { name, kind, source, target, isSuggested } = candidate;
    return { label: name, description: `${kind} · ${source}`, picked: isSuggested, candidate, ...(target !== null && { detail: target }) };
  });
  const picked = await window.showQuickPick(items, {
    title: 'Lockstep: Set Up Environments',
    placeHolder: 'The databases that migrations are deployed to; lockstep.json names them, without any password',
    canPickMany: true,
  });
  return picked?.map(({ candidate }) => candidate.id);
}

/** One edit, which undo takes back; the file is shown, saved where nothing else was unsaved in it. False where nothing was written. */
async function write({ uri, text, isNew }: NonNullable<SetUpResult['file']>): Promise<boolean> {
  const file = Uri.parse(uri);
  const edit = new WorkspaceEdit();
  if (isNew) {
    edit.createFile(file, { contents: new TextEncoder().encode(text), overwrite: false, ignoreIfExists: false });
    if (!(await workspace.applyEdit(edit))) return notWritten();
    await window.showTextDocument(file);
    return true;
  }
  const document = await workspace.openTextDocument(file);
  if (document.isDirty) {
    void window.showWarningMessage('lockstep.json has unsaved changes: save it first.');
    return false;
  }
  edit.replace(file, new Range(document.positionAt(0), document.positionAt(document.getText().length)), text);
  if (!(await workspace.applyEdit(edit)) || !(await document.save())) return notWritten();
  await window.showTextDocument(document);
  return true;
}

function notWritten(): false {
  void window.showWarningMessage('lockstep.json could not be written: the folder may be read-only.');
  return false;
}
