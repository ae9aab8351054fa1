import type { Catalog, ObjectId } from '../catalog/catalog';
import { foldScript } from '../catalog/fold';
import type { Server } from '../effects/effect';
import type { Finding } from '../finding';
import type { AnalysedStatement } from '../migration/migration';
import type { OperationKind } from '../operation/operation';
import { readPostgres } from '../sql/postgres/read';
import { type DraftFile, inPhases, inWrittenOrder } from './arrange';
import { type PlannedFile, writeFiles } from './file';
import type { Plan } from './plan';
import { planFor } from './registry';
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
  const { plans, refusals } = plansFor(migration);
  const whole = verified(migration, plans);
  if (whole.ok) return { plans, files: whole.files, refusals };
  // One plan that does not fit must not keep the others away.
  const kept: Plan[] = [];
  const left: Refusal[] = [...refusals];
  for (const plan of plans) {
    const result = verified(migration, [...kept, plan]);
    const finding = migration.findings.find(({ operation }) => operation === plan.operation);
    if (result.ok) kept.push(plan);
    else if (finding !== undefined) left.push({ finding, reason: result.reason });
  }
  const rest = verified(migration, kept);
  return rest.ok ? { plans: kept, files: rest.files, refusals: left } : { plans: [], files: [], refusals: left };
}

interface Planned {
  readonly plans: readonly Plan[];
  readonly refusals: readonly Refusal[];
}

/** One plan for each operation, in written order. Findings of a severity that only informs ask for none. */
function plansFor(migration: Dangerous): Planned {
  const plans: Plan[] = [];
  const refusals: Refusal[] = [];
  const after = foldScript(migration.before, readPostgres(migration.text));
  for (const finding of migration.findings) {
    if (finding.severity === 'information' || plans.some(({ operation }) => operation === finding.operation)) continue;
    const answer = planOf(finding, migration, after);
    if (answer?.ok === true) plans.push(answer.plan);
    else if (answer !== null) refusals.push({ finding, reason: answer.reason });
  }
  return { plans: plans.sort((a, b) => a.operation.span.start - b.operation.span.start), refusals };
}

function planOf(finding: Finding, migration: Dangerous, after: Catalog): ReturnType<typeof planFor> {
  const { text, server, valueFor = () => null, clientDefaultFor = () => null } = migration;
  const statement = finding.statement === null ? undefined : migration.statements[finding.statement];
  if (statement === undefined) return null;
  return planFor(finding, { text, statement, before: statement.before, after, server, valueFor, clientDefaultFor });
}

type Verified = { readonly ok: true; readonly files: readonly PlannedFile[] } | { readonly ok: false; readonly reason: string };

/** The arrangement with the fewest files that verifies. */
function verified(migration: Dangerous, plans: readonly Plan[]): Verified {
  const { text, statements, before, server, headRest, later = [] } = migration;
  const target = [text, ...later].reduce((catalog, one) => foldScript(catalog, readPostgres(one)), before);
  let reason = '';
  for (const arrange of needsOrder(statements, plans) ? [inWrittenOrder] : [inPhases, inWrittenOrder]) {
    const drafts = arrange({ text, statements, plans });
    if (isTransactionSplit(drafts, statements))
      return { ok: false, reason: 'the migration has a transaction of its own, which would be split' };
    // The migration keeps its place; what is new comes behind all that is there.
    const place = drafts.findIndex((draft) => draft.kind !== 'rest' || draft.statements > 0) + 1;
    const between = later.map((one): DraftFile => ({ kind: 'later', text: one }));
    const files = writeFiles([...drafts.slice(0, place), ...between, ...drafts.slice(place)], { before, server, headRest });
    const problem = verificationProblem({ files, target, original: statements, before });
    if (problem === null) return { ok: true, files: files.filter(({ draft }) => draft.kind !== 'later') };
    reason = problem;
  }
  return { ok: false, reason };
}

/** Whether something behind the first plan may rely on what it builds in a way that no catalog shows: `ON CONFLICT`, dynamic SQL. */
function needsOrder(statements: readonly AnalysedStatement[], plans: readonly Plan[]): boolean {
  const first = Math.min(...plans.map(({ statement }) => statement));
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

function isTransactionSplit(drafts: readonly DraftFile[], statements: readonly AnalysedStatement[]): boolean {
  const rests = drafts.filter((draft) => draft.kind === 'rest' && draft.statements > 0).length;
  return rests > 1 && statements.some(({ operations }) => operations.some(({ kind }) => kind === 'transaction-control'));
}
