import type { Finding, Severity } from '../analysis/finding';
import type { LinePosition } from '../analysis/text/line-index';

/** What `lockstep lint` found, ready to be printed in any format. */
export interface LintResult {
  /** Every file that was looked at, those without findings too. */
  readonly files: readonly LintedFile[];
  readonly projects: readonly LintedProject[];
  readonly counts: Readonly<Record<Severity, number>>;
  readonly unanalysed: number;
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
}

export interface LintedFile {
  /** As it is shown: relative to the current directory where it lies within. */
  readonly path: string;
  readonly migration: string;
  readonly statements: number;
  readonly unanalysed: number;
  readonly findings: readonly LocatedFinding[];
}

export interface LocatedFinding extends Finding {
  readonly start: LinePosition;
  readonly end: LinePosition;
}
