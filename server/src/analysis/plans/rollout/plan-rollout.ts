import { followBesideSchema, followSchemaWithout } from '../../analyze-schema';
import type { Catalog, ObjectId } from '../../catalog/catalog';
import { foldScript } from '../../catalog/fold';
import type { Server } from '../../effects/effect';
import type { Finding } from '../../finding';
import type { AnalysedStatement } from '../../migration/migration';
import type { Schema } from '../../schema/schema';
import { readPostgres } from '../../sql/postgres/read';
import { type DraftFile, inPhases } from '../arrange';
import { writeFiles } from '../file';
import { rolloutFor } from '../registry';
import { newFailure, verificationProblem } from '../verify';
import type { PlacedSchema, Rollout } from './rollout';
import { planOf, stageFiles } from './stage-files';
import { type VerifiedRollout, verifiedRollout } from './verify-rollout';

/** A finding of a migration, written or to be written, and the schema that goes with it. */
export interface RolloutStart {
  readonly finding: Finding;
  /** Of the migration. */
  readonly text: string;
  /** Whether somebody has written the migration: then what is left of it is read as it is written. */
  readonly isWritten: boolean;
  readonly statements: readonly AnalysedStatement[];
  readonly before: Catalog;
  /** What it leaves. */
  readonly after: Catalog;
  readonly server: Server;
  readonly valueFor: (table: ObjectId, column: string) => string | null;
  readonly clientDefaultFor: (table: ObjectId, column: string) => string | null;
  /** Rows of a table in the environment that counts; null where nobody has looked. */
  readonly rowsOf: (table: ObjectId) => number | null;
  /** When it is written, in UTC, as in the name of a folder: `20261120093000`. */
  readonly time?: string;
  /** As it is edited. */
  readonly schema: PlacedSchema;
  readonly previous: PlacedSchema | null;
  readonly prismaVersion: string | null;
  readonly external: readonly ObjectId[];
  /** Texts of migrations that are applied after it, before the rollout. */
  readonly later: readonly string[];
  readonly read: (text: string) => Schema;
}

/** `reason` completes "No rollout is offered: …". Null: there is none for the rule. */
export type PlannedRollout =
  | {
      readonly ok: true;
      readonly verified: VerifiedRollout;
      /** What is left of the migration; null: nothing. */
      readonly rest: string | null;
    }
  | { readonly ok: false; readonly reason: string }
  | null;

/** The rollout for a finding, verified. */
export function plannedRollout(start: RolloutStart): PlannedRollout {
  const { finding, statements, before, after, schema, later } = start;
  const statement = finding.statement === null ? undefined : statements[finding.statement];
  if (statement === undefined) return null;
  const answer = rolloutFor(finding, {
    ...start,
    findings: [finding],
    statement,
    start: before,
    before: statement.before,
    renames: finding.renamed === undefined ? [] : [finding.renamed],
    lockTimeout: null,
    time: start.time ?? '',
  });
  if (answer === null || !answer.ok) return answer;
  const { rollout } = answer;
  const rest = (start.isWritten ? null : restFollowed(rollout, start)) ?? restWritten(rollout, start);
  if (rest.problem !== null) return { ok: false, reason: `the rest of the migration needs it: ${rest.problem}` };
  const withLater = (catalog: Catalog): Catalog => later.reduce((current, one) => foldScript(current, readPostgres(one)), catalog);
  const early = earlyProblem(rollout, start);
  if (early !== null) return { ok: false, reason: early };
  const proof = verifiedRollout({
    ...start,
    rollout,
    before: withLater(rest.after),
    schema: schema.source.files,
    target: schema,
    known: { built: withLater(after), wanted: schema.wanted },
  });
  if (!proof.ok) return proof;
  const { verified } = proof;
  return {
    ok: true,
    verified,
    // Asked for where it is written, or told of.
    get rest() {
      return draftOfRest(rollout, start)?.text ?? null;
    },
  };
}

/** The first stage comes before the rest of an edit that no migration has yet. */
function earlyProblem(rollout: Rollout, { before, server }: RolloutStart): string | null {
  const [first] = rollout.stages;
  if (first?.type !== 'migrate') return null;
  const files = stageFiles(rollout, first, before, server);
  const last = files.at(-1);
  return last === undefined ? null : verificationProblem({ files, target: last.after, original: [], end: 'same' });
}

/** What is left of the migration. */
interface Rest {
  readonly after: Catalog;
  /** Why it needs what the rollout takes the place of; null where it does not. */
  readonly problem: string | null;
}

/**
 * What is left of an edit that no migration has yet, without writing and reading it: none of its statements is another one. Null where that
 * is not so: a clause goes out of a statement, or another edit has come.
 */
function restFollowed({ replaces }: Rollout, { statements, server }: RolloutStart): Rest | null {
  const goes = new Set(replaces.map(({ operation }) => operation));
  const isPlain = replaces.every(({ replacement, ahead = [], behind = [] }) => replacement === null && ahead.length + behind.length === 0);
  const left = new Set(replaces.flatMap(({ statement }) => statements[statement] ?? []));
  for (const { operations } of left) if (!operations.every((one) => goes.has(one))) return null;
  const rest = isPlain ? followSchemaWithout(statements, left, server) : null;
  return rest && { after: rest.after, problem: newFailure(rest.again, statements) };
}

function restWritten(rollout: Rollout, start: RolloutStart): Rest {
  const { statements, before, server } = start;
  const draft = draftOfRest(rollout, start);
  const [file] = draft === null ? [] : writeFiles([draft], { before, server, headRest: false, followRest: followBesideSchema });
  if (file === undefined) return { after: before, problem: null };
  return { after: file.after, problem: verificationProblem({ files: [file], target: file.after, original: statements, end: 'same' }) };
}

function draftOfRest(rollout: Rollout, { text, statements }: RolloutStart): Extract<DraftFile, { kind: 'rest' }> | null {
  const [rest] = inPhases({ text, statements, plans: [planOf(rollout, [])] });
  return rest?.kind === 'rest' && rest.statements > 0 ? rest : null;
}
