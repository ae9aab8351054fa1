import type { SchemaText } from '../../schema/schema-text';
import type { Wanted } from '../../schema/wanted/wanted';
import type { PlanContext, PlanPromise, Replacement, Step } from '../plan';
import type { SchemaEdit } from './schema-edit';

/**
 * What stands in the place of dangerous operations over several releases: data, that `verify-rollout.ts` checks before anybody sees
 * it. The schema at its start is the edited one, so the edits of the first stage lead away from it, and those of the last one back to it.
 */
export interface Rollout {
  /** Of its plan: the page `docs/plans/<plan>.md`. */
  readonly plan: string;
  /** What it writes, as a code action says it: `Roll out "status" over two releases: expand, backfill, contract`. */
  readonly title: string;
  /** For its folder, lower snake case: `add_user_status`. */
  readonly name: string;
  /** What it changes, as people write it in the schema: `User.status`. */
  readonly subject: string;
  /** What it takes the place of in the migration, the operation of its finding first. */
  readonly replaces: readonly Replacement[];
  /** For every statement of all stages. */
  readonly promise: PlanPromise;
  /** In order; the first one is a `migrate` stage. Their names differ. */
  readonly stages: readonly Stage[];
}

export type Stage = MigrateStage | BackfillStage | ReleaseStage;

interface StageBase {
  /** Lower snake case; `expand`, `release`, `backfill`, `contract` wherever they fit. */
  readonly name: string;
  /** A sentence: what it is for. */
  readonly purpose: string;
}

/** Migrations that are promoted together, and the edits of the schema that make Prisma expect what they build. */
export interface MigrateStage extends StageBase {
  readonly type: 'migrate';
  /** In the order in which they are applied. Neighbours of the same phase share a file, unless one has to be alone. None: only the schema changes. */
  readonly steps: readonly Step[];
  /** After them and `steps`, Prisma sees no difference between migrations and schema. What exists only in between has `@ignore`. */
  readonly edits: readonly SchemaEdit[];
}

/** Rows are changed in batches by `lockstep backfill`. */
export interface BackfillStage extends StageBase {
  readonly type: 'backfill';
  readonly spec: BackfillFile;
}

/** The form of a backfill's file, `schemas/backfill.schema.json`. */
export interface BackfillFile {
  readonly table: { readonly schema: string; readonly name: string };
  /** Column → SQL expression over the row. */
  readonly set: Readonly<Record<string, string>>;
  /** SQL: true for a row that is still to do. */
  readonly where: string;
  /** A query that yields 0 when all is well, where that is more than that no row is still to do. */
  readonly check?: string;
}

/** A release of the application, which a person confirms for each environment. */
export interface ReleaseStage extends StageBase {
  readonly type: 'release';
  /** What the application does from this release on, in sentences. */
  readonly application: readonly string[];
  /** A sketch with Prisma Client, TypeScript; null where there is nothing to write. */
  readonly code: string | null;
}

/** A schema with its text: fields know their place in it only. */
export interface PlacedSchema {
  readonly source: SchemaText;
  readonly wanted: Wanted;
}

/** What a rollout is made from. */
export interface RolloutContext extends PlanContext {
  /** As it is edited: where the rollout ends. */
  readonly schema: PlacedSchema;
  /** As it was before the edit, for what is gone; null where that is not known. */
  readonly previous: PlacedSchema | null;
}

/** What a plan's file answers: null where the operation is not its own. `reason` completes "No rollout is offered: …". */
export type RolloutAnswer = { readonly ok: true; readonly rollout: Rollout } | { readonly ok: false; readonly reason: string } | null;
