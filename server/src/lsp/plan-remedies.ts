import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'vscode-languageserver';
import type { ObjectId } from '../analysis/catalog/catalog';
import type { Finding } from '../analysis/finding';
import type { Operation } from '../analysis/operation/operation';
import { backfillPath, backfillText } from '../analysis/plans/backfill-text';
import { differingPart } from '../analysis/plans/clause';
import { folderNames, timestamp } from '../analysis/plans/folder-names';
import type { Plan } from '../analysis/plans/plan';
import { type SafeMigrations, safeChoices } from '../analysis/plans/safe-migrations';
import { rowsOf } from '../analysis/statistics/statistics';
import { counted } from '../analysis/wording/wording';
import type { GivenValue, OfferedEdit } from '../protocol';
import type { Remedy } from './code-actions';
import type { MigrationView } from './migration-view';
import { offeredEdit } from './offered-edit';
import { uriOf } from './paths';
import type { Change } from './suppression-edits';
import { recordValues, type ValueRecorder } from './values/asked-values';
import { askForValue } from './values/value-actions';
import type { NewFile } from './workspace-edit';

/** The safe steps for one finding of a migration, in each way: the statement goes out of its file, and new migrations do its work. */
export function planRemedies(view: MigrationView, finding: Finding): readonly Remedy[] {
  return plannedFor(view, finding).choices.flatMap(({ plans: [plan], files: [first, ...others] }, index): readonly Remedy[] => {
    if (plan === undefined || first === undefined || folders(view, others, new Date()) === null) return [];
    const backfills = backfillFiles(view, plan);
    // A file of that name is somebody's own: it is never written over.
    if (backfills.some(({ uri }) => existsSync(fileURLToPath(uri)))) return [];
    const where = others.length === 0 ? 'in this file' : `${counted(others.length, 'new migration')}`;
    return [
      {
        kind: `plan-${plan.id}`,
        title: `${plan.title} (${where})`,
        isPreferred: index === 0 && plan.preferred,
        isDestructive: deletesData(plan),
        changes: () => changedPart(view.text, first.text),
        creates: () => [...newFiles(view, others), ...backfills],
      },
    ];
  });
}

/** Whether what it replaces deletes data: it does so in a later step. */
export function deletesData({ replaces }: Plan): boolean {
  return replaces.some(({ operation }) => destructive.has(operation.kind));
}

const destructive: ReadonlySet<Operation['kind']> = new Set(['drop-table', 'drop-column', 'truncate', 'delete-rows', 'drop-type']);

/** A finding belongs to one analysis, so that its plans stay the same as long as it is there. */
const known = new WeakMap<Finding, ReturnType<typeof safeChoices>>();

function plannedFor(view: MigrationView, finding: Finding): ReturnType<typeof safeChoices> {
  const found = known.get(finding);
  if (found !== undefined) return found;
  const recorder = recordValues([]);
  const planned = plannedWith(view, finding, recorder.valueFor);
  known.set(finding, planned);
  recorders.set(finding, recorder);
  return planned;
}

/** The values that the plans of a finding have asked for. */
const recorders = new WeakMap<Finding, ValueRecorder>();

export function askForPlanValue(view: MigrationView, finding: Finding): readonly Command[] {
  return askForValue(view.uri, 'steps', finding, recorders.get(finding), view.analysis.after, view.server);
}

function plannedWith(
  { text, analysis, server, place, lockTimeout, sizes }: MigrationView,
  finding: Finding,
  valueFor: ValueRecorder['valueFor'],
): ReturnType<typeof safeChoices> {
  const { statements, findings, before } = analysis;
  const known = { valueFor, lockTimeout, rowsOf: (table: ObjectId) => rowsOf(sizes, table), time: timestamp(Date.now()) };
  return safeChoices({ text, statements, findings, before, server, ...known, later: place.later, headRest: false }, finding);
}

/** What the best plan for a finding writes with the values that a person has given; the reason where there is none, for a sentence. */
export function filledPlan(
  view: MigrationView,
  finding: Finding,
  values: readonly GivenValue[],
): OfferedEdit | { readonly reason: string } {
  const { choices, refusals } = plannedWith(view, finding, recordValues(values).valueFor);
  const [choice] = choices;
  const [plan] = choice?.plans ?? [];
  const [first, ...others] = choice?.files ?? [];
  if (plan === undefined || first === undefined) return { reason: refusals[0]?.reason ?? 'no steps are known for it' };
  if (folders(view, others, new Date()) === null) return { reason: 'no name sorts behind the newest migration' };
  const { uri, version, positions } = view;
  const document = { uri, version, positions, changes: changedPart(view.text, first.text) };
  return offeredEdit({ label: plan.title, description: null }, [document], newFiles(view, others));
}

/** What differs, so that everything around it stays untouched in the editor too. */
function changedPart(before: string, after: string): readonly Change[] {
  return differingPart(before, after).map((edit) => ({ ...edit, reason: null }));
}

function newFiles(view: MigrationView, files: SafeMigrations['files']): readonly NewFile[] {
  const names = folders(view, files, new Date()) ?? [];
  return names.map((folder, index) => ({
    uri: uriOf(join(view.place.directory, folder, 'migration.sql')),
    text: files[index]?.text ?? '',
  }));
}

function backfillFiles({ place }: MigrationView, { backfills = [] }: Plan): readonly NewFile[] {
  return backfills.map(({ name, spec }) => ({ uri: uriOf(join(dirname(place.directory), backfillPath(name))), text: backfillText(spec) }));
}

/** Null where no name sorts behind the newest migration. */
function folders({ analysis, place }: MigrationView, files: SafeMigrations['files'], now: Date): readonly string[] | null {
  const name = analysis.facts.name.replace(/^\d+_?/, '');
  return folderNames(files, { name, newest: place.newest, now, isWhole: false });
}

/** Why plans that were asked for are not offered, each reason once, for the log. */
export function refusedPlans({ analysis }: MigrationView): readonly string[] {
  return analysis.findings.flatMap((finding) => {
    const refusals = told.has(finding) ? [] : (known.get(finding)?.refusals ?? []);
    if (refusals.length > 0) told.add(finding);
    return refusals.map(({ reason }) => `${analysis.facts.name}: no plan is offered for ${finding.rule}: ${reason}.`);
  });
}

const told = new WeakSet<Finding>();
