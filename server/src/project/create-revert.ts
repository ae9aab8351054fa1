import { analyzeMigration, foldMigration, prepare } from '../analysis/analyze';
import type { Catalog, ObjectId } from '../analysis/catalog/catalog';
import { emptyCatalog } from '../analysis/catalog/draft';
import type { Finding } from '../analysis/finding';
import { folderNames } from '../analysis/plans/folder-names';
import { answeredBy, type Plan } from '../analysis/plans/plan';
import { type Refusal, safeMigrations } from '../analysis/plans/safe-migrations';
import { type Revert, revertHeader, revertMigration } from '../analysis/revert/revert';
import { columnName, objectName } from '../analysis/wording/wording';
import type { NewMigration } from './new-migrations';
import type { Engine } from './prisma-engine/engine';
import { schemaBack } from './revert-schema';
import type { ChangedText } from './rollouts/project-edit';
import { settingsOf } from './run';
import type { MigrationFile, Snapshot } from './snapshot';

/** Migrations that undo another one. `reason` is a sentence. */
export type CreatedRevert =
  | {
      readonly ok: true;
      readonly migrations: readonly NewMigration[];
      /** What it does not bring back, and what it takes away, in sentences. */
      readonly losses: readonly string[];
      /** What of it runs in safe steps. */
      readonly plans: readonly Plan[];
      readonly refusals: readonly Refusal[];
      /** What is to be said about the rest of it. */
      readonly left: readonly Finding[];
      /** Texts of the schema that go back with it. */
      readonly schema: readonly ChangedText[];
      /** What to know before, in sentences. */
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly reason: string };

export interface RevertCreation {
  /** For the new folders; null: `revert_` and the name of what is reverted. */
  readonly name: string | null;
  readonly now: Date;
  /** Asked whether Prisma takes the schema as it goes back. */
  readonly engine?: Engine;
  /** The value that existing rows get in a required column that comes back, as SQL; null where nobody has said. */
  readonly valueFor: (table: ObjectId, column: string) => string | null;
}

/** Nothing is written: the migrations are handed back. What is dangerous in them goes through the plans, as in any other migration. */
export async function createdRevert(snapshot: Snapshot, migration: MigrationFile, creation: RevertCreation): Promise<CreatedRevert> {
  await prepare();
  const { project, migrations } = snapshot;
  const settings = settingsOf(project, new Set());
  const revert = revertMigration({ migrations, index: migrations.indexOf(migration), server: settings.server });
  if (!revert.ok) return { ok: false, reason: refusal(migration.name, revert) };
  const name = creation.name ?? `revert_${migration.name.replace(/^\d+_?/, '')}`;
  const facts = { name, state: 'pending', newestInHistory: null } as const;
  const { statements, findings } = analyzeMigration({ facts, text: revert.text }, revert.today, settings);
  const safe = safeMigrations({
    text: revert.text,
    statements,
    findings,
    before: revert.today,
    server: settings.server,
    valueFor: creation.valueFor,
    headRest: false,
  });
  const planned = new Set(safe.plans.flatMap(answeredBy));
  const left = findings.filter(({ operation, severity }) => operation !== null && !planned.has(operation) && severity !== 'information');
  const unfilled = left.find(({ rule }) => rule === 'required-column-without-default');
  if (unfilled !== undefined) return { ok: false, reason: `${unfilled.message} Say what its rows get, with a value for the column.` };
  const files = safe.files.length === 0 ? [{ words: null, text: revert.text }] : safe.files;
  const losses = lossesWith(revert.losses, findings, planned);
  const isHeaded = /^--/.test(files[0]?.text ?? '');
  const header = `${revertHeader(migration.name, losses)}${isHeaded ? '--\n' : '\n'}`;
  const back = await schemaBack(snapshot, migration, revert, creation.engine ?? null);
  const newest = migrations.at(-1)?.name ?? null;
  const names = folderNames(files, { name, newest, now: creation.now, isWhole: true });
  if (names === null) return { ok: false, reason: `No timestamp sorts behind "${newest}", so Prisma would apply them before it.` };
  return {
    ok: true,
    migrations: files.map(({ text }, index) => ({ name: names[index] ?? '', text: index === 0 ? `${header}${text}` : text })),
    losses,
    plans: safe.plans,
    refusals: safe.refusals,
    left,
    schema: back.changes,
    notes: [...notesOn(snapshot, migration), ...(back.note === null ? [] : [back.note])],
  };
}

/** What a plan copies before it is dropped is not lost. */
function lossesWith(
  losses: readonly string[],
  findings: readonly Finding[],
  planned: ReadonlySet<Finding['operation']>,
): readonly string[] {
  const kept = findings.flatMap(({ rule, operation, relation, column }) => {
    if (!planned.has(operation) || relation === null || !(rule === 'column-dropped' || rule === 'table-dropped')) return [];
    return [rule === 'table-dropped' || column === null ? objectName(relation) : columnName(relation, column)];
  });
  return losses.map((loss) => {
    const name = kept.find((one) => loss.startsWith(`Drops ${one} with `));
    return name === undefined ? loss : `Drops ${name} behind a copy of what it holds.`;
  });
}

/** What a migration finds. */
export async function catalogBefore({ migrations }: Snapshot, migration: MigrationFile): Promise<Catalog> {
  await prepare();
  const earlier = migrations.slice(0, migrations.indexOf(migration));
  return earlier.reduce((catalog, { text }) => foldMigration(text, catalog), emptyCatalog('postgresql'));
}

function refusal(name: string, { reason, inTheWay }: Extract<Revert, { readonly ok: false }>): string {
  const next = inTheWay === null ? '' : ` Revert ${inTheWay} first.`;
  return `${name} is not reverted: ${reason}.${next}`;
}

function notesOn({ historyIsKnown }: Snapshot, { name, facts }: MigrationFile): readonly string[] {
  return historyIsKnown && facts.state === 'pending'
    ? [`${name} is pending: where no database has applied it, deleting its folder undoes it.`]
    : [];
}
