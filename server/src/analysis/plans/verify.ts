import type { Catalog, ObjectId } from '../catalog/catalog';
import { describeCatalog, sameCatalog } from '../catalog/describe';
import type { Effect } from '../effects/effect';
import { type LockMode, lockModes, strongerLock } from '../effects/lock-mode';
import type { AnalysedStatement } from '../migration/migration';
import { objectName } from '../wording/wording';
import { prismaDifference } from './as-prisma-sees';
import { clauseText } from './clause';
import type { PlannedFile } from './file';
import type { Plan, PlanPromise } from './plan';

export interface Verification {
  readonly files: readonly PlannedFile[];
  /** What the migration, as it was, leads to. */
  readonly target: Catalog;
  /** Of the migration as it was: what fails there may fail in what is left of it. */
  readonly original: readonly AnalysedStatement[];
  /** Whether the files lead to the very same catalog, or to one that Prisma takes for the same. */
  readonly end: NonNullable<Plan['end']>;
}

/**
 * Why files may not stand in the place of a migration; null where they may: they are read without error, nothing in them fails
 * that did not fail before, what refuses a transaction stands alone, each plan keeps its promise whichever way Prisma executes its file,
 * and all of them together lead to the same catalog. Completes "No plan is offered: …".
 */
export function verificationProblem({ files, target, original, end }: Verification): string | null {
  const known = knownFailures(original);
  for (const file of files) {
    const written = writtenByPlans(file);
    const problem =
      readingProblem(file, original) ??
      failureProblem(file, written, known) ??
      emptyKeyProblem(file) ??
      aloneProblem(file) ??
      promiseProblem(file, written);
    if (problem !== null) return problem;
  }
  const last = files.at(-1);
  if (last === undefined || sameCatalog(last.after, target)) return null;
  const found = end === 'same' ? difference(last.after, target) : prismaDifference(last.after, target);
  return found === null ? null : `the steps would lead to another schema${found}`;
}

/** What a plan has written: a statement of a step, or a clause in what is left of the migration. */
interface Written {
  readonly effect: Effect;
  readonly promise: PlanPromise;
}

function writtenByPlans({ draft, text, statements }: PlannedFile): readonly Written[] {
  if (draft.kind === 'later') return [];
  if (draft.kind === 'steps') {
    // A file that several plans share keeps what the least strict of them has promised.
    const promise = draft.steps.map(({ plan }) => plan.promise).reduce(weaker);
    return statements.map(({ effect }) => ({ effect, promise }));
  }
  return statements.flatMap(({ index, operations, effects }) => {
    const clauses = draft.replaced.get(index) ?? [];
    // What a plan has written for one clause may be several.
    if (clauses === 'whole') return effects.map((effect) => ({ effect, promise: instant }));
    return effects.flatMap((effect, at): readonly Written[] => {
      const operation = operations[at];
      return operation !== undefined && clauses.some((clause) => clause.includes(clauseText(text, operation)))
        ? [{ effect, promise: instant }]
        : [];
    });
  });
}

const instant: PlanPromise = { lock: 'ACCESS EXCLUSIVE', lockWhileWorking: 'SHARE UPDATE EXCLUSIVE' };

function weaker(a: PlanPromise, b: PlanPromise): PlanPromise {
  return {
    lock: strongerLock(a.lock, b.lock),
    lockWhileWorking: strongerLock(a.lockWhileWorking, b.lockWhileWorking),
    rewrites: a.rewrites === true || b.rewrites === true,
  };
}

function readingProblem({ draft, script }: PlannedFile, original: readonly AnalysedStatement[]): string | null {
  const [error] = script.errors;
  if (error !== undefined && draft.kind !== 'later') {
    const wasInvalid = draft.kind === 'rest' && original.some(({ kind }) => kind === 'invalid');
    if (!wasInvalid) return `what would be written is not SQL: ${error.message}`;
  }
  if (draft.kind !== 'steps') return null;
  const isUnknown = script.statements.some(
    ({ operations }) => operations.length === 0 || operations.some(({ kind }) => kind === 'unknown'),
  );
  return isUnknown ? 'what would be written cannot be analysed' : null;
}

type Failure = Effect['failures'][number];

function failureProblem({ statements }: PlannedFile, written: readonly Written[], known: ReadonlySet<string>): string | null {
  const ofPlans = written.flatMap(({ effect }) => effect.failures).find(({ when }) => when !== 'rows');
  return failureSentence(ofPlans ?? failureBeside(statements, known));
}

/** What fails in statements and did not in the original ones, as `verificationProblem` says it; null where nothing does. */
export function newFailure(statements: readonly AnalysedStatement[], original: readonly AnalysedStatement[]): string | null {
  return failureSentence(failureBeside(statements, knownFailures(original)));
}

function knownFailures(statements: readonly AnalysedStatement[]): ReadonlySet<string> {
  return new Set(statements.flatMap(({ effect }) => effect.failures.map(failureKey)));
}

function failureBeside(statements: readonly AnalysedStatement[], known: ReadonlySet<string>): Failure | undefined {
  return statements.flatMap(({ effect }) => effect.failures).find((failure) => failure.when !== 'rows' && !known.has(failureKey(failure)));
}

function failureSentence(found: Failure | undefined): string | null {
  return found === undefined ? null : `a step would fail: ${found.reason}`;
}

/** Prisma never adds an empty column with a key over it: a plan has taken from the column what the key needs, and every row would be in its way. */
function emptyKeyProblem({ draft, statements }: PlannedFile): string | null {
  if (draft.kind !== 'rest') return null;
  const operations = statements.flatMap((statement) => statement.operations);
  for (const key of operations) {
    if (key.kind !== 'add-primary-key') continue;
    const empty = operations.find(
      (one) =>
        one.kind === 'add-column' &&
        one.table.name === key.table.name &&
        !one.column.notNull &&
        key.constraint.columns.some(({ text }) => text === one.column.name.text),
    );
    if (empty?.kind === 'add-column') return `the primary key would be built before "${empty.column.name.text}" has values`;
  }
  return null;
}

function failureKey({ code, reason }: Failure): string {
  return `${code} ${reason}`;
}

function aloneProblem({ draft, statements }: PlannedFile): string | null {
  if (draft.kind !== 'steps' || statements.length === 1) return null;
  return statements.every(({ effect }) => effect.transactional) ? null : 'a statement that refuses a transaction would not stand alone';
}

/**
 * In one transaction the locks of earlier statements are still held; statement by statement, what is held is a part of that. What
 * is left of a migration takes the locks that it took before, so that only the clause itself counts there.
 */
function promiseProblem({ draft, isUsed }: PlannedFile, written: readonly Written[]): string | null {
  const held = new Map<ObjectId, LockMode>();
  for (const { effect, promise } of written) {
    if (draft.kind === 'rest') held.clear();
    for (const [relation, mode] of effect.locks) held.set(relation, strongerLock(held.get(relation) ?? mode, mode));
    const problem = brokenPromise(effect, held, promise, isUsed);
    if (problem !== null) return problem;
  }
  return null;
}

function brokenPromise(
  effect: Effect,
  held: ReadonlyMap<ObjectId, LockMode>,
  promise: PlanPromise,
  isOld: PlannedFile['isUsed'],
): string | null {
  const rewritten = effect.rewrites.find(isOld);
  if (rewritten !== undefined && promise.rewrites !== true) return `a step would rewrite ${objectName(rewritten)}`;
  const works = rewritten === undefined && [...effect.scans, ...effect.builds.map(({ table }) => table)].some(isOld);
  for (const [relation, mode] of held) {
    if (!isOld(relation)) continue;
    if (isStronger(mode, promise.lock)) return `a step would lock ${objectName(relation)} in ${mode} mode`;
    if (works && isStronger(mode, promise.lockWhileWorking)) {
      return `a step would work through rows while ${objectName(relation)} is locked in ${mode} mode`;
    }
  }
  return null;
}

function isStronger(mode: LockMode, than: LockMode): boolean {
  return lockModes.indexOf(mode) > lockModes.indexOf(than);
}

/** The first object that differs, for the log. */
function difference(found: Catalog, wanted: Catalog): string {
  const [a, b] = [describeCatalog(found), describeCatalog(wanted)];
  for (const section of ['tables', 'indexes', 'types', 'sequences', 'views'] as const) {
    const [left, right] = [new Map<string, unknown>(Object.entries(a[section])), new Map<string, unknown>(Object.entries(b[section]))];
    const name = [...left.keys(), ...right.keys()].find((id) => JSON.stringify(left.get(id)) !== JSON.stringify(right.get(id)));
    if (name !== undefined) return `: ${objectName(name)} differs`;
  }
  return '';
}
