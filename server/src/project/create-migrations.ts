import type { ObjectId } from '../analysis/catalog/catalog';
import type { Finding } from '../analysis/finding';
import { folderNames, timestamp } from '../analysis/plans/folder-names';
import { answeredBy, type Plan } from '../analysis/plans/plan';
import type { Refusal } from '../analysis/plans/safe-migrations';
import { schemaMigrations } from '../analysis/plans/schema-migrations';
import type { NewMigration } from './new-migrations';
import { settingsOf } from './run';
import type { JudgedSchema } from './schema-analysis';
import type { Snapshot } from './snapshot';

/** Migrations for the whole difference between the migrations of a project and its schema. `reason` is a sentence. */
export type CreatedMigrations =
  | {
      readonly ok: true;
      readonly migrations: readonly NewMigration[];
      readonly plans: readonly Plan[];
      readonly refusals: readonly Refusal[];
      /** What stays as Prisma writes it although something is to be said about it. */
      readonly left: readonly Finding[];
      /** How many of the changes Prisma finds again after its own migration. */
      readonly recurring: () => number;
    }
  | { readonly ok: false; readonly reason: string; readonly isNothing: boolean };

export interface Creation {
  readonly name: string;
  readonly now: Date;
  /** The value that existing rows get, as SQL; null where nobody has said. */
  readonly valueFor: (table: ObjectId, column: string) => string | null;
  /** Rows of a table in the environment that counts; null where nobody has looked. */
  readonly rowsOf?: (table: ObjectId) => number | null;
  /** Rules whose findings are meant: that stays as Prisma writes it. */
  readonly allowed?: ReadonlySet<string>;
  /** A person has chosen the plan for this one, which may rest on a guess. */
  readonly chosen?: Finding;
}

/** Nothing is written: the migrations are handed back. */
export function createdMigrations(snapshot: Snapshot, { baseline, analysis }: JudgedSchema, creation: Creation): CreatedMigrations {
  const { project, migrations } = snapshot;
  if (baseline.type !== 'migrations' || project.migrationsDirectory === null) {
    return {
      ok: false,
      reason: 'There are no migrations yet; the first one locks nothing: "prisma migrate dev" writes it.',
      isNothing: false,
    };
  }
  if (analysis.unresolved === 0 && analysis.statements.length === 0) {
    return { ok: false, reason: 'The migrations have built what the schema asks for: there is nothing to write.', isNothing: true };
  }
  const found = schemaMigrations({
    analysis,
    history: analysis.statements[0]?.before ?? analysis.after,
    server: settingsOf(project, new Set()).server,
    prismaVersion: project.prismaVersion,
    external: [...(project.config?.external.tables ?? []), ...(project.config?.external.enums ?? [])],
    valueFor: creation.valueFor,
    time: timestamp(creation.now.getTime()),
    ...(creation.rowsOf !== undefined && { rowsOf: creation.rowsOf }),
    ...(creation.allowed !== undefined && { allowed: creation.allowed }),
    ...(creation.chosen !== undefined && { chosen: creation.chosen }),
  });
  if (!found.ok) return { ...found, isNothing: false };
  const names = folderNames(found.files, {
    name: creation.name,
    newest: migrations.at(-1)?.name ?? null,
    now: creation.now,
    isWhole: true,
  });
  if (names === null) {
    return {
      ok: false,
      reason: `No timestamp sorts behind "${migrations.at(-1)?.name}", so Prisma would apply them before it.`,
      isNothing: false,
    };
  }
  const planned = new Set(found.plans.flatMap(answeredBy));
  return {
    ok: true,
    migrations: found.files.map(({ text }, index) => ({ name: names[index] ?? '', text })),
    plans: found.plans,
    refusals: found.refusals,
    left: analysis.findings.filter(
      ({ operation, severity }) => operation !== null && !planned.has(operation) && severity !== 'information',
    ),
    recurring: () => found.recurring().length,
  };
}
