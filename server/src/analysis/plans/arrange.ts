import type { AnalysedStatement } from '../migration/migration';
import type { Operation } from '../operation/operation';
import { clauseEdits, type TextEdit, withEdits } from './clause';
import { folderWords } from './names';
import { type Phase, type Plan, phasesAfter, phasesBefore, type Replacement, type Step } from './plan';
import { type Segment, segmentsOf } from './segments';

/** A migration file to be: what is left of the migration, or steps of plans. */
export type DraftFile =
  /** `replaced`: what plans have written in it, by position of the statement in the file. */
  | {
      readonly kind: 'rest';
      readonly text: string;
      readonly statements: number;
      readonly replaced: ReadonlyMap<number, WrittenPart>;
      /** Whether it does nothing but set timeouts for statements that are gone. */
      readonly isEmpty: boolean;
    }
  /** A migration that somebody has written and that is applied before the steps: as it is. */
  | { readonly kind: 'later'; readonly text: string }
  | { readonly kind: 'steps'; readonly phase: Phase; readonly steps: readonly PlannedStep[] };

/** Clauses of a statement, by their text; or the whole statement. */
export type WrittenPart = 'whole' | readonly string[];

export interface PlannedStep {
  readonly plan: Plan;
  readonly step: Step;
  /** Comments that stood above a statement that was taken out, with their line ends; only on the first step of its plan. */
  readonly comments: string;
}

export interface Arrangement {
  readonly text: string;
  readonly statements: readonly AnalysedStatement[];
  readonly plans: readonly Plan[];
}

/** What is left between the steps that go before it and those that come behind it, phase by phase: the fewest files. */
export function inPhases({ text, statements, plans }: Arrangement): readonly DraftFile[] {
  const segments = segmentsOf(text, statements);
  const rest = restOf(segments, text, plans, 0, statements.length);
  const kept = rest === null || isEmpty(rest) ? [] : [rest];
  return [...stepFiles(plans, segments, phasesBefore), ...kept, ...stepFiles(plans, segments, phasesAfter)];
}

/** Statement by statement, each with the steps of its plans around it: for what depends on the order in which it was written. */
export function inWrittenOrder({ text, statements, plans }: Arrangement): readonly DraftFile[] {
  const segments = segmentsOf(text, statements);
  const files: DraftFile[] = [];
  let start = 0;
  const flush = (end: number): void => {
    const rest = restOf(segments, text, plans, start, end);
    if (rest !== null) files.push(rest);
    start = end;
  };
  for (const { index } of statements) {
    const beginning = stepFiles(
      plans.filter((plan) => firstOf(plan) === index),
      segments,
      phasesBefore,
    );
    if (beginning.length > 0) flush(index);
    files.push(...beginning);
    const ending = plans.filter((plan) => lastOf(plan) === index);
    if (ending.length === 0) continue;
    flush(index + 1);
    files.push(...stepFiles(ending, segments, phasesAfter));
  }
  flush(statements.length);
  return files.every((file) => file.kind !== 'rest' || file.isEmpty) ? files.filter((file) => !isEmpty(file)) : files;
}

function isEmpty(file: DraftFile): boolean {
  return file.kind === 'rest' && file.isEmpty;
}

function firstOf({ replaces }: Plan): number {
  return Math.min(...replaces.map(({ statement }) => statement));
}

function lastOf({ replaces }: Plan): number {
  return Math.max(...replaces.map(({ statement }) => statement));
}

/** What is left of the statements from `start` to `end`, with replaced clauses; null where that is nothing but white space. */
function restOf(segments: readonly Segment[], text: string, plans: readonly Plan[], start: number, end: number): DraftFile | null {
  const all = plans.flatMap(({ replaces }) => replaces);
  const replaced = new Map<number, WrittenPart>();
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  let count = 0;
  let rest = '';
  let empty = true;
  for (const { span, comments, commentText, statement } of segments.slice(start, end)) {
    const own = all.filter((one) => one.statement === statement.index);
    const edits = own.length === 0 ? [] : clauseEdits(statement, replacementsOf(own));
    const ahead = own.flatMap((one) => one.ahead ?? []);
    const behind = own.flatMap((one) => one.behind ?? []);
    const added = edits === null ? [...ahead, ...behind] : ahead;
    for (const _ of added) replaced.set(count++, 'whole');
    empty &&= added.length === 0;
    const lines = added.map((sql) => `${sql};${newline}`).join('');
    if (edits === null) {
      const above = text.slice(span.start, comments.start);
      rest += added.length === 0 ? (above.trim() === '' ? '' : above) : `${above}${withoutHeading(commentText)}${lines}`;
      continue;
    }
    empty &&= statement.operations.every(isTimeout) && own.length === 0;
    const written = own.flatMap(({ replacement }) => replacement ?? []);
    if (written.length > 0) replaced.set(count, written);
    const inserted: TextEdit = { span: { start: comments.start, end: comments.start }, text: `${lines}${newline}` };
    rest += withEdits(
      text.slice(span.start, span.end),
      [...(lines === '' ? [] : [inserted]), ...edits].map((edit) => moved(edit, -span.start)),
    );
    count++;
    if (behind.length > 0 && !text.slice(statement.span.end, span.end).includes(';')) rest += ';';
    for (const sql of behind) {
      rest += `${rest.endsWith('\n') ? '' : newline}${sql};${newline}`;
      replaced.set(count++, 'whole');
    }
  }
  if (end === segments.length) rest += text.slice(segments.at(-1)?.span.end ?? 0);
  if (start > 0 || /^\S/.test(text)) rest = rest.replace(/^(?:[^\S\n]*\n)+/, '');
  return rest.trim() === '' ? null : { kind: 'rest', text: rest, statements: count, replaced, isEmpty: empty && count > 0 };
}

/** `SET lock_timeout = '5s'` and its like. */
export function isTimeout(operation: Operation): boolean {
  return operation.kind === 'set-variable' && operation.scope === 'session' && /_timeout$/.test(operation.variable);
}

/** What Prisma writes above a step says nothing about what takes its place. */
function withoutHeading(comments: string): string {
  return comments.replace(/^-- (?:Create|Alter|Drop|Rename|Redefine|Add)[A-Z]\w*[^\S\n]*\n/gm, '');
}

function replacementsOf(replaces: readonly Replacement[]): ReadonlyMap<Operation, string | null> {
  return new Map(replaces.map(({ operation, replacement }) => [operation, replacement]));
}

function moved({ span, text }: TextEdit, by: number): TextEdit {
  return { span: { start: span.start + by, end: span.end + by }, text };
}

function stepFiles(plans: readonly Plan[], segments: readonly Segment[], phases: readonly Phase[]): readonly DraftFile[] {
  const planned = plans.flatMap((plan) =>
    plan.steps.map((step, at): PlannedStep => ({ plan, step, comments: at === 0 ? commentsOf(plan, segments) : '' })),
  );
  return phases.flatMap((phase): readonly DraftFile[] => {
    const steps = planned.filter(({ step }) => step.phase === phase);
    const shared = steps.filter(({ step }) => !step.alone);
    const alone = steps.filter(({ step }) => step.alone).map((step): DraftFile => ({ kind: 'steps', phase, steps: [step] }));
    return shared.length === 0 ? alone : [...alone, { kind: 'steps', phase, steps: shared }];
  });
}

function commentsOf({ replaces, keepsComments, steps }: Plan, segments: readonly Segment[]): string {
  if (keepsComments === true) return '';
  const texts = replaces.map(({ statement, replacement, ahead = [], behind = [] }) => {
    const segment = segments[statement];
    const stays =
      segment === undefined || replacement !== null || ahead.length + behind.length > 0 || segment.statement.operations.length > 1;
    return stays ? '' : segment.commentText;
  });
  const comments = texts.join('');
  return replaces.length === 1 && isHeadedBy(comments, steps[0]?.statements[0] ?? '') ? comments : withoutHeading(comments);
}

/** Whether a statement does what Prisma's heading above it says: `-- CreateIndex`. */
function isHeadedBy(comments: string, sql: string): boolean {
  const heading = /^-- (Create|Alter|Drop|Rename|Redefine|Add)[A-Z]\w*[^\S\n]*$/m.exec(comments)?.[1] ?? null;
  const word = /^(?:--[^\n]*\n|\s)*(\w+)/.exec(sql)?.[1]?.toUpperCase() ?? '';
  return heading === null || word === (heading === 'Create' || heading === 'Drop' ? heading.toUpperCase() : 'ALTER');
}

/** The words of a folder for a file of steps. */
export function stepsName({ phase, steps }: Extract<DraftFile, { kind: 'steps' }>): string {
  const [only] = steps;
  return steps.length === 1 && only !== undefined ? only.step.name : folderWords(sharedNames[phase]);
}

const sharedNames: Readonly<Record<Phase, string>> = {
  archive: 'archive_rows',
  prepare: 'prepare_rows',
  fill: 'fill_rows',
  constrain: 'check_new_rows',
  build: 'build_indexes',
  validate: 'validate_constraints',
  finish: 'finish_constraints',
  clean: 'clean_up',
};
