import type { Severity } from '../analysis/finding';

/** `lockstep.json`, validated, with defaults filled in. */
export interface Settings {
  /** Path of the file; null where there is none. */
  readonly file: string | null;
  /** As written, relative to the file. */
  readonly schema: string | null;
  readonly server: { readonly postgresql: number; readonly timeZone: string | null };
  readonly rules: ReadonlyMap<string, Severity | 'off'>;
  /** Migrations up to and including this one are history. */
  readonly baseline: string | null;
  /** A table with fewer rows than this counts as small, where statistics are known. */
  readonly smallTable: { readonly rows: number };
  readonly environments: readonly EnvironmentSettings[];
  /** Where reports of deploys are written, as written here: relative to the file. Null for the usual place. */
  readonly reports: { readonly directory: string | null };
  /** Objects of a database that are nobody's drift: `public.audit`, `public.User.legacy_id`, `auth.*`. */
  readonly drift: { readonly ignore: readonly string[] };
  readonly problems: readonly SettingsProblem[];
}

/** A database that migrations are deployed to. */
export interface EnvironmentSettings {
  readonly name: string;
  readonly kind: EnvironmentKind;
  readonly url: UrlSource | null;
  /** Environments that a migration must have reached before this one. */
  readonly after: readonly string[];
  readonly backup: { readonly command: string | null; readonly directory: string | null; readonly maxAgeHours: number | null } | null;
  readonly lockTimeout: string | null;
  readonly smokeTest: string | null;
  /** Null: without a server, on what needs none. */
  readonly rehearsal: RehearsalSettings | null;
  readonly branches: readonly string[];
}

/** Where migrations are rehearsed. */
export interface RehearsalSettings {
  /** The URL of any database on a server for scratch databases. */
  readonly server: UrlSource;
  /** What a clone holds. */
  readonly data: 'rows' | 'schema';
  /** Whether the server may be that of a protected environment. */
  readonly onProtectedServer: boolean;
}

export const environmentKinds = ['development', 'staging', 'production'] as const;

export type EnvironmentKind = (typeof environmentKinds)[number];

/** Where the connection URL is found; never the URL itself. */
export type UrlSource =
  | { readonly type: 'env'; readonly variable: string }
  | { readonly type: 'env-file'; readonly file: string; readonly variable: string }
  | { readonly type: 'secret' };

/** What is wrong with `lockstep.json`: names the key and the line, and what was expected. */
export interface SettingsProblem {
  readonly message: string;
  readonly key: string;
  readonly range: { readonly start: number; readonly end: number };
  /** From 1. */
  readonly line: number;
}

export const postgresVersions = [12, 13, 14, 15, 16, 17, 18] as const;

/** Assumed where `lockstep.json` names no server: old enough that nothing newer is taken for granted. */
export const defaultPostgresVersion = 15;

export const defaultSettings: Settings = {
  file: null,
  schema: null,
  server: { postgresql: defaultPostgresVersion, timeZone: null },
  rules: new Map(),
  baseline: null,
  smallTable: { rows: 10_000 },
  environments: [],
  reports: { directory: null },
  drift: { ignore: [] },
  problems: [],
};

/** How long a migration may wait for a lock: that of production, or of the first environment that says so; null where none does. */
export function lockTimeoutOf({ environments }: Settings): string | null {
  const limited = environments.filter(({ lockTimeout }) => lockTimeout !== null);
  return (limited.find(({ kind }) => kind === 'production') ?? limited[0])?.lockTimeout ?? null;
}
