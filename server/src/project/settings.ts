import type { Severity } from '../analysis/rules/finding';

/** `lockstep.json`, validated, with defaults filled in. */
export interface Settings {
  /** Path of the file; null where there is none. */
  readonly file: string | null;
  readonly schema: string | null;
  readonly server: { readonly postgresql: number; readonly timeZone: string | null };
  readonly rules: ReadonlyMap<string, Severity | 'off'>;
  /** Migrations up to and including this one are history. */
  readonly baseline: string | null;
  readonly problems: readonly SettingsProblem[];
}

/** What is wrong with `lockstep.json`: names the key and the line, and what was expected. */
export interface SettingsProblem {
  readonly message: string;
  readonly key: string;
  readonly range: { readonly start: number; readonly end: number };
  /** From 1. */
  readonly line: number;
}
