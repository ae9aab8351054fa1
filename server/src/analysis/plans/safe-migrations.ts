import type { Catalog, ObjectId } from '../catalog/catalog';
import { foldScript } from '../catalog/fold';
import type { Server } from '../effects/effect';
import type { Finding } from '../finding';
import type { AnalysedStatement } from '../migration/migration';
import type { OperationKind } from '../operation/operation';
import { readPostgres } from '../sql/postgres/read';
import { type DraftFile, inPhases, inWrittenOrder } from './arrange';
import { type PlannedFile, writeFiles } from './file';
import { answeredBy, type Plan } from './plan';
import { plansFor } from './registry';
import { verificationProblem } from './verify';

/** A migration, written or to be written, and what was found in it. */
export interface Dangerous {
  readonly text: string;
  readonly statements: readonly AnalysedStatement[];
  /** About operations of these statements. */
  readonly findings: readonly Finding[];
  readonly before: Catalog;
  readonly server: Server;
  /** The value that existing rows get, as SQL; null where nobody has said. */
  readonly valueFor?: (table: ObjectId, column: string) => string | null;
  readonly clientDefaultFor?: (table: ObjectId, column: string) => string | null;
  /** Rows of a table in the environment that counts; null where nobody has looked. */
  readonly rowsOf?: (table: ObjectId) => number | null;
  /** A person has chosen the plan for this one, which may rest on a guess. */
  readonly chosen?: Finding;
  /** How long the project lets a migration wait for a lock: `5s`. */
  readonly lockTimeout?: string | null;
  /** When it is written, in UTC, as in the name of its folder: `20261120093000`. */
  readonly time?: string;
  /** Whether what is left of it gets a header; not where somebody has written it. */
  readonly headRest: boolean;
  /** Texts of migrations that are applied after it, before the steps. */
  readonly later?: readonly string[];
}

/** Files that take the place of a migration, and are proven to lead to the same schema. */
export interface SafeMigrations {
  readonly plans: readonly Plan[];
  /** In order. At most the first is what is left of the migration, unless its order had to be kept. */
  readonly files: readonly PlannedFile[];
  /** Why there is no plan for a finding that asks for one, in words that complete "No plan is offered: …". */
  readonly refusals: readonly Refusal[];
}

export interface Refusal {
  readonly finding: Finding;
  readonly reason: string;
}

/** The plans for all dangerous operations of a migration. What cannot be replaced safely stays as it is, and the reason is told. */
export function safeMigrations(migration: Dangerous): SafeMigrations {
  const { asked: all, refusals } = askedPlans(migration, migration.findings);
  const asked = all.map((one) => withoutGuesses(one, migration.chosen));
  const best: Plan[] = [];
  for (const { plans } of asked) {
    const first = plans.find((plan) => best.every((other) => areApart(plan, other)));
    if (first !== undefined) best.push(first);
  }
  const whole = verified(migration, best);
  if (whole.ok) return { plans: inOrder(best), files: whole.files, refusals: refusals.filter((one) => !isAnswered(one, best)) };
  // One plan that does not fit must not keep the others away.
  const kept: Plan[] = [];
  const left: Refusal[] = [...refusals];
  for (const { finding, plans } of asked) {
    for (const plan of plans.filter((one) => kept.every((other) => areApart(one, other)))) {
      const result = verified(migration, [...kept, plan]);
      if (!result.ok) left.push({ finding, reason: result.reason });
      else {
        kept.push(plan);
        break;
      }
    }
  }
  const rest = verified(migration, kept);
  if (!rest.ok) return { plans: [], files: [], refusals: left };
  return { plans: inOrder(kept), files: rest.files, refusals: left.filter((one) => !isAnswered(one, kept)) };
}

/** Each way to replace what a finding is about, the best first: one plan each, verified by itself. */
export function safeChoices(
  migration: Dangerous,
  finding: Finding,
): { readonly choices: readonly SafeMigrations[]; readonly refusals: readonly Refusal[] } {
  const { asked, refusals } = askedPlans(migration, [finding]);
  const left: Refusal[] = [...refusals];
  const choices = asked.flatMap(({ plans }) =>
    plans.flatMap((plan): readonly SafeMigrations[] => {
      const result = verified(migration, [plan]);
      if (!result.ok) left.push({ finding, reason: result.reason });
      return result.ok ? [{ plans: [plan], files: result.files, refusals: [] }] : [];
    }),
  );
  const offered = choices.flatMap(({ plans }) => plans);
  return { choices, refusals: left.filter((one) => !isAnswered(one, offered)) };
}

/** The plans that come into question for a finding, the best first. */
interface Asked {
  readonly finding: Finding;
  readonly plans: readonly Plan[];
}

/** What rests on a guess is taken only where a person has chosen it, and then before what does not. */
function withoutGuesses({ finding, plans }: Asked, chosen: Finding | undefined): Asked {
  if (chosen !== undefined && finding.operation === chosen.operation) return { finding, plans };
  return { finding, plans: plans.filter(({ automatic }) => automatic !== false) };
}

/** For each operation once; those first that replace others with it. Findings of a severity that only informs ask for none. */
function askedPlans(
  migration: Dangerous,
  findings: readonly Finding[],
): { readonly asked: readonly Asked[]; readonly refusals: readonly Refusal[] } {
  const asked: Asked[] = [];
  const refusals: Refusal[] = [];
  const after = foldScript(migration.before, readPostgres(migration.text));
  for (const finding of findings) {
    if (finding.severity === 'information' || asked.some((one) => isSameSubject(one.finding, finding))) continue;
    const answers = answersFor(finding, migration, after);
    const plans = answers.flatMap((answer) => (answer.ok ? [answer.plan] : []));
    if (plans.length > 0) asked.push({ finding, plans });
    // What only a person may choose is refused to everybody else.
    if (plans.every(({ automatic }) => automatic === false))
      refusals.push(...answers.flatMap((answer) => (answer.ok ? [] : [{ finding, reason: answer.reason }])));
  }
  return { asked: asked.sort((a, b) => replacedBy(b) - replacedBy(a)), refusals };
}

function replacedBy({ plans }: Asked): number {
  return Math.max(...plans.map(({ replaces }) => replaces.length));
}

/** What every kind of plan says to a finding. */
export function answersFor(finding: Finding, migration: Dangerous, after: Catalog): ReturnType<typeof plansFor> {
  const {
    text,
    server,
    statements,
    valueFor = () => null,
    clientDefaultFor = () => null,
    rowsOf = () => null,
    lockTimeout = null,
  } = migration;
  const statement = finding.statement === null ? undefined : statements[finding.statement];
  if (statement === undefined) return [];
  const renames = migration.findings.flatMap(({ renamed }) => renamed ?? []);
  return plansFor(finding, {
    finding,
    findings: migration.findings,
    text,
    statements,
    statement,
    start: migration.before,
    before: statement.before,
    after,
    server,
    valueFor,
    clientDefaultFor,
    rowsOf,
    renames,
    lockTimeout,
    time: migration.time ?? '',
  });
}

function areApart(a: Plan, b: Plan): boolean {
  return a.replaces.every(({ operation }) => b.replaces.every((other) => other.operation !== operation));
}

/** A finding about a statement as a whole has no operation of its own. */
function isSameSubject(a: Finding, b: Finding): boolean {
  return a.operation === b.operation && (a.operation !== null || a.statement === b.statement);
}

function isAnswered({ finding: { operation, statement } }: Refusal, plans: readonly Plan[]): boolean {
  return plans.some((plan) =>
    operation === null ? plan.replaces.some((one) => one.statement === statement) : answeredBy(plan).includes(operation),
  );
}

function inOrder(plans: readonly Plan[]): readonly Plan[] {
  const startOf = ({ replaces }: Plan): number => replaces[0]?.operation.span.start ?? 0;
  return [...plans].sort((a, b) => startOf(a) - startOf(b));
}

type Verified = { readonly ok: true; readonly files: readonly PlannedFile[] } | { readonly ok: false; readonly reason: string };

/** The arrangement with the fewest files that verifies. */
function verified(migration: Dangerous, chosen: readonly Plan[]): Verified {
  const plans = inOrder(chosen);
  const { text, statements, before, server, headRest, later = [] } = migration;
  const target = [text, ...later].reduce((catalog, one) => foldScript(catalog, readPostgres(one)), before);
  const end = plans.every((plan) => (plan.end ?? 'same') === 'same') ? 'same' : 'same-for-prisma';
  let reason = '';
  for (const arrange of needsOrder(statements, plans) ? [inWrittenOrder] : [inPhases, inWrittenOrder]) {
    const drafts = arrange({ text, statements, plans });
    if (isTransactionSplit(drafts, statements, plans))
      return { ok: false, reason: 'the migration has a transaction of its own, which would be split' };
    // The migration keeps its place; what is new comes behind all that is there.
    const place = drafts.findIndex((draft) => draft.kind !== 'rest' || draft.statements > 0) + 1;
    const between = later.map((one): DraftFile => ({ kind: 'later', text: one }));
    const files = writeFiles([...drafts.slice(0, place), ...between, ...drafts.slice(place)], { before, server, headRest });
    const problem = verificationProblem({ files, target, original: statements, end });
    if (problem === null) return { ok: true, files: files.filter(({ draft }) => draft.kind !== 'later') };
    reason = problem;
  }
  return { ok: false, reason };
}

/** Whether something behind the first plan may rely on what it builds in a way that no catalog shows: `ON CONFLICT`, dynamic SQL. */
function needsOrder(statements: readonly AnalysedStatement[], plans: readonly Plan[]): boolean {
  const first = Math.min(...plans.flatMap(({ replaces }) => replaces.map(({ statement }) => statement)));
  return statements.some(
    ({ index, kind, operations }) => index > first && (kind === 'do' || operations.some((one) => opaque.has(one.kind))),
  );
}

const opaque: ReadonlySet<OperationKind> = new Set([
  'insert-rows',
  'update-rows',
  'delete-rows',
  'merge-rows',
  'copy-rows',
  'select-rows',
  'truncate',
  'call-procedure',
  'unknown',
]);

/** A transaction that a plan takes out as a whole is not split. */
function isTransactionSplit(drafts: readonly DraftFile[], statements: readonly AnalysedStatement[], plans: readonly Plan[]): boolean {
  const rests = drafts.filter((draft) => draft.kind === 'rest' && draft.statements > 0).length;
  const taken = new Set(plans.flatMap(({ replaces }) => replaces.map(({ operation }) => operation)));
  return rests > 1 && statements.some(({ operations }) => operations.some((one) => one.kind === 'transaction-control' && !taken.has(one)));
}
