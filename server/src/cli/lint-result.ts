import type { Finding, Severity } from '../analysis/finding';
import type { LinePosition } from '../analysis/text/line-index';

/** What `lockstep lint` found, ready to be printed in any format. */
export interface LintResult {
  /** Every migration that was looked at, those without findings too, and files of a schema about which there is something to say. */
  readonly files: readonly LintedFile[];
  readonly projects: readonly LintedProject[];
  readonly counts: Readonly<Record<Severity, number>>;
  readonly unanalysed: number;
  /** Whether migrations were asked for; otherwise a schema alone. */
  readonly migrationsAsked: boolean;
  /** Things that schemas change and no migration has yet. */
  readonly schemaChanges: number;
  /** Whether every migration was asked for. */
  readonly all: boolean;
}

export interface LintedProject {
  readonly provider: string;
  readonly serverVersion: string;
  readonly prismaVersion: string | null;
  /** Migrations that were not looked at because they are history, and where that is known from. */
  readonly history: { readonly count: number; readonly source: string };
  /** Why every migration counts as pending; null where history is known. */
  readonly historyProblem: string | null;
  /** Without migrations: the branch whose schema the edited one is compared with. */
  readonly comparedWith: string | null;
}

export interface LintedFile {
  /** As it is shown: relative to the current directory where it lies within. */
  readonly path: string;
  /** Null for a file of a schema. */
  readonly migration: string | null;
  /** For a file of a schema: those of the migration that Prisma would write for it. */
  readonly statements: number;
  /** Statements, or places in a schema, that could not be judged. */
  readonly unanalysed: number;
  readonly findings: readonly LocatedFinding[];
}

export interface LocatedFinding extends Finding {
  readonly start: LinePosition;
  readonly end: LinePosition;
  /** Where the migrations have what it is about; known for findings of a schema where they were asked for. */
  readonly related?: readonly RelatedPlace[];
}

export interface RelatedPlace {
  readonly path: string;
  readonly start: LinePosition;
  readonly end: LinePosition;
  readonly message: string;
}
