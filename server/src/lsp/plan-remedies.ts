import { join } from 'node:path';
import type { Finding } from '../analysis/finding';
import { folderNames } from '../analysis/plans/folder-names';
import { type SafeMigrations, safeChoices } from '../analysis/plans/safe-migrations';
import { spanOf } from '../analysis/text/span';
import { counted } from '../analysis/wording/wording';
import type { Remedy } from './code-actions';
import type { MigrationView } from './migration-view';
import { uriOf } from './paths';
import type { Change } from './suppression-edits';
import type { NewFile } from './workspace-edit';

/** The safe steps for one finding of a migration, in each way: the statement goes out of its file, and new migrations do its work. */
export function planRemedies(view: MigrationView, finding: Finding): readonly Remedy[] {
  return plannedFor(view, finding).choices.flatMap(({ plans: [plan], files: [first, ...others] }, index): readonly Remedy[] => {
    if (plan === undefined || first === undefined || folders(view, others, new Date()) === null) return [];
    const where = others.length === 0 ? 'in this file' : `${counted(others.length, 'new migration')}`;
    return [
      {
        kind: `plan-${plan.id}`,
        title: `${plan.title} (${where})`,
        isPreferred: index === 0 && plan.preferred,
        changes: () => changedPart(view.text, first.text),
        creates: () => newFiles(view, others),
      },
    ];
  });
}

/** A finding belongs to one analysis, so that its plans stay the same as long as it is there. */
const known = new WeakMap<Finding, ReturnType<typeof safeChoices>>();

function plannedFor({ text, analysis, server, place, lockTimeout }: MigrationView, finding: Finding): ReturnType<typeof safeChoices> {
  const found =
    known.get(finding) ??
    safeChoices(
      {
        text,
        statements: analysis.statements,
        findings: analysis.findings,
        before: analysis.before,
        server,
        lockTimeout,
        later: place.later,
        headRest: false,
      },
      finding,
    );
  known.set(finding, found);
  return found;
}

/** What differs, so that everything around it stays untouched in the editor too. */
function changedPart(before: string, after: string): readonly Change[] {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  if (start === before.length && start === after.length) return [];
  return [{ span: spanOf(start, before.length - end), text: after.slice(start, after.length - end), reason: null }];
}

function newFiles(view: MigrationView, files: SafeMigrations['files']): readonly NewFile[] {
  const names = folders(view, files, new Date()) ?? [];
  return names.map((folder, index) => ({
    uri: uriOf(join(view.place.directory, folder, 'migration.sql')),
    text: files[index]?.text ?? '',
  }));
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
