import type { Catalog } from '../../catalog/catalog';
import type { Server } from '../../effects/effect';
import { readSchema } from '../../schema/read';
import type { Schema } from '../../schema/schema';
import { joinSchema, type SchemaFile } from '../../schema/schema-text';
import { type WantedState, wantedBeside } from '../../schema/wanted/wanted-beside';
import { wantedCatalog } from '../../schema/wanted/wanted-catalog';
import type { PlannedFile } from '../file';
import { verificationProblem } from '../verify';
import { applySchemaEdits, withEditedFiles } from './apply-edits';
import { backfillProblem } from './backfill-problem';
import type { Sight } from './drift';
import { firstDrift, newDrift, type Pair } from './new-drift';
import type { PlacedSchema, Rollout, Stage } from './rollout';
import { plainText } from './schema-edit';
import { stageFiles } from './stage-files';

export interface RolloutVerification extends Sight {
  readonly rollout: Rollout;
  /** What the migrations have built without the operations that the rollout takes the place of, and with all else that the schema asks for. */
  readonly before: Catalog;
  /** As it is edited. */
  readonly schema: readonly SchemaFile[];
  readonly server: Server;
  /** What Prisma's own migrations lead to: what it finds again there, nobody holds against a rollout. */
  readonly known?: Pair;
  /** A reader that remembers the blocks of this schema, where there is one. */
  readonly read?: (text: string) => Schema;
  /** What `schema` is found to ask for, where that is known already. */
  readonly target?: PlacedSchema;
}

/** A rollout whose stages are proven, each with the files that it writes and the catalog and schema that it leaves. */
export interface VerifiedRollout {
  readonly rollout: Rollout;
  readonly stages: readonly VerifiedStage[];
}

export interface VerifiedStage {
  readonly stage: Stage;
  /** Empty for what is no `migrate` stage. */
  readonly files: readonly PlannedFile[];
  readonly after: Catalog;
  readonly schema: readonly SchemaFile[];
}

/** `reason` completes "No rollout is offered: …". */
export type RolloutProof = { readonly ok: true; readonly verified: VerifiedRollout } | { readonly ok: false; readonly reason: string };

/**
 * Proves a rollout: after each stage Prisma sees no difference between migrations and schema; nothing fails, every
 * statement keeps the promise whichever way Prisma executes its file, and the last stage ends at the schema as it is edited.
 */
export function verifiedRollout(given: RolloutVerification): RolloutProof {
  const { rollout, before, server } = given;
  const wantedOf = remembering(given);
  const stages: VerifiedStage[] = [];
  let at = { catalog: before, schema: given.schema };
  if (rollout.stages[0]?.type !== 'migrate') return refusal('its first stage would change nothing');
  if (new Set(rollout.stages.map(({ name }) => name)).size < rollout.stages.length) return refusal('two of its stages have the same name');
  for (const stage of rollout.stages) {
    const problem = (reason: string): RolloutProof => refusal(`in the stage "${stage.name}", ${reason}`);
    if (stage.type !== 'migrate') {
      const wrong = stage.type === 'backfill' ? backfillProblem(stage.spec, at.catalog, server) : null;
      if (wrong !== null) return problem(wrong);
      stages.push({ stage, files: [], after: at.catalog, schema: at.schema });
      continue;
    }
    const files = stageFiles(rollout, stage, at.catalog, server);
    const after = files.at(-1)?.after ?? at.catalog;
    const applied = applySchemaEdits(at.schema, stage.edits, (text) => wantedOf(text).schema);
    if (!applied.ok) return problem(applied.reason.replace(/^./, (first) => first.toLowerCase()).replace(/\.$/, ''));
    const schema = withEditedFiles(at.schema, applied.files);
    const wrong =
      verificationProblem({ files, target: after, original: [], end: 'same' }) ??
      driftProblem(after, wantedOf(joinSchema(schema).text), given);
    if (wrong !== null) return problem(wrong);
    stages.push({ stage, files, after, schema });
    at = { catalog: after, schema };
  }
  return sameSchema(at.schema, given.schema)
    ? { ok: true, verified: { rollout, stages } }
    : refusal('its last stage would not end at the schema as it is edited');
}

/** What Prisma would do between migrations and schema after a stage, and would not have done without the rollout. */
function driftProblem(built: Catalog, wanted: WantedState, given: RolloutVerification): string | null {
  const [open] = wanted.unresolved;
  if (open !== undefined) return `the schema would not be clear: ${open.reason}`;
  const found = given.known === undefined ? firstDrift({ built, wanted }, given) : newDrift({ built, wanted }, given.known, given);
  return found === null ? null : `Prisma would find a difference (${found})`;
}

/** Each state of the schema is read once. They are compared, which is done at once: a map would go through the long texts for their hashes. */
function remembering({ read = readSchema, target }: RolloutVerification): (text: string) => WantedState {
  const known: { readonly text: string; readonly wanted: WantedState }[] =
    target === undefined ? [] : [{ text: target.source.text, wanted: target.wanted }];
  return (text) => {
    const found = known.find((one) => one.text === text);
    if (found !== undefined) return found.wanted;
    const schema = read(text);
    const wanted = (target && wantedBeside(schema, target.wanted)) ?? wantedCatalog(schema, 'postgresql');
    known.push({ text, wanted });
    return wanted;
  };
}

function sameSchema(a: readonly SchemaFile[], b: readonly SchemaFile[]): boolean {
  return a.every(({ text }, index) => {
    const other = b[index]?.text ?? '';
    return text === other || plainText(text) === plainText(other);
  });
}

function refusal(reason: string): RolloutProof {
  return { ok: false, reason };
}
