import { type CodeAction, CodeActionKind, type Command, type Diagnostic, type Range } from 'vscode-languageserver';
import type { Finding } from '../analysis/finding';
import { clientCommands, serverCommands } from '../protocol';
import type { ClientSupport } from './client-support';
import { diagnosticSource } from './diagnostic';
import type { OfferedDocument } from './offered-edit';
import type { Positions } from './positions';
import type { Change } from './suppression-edits';
import { type NewFile, workspaceEdit } from './workspace-edit';

/** A document with findings about which something can be done by editing it. */
export interface ActionPage {
  readonly uri: string;
  /** Of the open document; null where the text was read from the disk. */
  readonly version: number | null;
  readonly positions: Positions;
  readonly findings: readonly Finding[];
  /** Best first. */
  readonly remedies: (finding: Finding) => readonly Remedy[];
  /** What our own client can show about it beyond its rule. */
  readonly shows: (finding: Finding) => readonly Command[];
  /** What our own client can write with what it asks for; asked after `remedies`, which find out what is needed. */
  readonly asks: (finding: Finding) => readonly Command[];
}

/** One thing that can be done about a finding. */
export interface Remedy {
  /** Names it among the remedies of its finding. */
  readonly kind: string;
  readonly title: string;
  /** Whether an editor may take it without asking. */
  readonly isPreferred?: boolean;
  /** Whether it writes what deletes data: then the client shows it before. */
  readonly isDestructive?: boolean;
  /** Why it cannot be done, as a sentence, where that is found out when it is chosen; null where it can. */
  readonly refusal?: () => string | null;
  /** Null where the text leaves no place for it. */
  readonly changes: () => readonly Change[] | null;
  /** Files that are there afterwards and were not before; computed together with the changes. */
  readonly creates?: () => readonly NewFile[];
  /** Other documents that change with it; never without files that it creates. */
  readonly elsewhere?: () => readonly OfferedDocument[];
}

/** What an action carries until it is chosen: enough to compute its edit from the text of that moment. */
interface ActionData {
  readonly uri: string;
  readonly remedy: string;
  readonly rule: string;
  readonly statement: number | null;
  /** What the finding is about, by which it is found again in another version. */
  readonly relation: string | null;
  readonly column: string | null;
  /** Of the finding, in the version below. */
  readonly offset: number;
  readonly version: number | null;
}

/** What can be done about the findings in a range. Edits are left out where the client asks for them with `codeAction/resolve`. */
export function codeActions(
  page: ActionPage,
  range: Range,
  diagnostics: readonly Diagnostic[],
  client: ClientSupport,
): readonly CodeAction[] {
  const start = page.positions.offset(range.start);
  const end = page.positions.offset(range.end);
  const touched = page.findings.filter(({ span }) => span.start <= end && start <= span.end);
  return touched.flatMap((finding) => actionsFor(page, finding, diagnosticFor(page, finding, diagnostics), client));
}

/**
 * Fills in the edit, computed from the text of this moment. Where that has changed since the action was offered, the finding is looked for
 * again: an action that would do something else by now is returned as it is, for applying nothing is better than applying it elsewhere.
 */
export function resolveCodeAction(action: CodeAction, page: ActionPage | null, client: ClientSupport): ResolvedAction {
  const data = actionData(action.data);
  if (data === null) return { action, refusal: null };
  const changed = `The text has changed since "${action.title}" was offered. Nothing was written.`;
  if (page === null) return { action, refusal: changed };
  const remedy = page.version === data.version ? offeredRemedy(page, data) : sameRemedy(page, data, action.title);
  if (remedy === null) return { action, refusal: changed };
  const resolved = withEdit(action, page, remedy, client);
  return { action: resolved, refusal: resolved.edit === undefined ? (remedy.refusal?.() ?? changed) : null };
}

/** `refusal`: why it has no edit, as a sentence. */
export interface ResolvedAction {
  readonly action: CodeAction;
  readonly refusal: string | null;
}

function offeredRemedy(page: ActionPage, data: ActionData): Remedy | null {
  const finding = page.findings.find(
    ({ rule, statement, span }) => rule === data.rule && statement === data.statement && span.start === data.offset,
  );
  return finding === undefined ? null : (page.remedies(finding).find(({ kind }) => kind === data.remedy) ?? null);
}

/** Of the only finding that is about the same, if it has a remedy that says the same. */
function sameRemedy(page: ActionPage, data: ActionData, title: string): Remedy | null {
  const [finding, ...others] = page.findings.filter(
    ({ rule, relation, column }) => rule === data.rule && relation === data.relation && column === data.column,
  );
  if (finding === undefined || others.length > 0) return null;
  return page.remedies(finding).find((remedy) => remedy.kind === data.remedy && remedy.title === title) ?? null;
}

function actionsFor(page: ActionPage, finding: Finding, diagnostic: Diagnostic | undefined, client: ClientSupport): readonly CodeAction[] {
  const diagnostics = diagnostic === undefined ? {} : { diagnostics: [diagnostic] };
  const remedies = page.remedies(finding).filter(({ creates }) => creates === undefined || client.createFiles);
  const edits = remedies.map((remedy): CodeAction => {
    const { kind, title, isPreferred = false } = remedy;
    const data: ActionData = {
      uri: page.uri,
      remedy: kind,
      rule: finding.rule,
      statement: finding.statement,
      relation: finding.relation,
      column: finding.column,
      offset: finding.span.start,
      version: page.version,
    };
    const action = { title, kind: CodeActionKind.QuickFix, ...diagnostics, ...(isPreferred && { isPreferred }), data };
    return client.resolveActions ? action : withEdit(action, page, remedy, client);
  });
  const command = (one: Command): CodeAction => ({ title: one.title, kind: CodeActionKind.QuickFix, ...diagnostics, command: one });
  const shown = client.commands ? page.shows(finding).map(command) : [];
  const asked = client.commands ? page.asks(finding).map(command) : [];
  // What solves it comes before what silences it.
  const silence = remedies.findIndex(({ kind }) => kind.startsWith('ignore'));
  const solving = silence === -1 ? edits.length : silence;
  return [...shown, ...edits.slice(0, solving), ...asked, ...edits.slice(solving), ...showRulePage(finding, diagnostics, client)];
}

function withEdit(
  action: CodeAction,
  page: ActionPage,
  { changes, creates, elsewhere, isDestructive = false }: Remedy,
  client: ClientSupport,
): CodeAction {
  const found = changes();
  const annotation = { label: action.title, isDestructive };
  return found === null ? action : { ...action, edit: workspaceEdit(page, found, client, creates?.(), elsewhere?.(), annotation) };
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

/** The client's own copy of the diagnostic, so that it can show the action beside it. */
function diagnosticFor(page: ActionPage, finding: Finding, diagnostics: readonly Diagnostic[]): Diagnostic | undefined {
  const { start } = page.positions.range(finding.span);
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
  if (!('relation' in data && 'column' in data) || !isTextOrNull(data.relation) || !isTextOrNull(data.column)) return null;
  const { uri, remedy, rule, statement, offset, version, relation, column } = data;
  if (typeof uri !== 'string' || typeof remedy !== 'string' || typeof rule !== 'string' || typeof offset !== 'number') return null;
  if (!isNumberOrNull(statement) || !isNumberOrNull(version)) return null;
  return { uri, remedy, rule, statement, relation, column, offset, version };
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

function isNumberOrNull(value: unknown): value is number | null {
  return value === null || typeof value === 'number';
}
