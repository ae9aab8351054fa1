import { type CodeAction, CodeActionKind, type Diagnostic, type Range } from 'vscode-languageserver';
import type { Finding } from '../analysis/finding';
import { clientCommands, serverCommands } from '../protocol';
import type { ClientSupport } from './client-support';
import { diagnosticSource } from './diagnostic';
import { type MigrationView, shownFindings } from './migration-view';
import { addReason, type Change, ignoreFile, ignoreStatement, removeSuppression } from './suppression-edits';
import { workspaceEdit } from './workspace-edit';

/** One thing that can be done about a finding by editing its file. */
type Remedy = 'ignore-statement' | 'ignore-file' | 'remove-suppression' | 'add-reason';

/** What an action carries until it is chosen: enough to compute its edit from the text of that moment. */
interface ActionData {
  readonly uri: string;
  readonly remedy: Remedy;
  readonly rule: string;
  readonly statement: number | null;
  /** Of the finding, in the version below. */
  readonly offset: number;
  readonly version: number | null;
}

const titles: Readonly<Record<Remedy, string>> = {
  'ignore-statement': 'Ignore here, with a reason…',
  'ignore-file': 'Ignore in this file, with a reason…',
  'remove-suppression': 'Remove the unused suppression',
  'add-reason': 'Give a reason…',
};

/** What can be done about the findings in a range. Edits are left out where the client asks for them with `codeAction/resolve`. */
export function codeActions(
  view: MigrationView,
  range: Range,
  diagnostics: readonly Diagnostic[],
  client: ClientSupport,
): readonly CodeAction[] {
  const start = view.positions.offset(range.start);
  const end = view.positions.offset(range.end);
  const touched = shownFindings(view).filter(({ span }) => span.start <= end && start <= span.end);
  return touched.flatMap((finding) => actionsFor(view, finding, diagnosticFor(view, finding, diagnostics), client));
}

/** Fills in the edit. An action of an older text is returned as it is: applying nothing is better than applying it elsewhere. */
export function resolveCodeAction(action: CodeAction, view: MigrationView | undefined, client: ClientSupport): CodeAction {
  const data = actionData(action.data);
  if (data === null || view === undefined || view.version !== data.version) return action;
  const change = changeFor(view, data);
  return change === null ? action : { ...action, edit: workspaceEdit(view, change, client) };
}

function actionsFor(
  view: MigrationView,
  finding: Finding,
  diagnostic: Diagnostic | undefined,
  client: ClientSupport,
): readonly CodeAction[] {
  const diagnostics = diagnostic === undefined ? {} : { diagnostics: [diagnostic] };
  const edits = remediesFor(view, finding).map((remedy): CodeAction => {
    const data: ActionData = {
      uri: view.uri,
      remedy,
      rule: finding.rule,
      statement: finding.statement,
      offset: finding.span.start,
      version: view.version,
    };
    const preferred = remedy === 'remove-suppression' ? { isPreferred: true } : {};
    const action = { title: titled(remedy, finding), kind: CodeActionKind.QuickFix, ...diagnostics, ...preferred, data };
    return client.resolveActions ? action : resolveCodeAction(action, view, client);
  });
  return [...edits, ...showRulePage(finding, diagnostics, client)];
}

/** The text of a migration that is applied somewhere is never changed, so there only the page is offered. */
function remediesFor(view: MigrationView, finding: Finding): readonly Remedy[] {
  if (view.analysis.facts.state !== 'pending') return [];
  if (finding.rule === 'suppression-unused') return ['remove-suppression'];
  if (finding.rule === 'suppression-without-reason') return ['add-reason'];
  return finding.statement === null ? ['ignore-file'] : ['ignore-statement', 'ignore-file'];
}

function titled(remedy: Remedy, finding: Finding): string {
  return remedy === 'ignore-statement' || remedy === 'ignore-file' ? `${titles[remedy]} (${finding.rule})` : titles[remedy];
}

function showRulePage(
  { rule }: Finding,
  diagnostics: { readonly diagnostics?: Diagnostic[] },
  client: ClientSupport,
): readonly CodeAction[] {
  if (!client.commands && !client.showDocument) return [];
  const command = client.commands ? clientCommands.showRulePage : serverCommands.openRulePage;
  const title = `Show rule page (${rule})`;
  return [{ title, kind: CodeActionKind.QuickFix, ...diagnostics, command: { title, command, arguments: [rule] } }];
}

function changeFor(view: MigrationView, { remedy, rule, statement, offset }: ActionData): Change | null {
  const at = { start: offset, end: offset };
  switch (remedy) {
    case 'ignore-statement':
      return statement === null ? null : ignoreStatement(view, rule, statement);
    case 'ignore-file':
      return ignoreFile(view, rule);
    case 'remove-suppression':
      return removeSuppression(view, at);
    case 'add-reason':
      return addReason(view, at);
  }
}

/** The client's own copy of the diagnostic, so that it can show the action beside it. */
function diagnosticFor(view: MigrationView, finding: Finding, diagnostics: readonly Diagnostic[]): Diagnostic | undefined {
  const { start } = view.positions.range(finding.span);
  return diagnostics.find(
    ({ source, code, range }) =>
      source === diagnosticSource && code === finding.rule && range.start.line === start.line && range.start.character === start.character,
  );
}

/** URI of the document that an action is for; null for an action of somebody else. */
export function documentOf(action: CodeAction): string | null {
  return actionData(action.data)?.uri ?? null;
}

function actionData(data: unknown): ActionData | null {
  if (typeof data !== 'object' || data === null) return null;
  if (!('uri' in data && 'remedy' in data && 'rule' in data && 'statement' in data && 'offset' in data && 'version' in data)) return null;
  const { uri, remedy, rule, statement, offset, version } = data;
  if (typeof uri !== 'string' || typeof rule !== 'string' || typeof offset !== 'number') return null;
  if (!isRemedy(remedy) || !isNumberOrNull(statement) || !isNumberOrNull(version)) return null;
  return { uri, remedy, rule, statement, offset, version };
}

function isRemedy(value: unknown): value is Remedy {
  return typeof value === 'string' && Object.hasOwn(titles, value);
}

function isNumberOrNull(value: unknown): value is number | null {
  return value === null || typeof value === 'number';
}
