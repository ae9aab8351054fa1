import { foldScript } from '../../analysis/catalog/fold';
import { folderNames } from '../../analysis/plans/folder-names';
import { readPostgres } from '../../analysis/sql/postgres/read';
import type { NewMigration } from '../../project/new-migrations';
import type { Project } from '../../project/project';
import { differencesBetween } from './compare';
import type { Difference } from './difference';
import type { DriftFound } from './drift';
import { ifNeeded } from './if-needed';
import { withoutIgnored } from './ignored';
import { headed } from './put-back';
import { statementsBetween } from './statements-between';
import { writtenStatements } from './written-statements';

/** A migration that makes what a database has part of the history. Nothing is written: it is handed back. */
export type Adoption =
  | {
      readonly ok: true;
      readonly migration: NewMigration;
      /** What databases that follow the history lose by it, in sentences. */
      readonly losses: readonly string[];
      /** Differences that stay, in sentences. */
      readonly remaining: readonly string[];
      /** What to do with it, in this order: command lines with the reason for each. */
      readonly next: readonly { readonly command: string; readonly why: string }[];
    }
  /** A sentence. */
  | { readonly ok: false; readonly reason: string };

export interface AdoptionGiven {
  /** Compared with the history. */
  readonly found: DriftFound;
  readonly project: Project;
  /** Names of all migrations of the project. */
  readonly names: readonly string[];
  readonly now: Date;
  /** For the folder; `adopt_<environment>` where it is left out. */
  readonly name?: string;
  /** What is adopted; all that was found where it is left out. */
  readonly differences?: readonly Difference[];
}

/**
 * Writes the migration that leads from the history to the database, on PostgreSQL in statements that do nothing where the object is there already. It is
 * marked as applied in that database and deployed to the others.
 */
export function adopt(given: AdoptionGiven): Adoption {
  const { found, names, now, differences = found.differences } = given;
  const { against, environment, sides } = found;
  if (against !== 'history') return { ok: false, reason: 'What differs from the schema is not adopted: compare with the history.' };
  if (differences.length === 0) return { ok: false, reason: 'There is nothing to adopt.' };
  const { text, losses, remaining } = sides.provider === 'postgresql' ? fromHistory(given, differences) : asWritten(found, differences);
  if (text === '') return { ok: false, reason: remaining[0] ?? 'Nothing of it can be written as SQL.' };
  const newest = names.toSorted().at(-1) ?? null;
  const naming = { name: given.name ?? `adopt_${wordOf(environment)}`, newest, now, isWhole: true };
  const [folder] = folderNames([{ words: null }], naming) ?? [];
  if (folder === undefined) return { ok: false, reason: `No timestamp sorts behind "${newest}", so Prisma would apply it before.` };
  return {
    ok: true,
    migration: { name: folder, text: headed(`Adopts what ${environment} has and the history has not. ${runs(found)}`, losses, text) },
    losses,
    remaining,
    next: [
      { command: `lockstep resolve --env ${environment} --applied ${folder}`, why: `${environment} has it already.` },
      { command: 'lockstep deploy --env <name>', why: 'The other environments get it.' },
    ],
  };
}

interface Adopted {
  readonly text: string;
  readonly losses: readonly string[];
  readonly remaining: readonly string[];
}

function fromHistory({ found: { sides }, project }: AdoptionGiven, differences: readonly Difference[]): Adopted {
  const statements = statementsBetween(
    { catalog: sides.expected, texts: sides.applied },
    { catalog: sides.database, texts: [{ name: 'database', text: sides.definitions }] },
    differences,
    false,
  );
  const text = statements.sql.map((sql) => `${ifNeeded(sql)};\n`).join('');
  const after = foldScript(sides.expected, readPostgres(text));
  const { differences: open } = withoutIgnored(differencesBetween(sides.database, after, 'history'), project.settings.drift.ignore);
  const told = new Set(differences.map(({ sentence }) => sentence));
  const left = open.filter(({ sentence }) => told.has(sentence)).map(({ sentence }) => sentence);
  return { text, losses: statements.losses, remaining: [...statements.unwritten, ...left] };
}

function asWritten({ sides }: DriftFound, differences: readonly Difference[]): Adopted {
  const { sql, losses, unwritten } = writtenStatements(sides, differences, false);
  return { text: sql.map((one) => `${one};\n`).join(''), losses, remaining: unwritten };
}

/** Only PostgreSQL knows IF NOT EXISTS of everything. */
function runs({ sides, environment }: DriftFound): string {
  return sides.provider === 'postgresql'
    ? 'It does nothing where the objects are as here already.'
    : `Mark it as applied in ${environment}: it must not run there.`;
}

function wordOf(environment: string): string {
  return environment.replace(/\W+/g, '_').toLowerCase();
}
