import { followBesideSchema } from '../../analyze-schema';
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
import { verificationProblem } from '../verify';
import type { PlacedSchema, Rollout } from './rollout';
import { planOf, stageFiles } from './stage-files';
import { type VerifiedRollout, verifiedRollout } from './verify-rollout';

/** A finding of a migration, written or to be written, and the schema that goes with it. */
export interface RolloutStart {
  readonly finding: Finding;
  /** Of the migration. */
  readonly text: string;
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
  const { finding, statements, before, after, server, schema, later } = start;
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
  const rest = restWithout(rollout, start);
  const [file] = rest === null ? [] : writeFiles([rest], { before, server, headRest: false, followRest: followBesideSchema });
  const needed = file && verificationProblem({ files: [file], target: file.after, original: statements, end: 'same' });
  if (needed != null) return { ok: false, reason: `the rest of the migration needs it: ${needed}` };
  const withLater = (catalog: Catalog): Catalog => later.reduce((current, one) => foldScript(current, readPostgres(one)), catalog);
  const early = earlyProblem(rollout, start);
  if (early !== null) return { ok: false, reason: early };
  const proof = verifiedRollout({
    ...start,
    rollout,
    before: withLater(file?.after ?? before),
    schema: schema.source.files,
    target: schema,
    known: { built: withLater(after), wanted: schema.wanted },
  });
  return proof.ok ? { ok: true, verified: proof.verified, rest: file?.text ?? null } : proof;
}

/** The first stage comes before the rest of an edit that no migration has yet. */
function earlyProblem(rollout: Rollout, { before, server }: RolloutStart): string | null {
  const [first] = rollout.stages;
  if (first?.type !== 'migrate') return null;
  const files = stageFiles(rollout, first, before, server);
  const last = files.at(-1);
  return last === undefined ? null : verificationProblem({ files, target: last.after, original: [], end: 'same' });
}

function restWithout(rollout: Rollout, { text, statements }: RolloutStart): DraftFile | null {
  const [rest] = inPhases({ text, statements, plans: [planOf(rollout, [])] });
  return rest?.kind === 'rest' && rest.statements > 0 ? rest : null;
}
