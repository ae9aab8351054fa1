import type { Backup } from './stamp';

/** What happens while a backup or a restore goes on. Texts are redacted. */
export type BackupEvent =
  /** `total`: bytes of the database, which a compressed backup does not reach; null where nobody knows. */
  | { readonly type: 'began'; readonly what: string; readonly target: string; readonly total: number | null }
  | { readonly type: 'progress'; readonly bytes: number; readonly total: number | null }
  | { readonly type: 'step'; readonly text: string }
  | { readonly type: 'warning'; readonly text: string };

export type BackupOutcome =
  | { readonly type: 'backed-up'; readonly backup: Backup; readonly warnings: readonly string[] }
  /** Nothing was begun. */
  | { readonly type: 'refused'; readonly problem: BackupProblem; readonly warnings: readonly string[] }
  /** It was begun, and nothing of it is left; earlier backups are as they were. */
  | { readonly type: 'failed'; readonly problem: BackupProblem; readonly warnings: readonly string[] }
  | { readonly type: 'cancelled'; readonly warnings: readonly string[] };

export const problemCodes = [
  'no-url',
  'unsupported',
  'unreachable',
  'tool-missing',
  'tool-too-old',
  'tool-failed',
  'tool-killed',
  'connection-lost',
  'denied',
  'locked',
  'directory-unwritable',
  'disk-full',
  'not-verified',
  'backup-unreadable',
  'backup-not-found',
  'server-too-old',
  'not-empty',
  'not-confirmed',
  'in-use',
  'wrong-provider',
] as const;

export type ProblemCode = (typeof problemCodes)[number];

/** Why there is no backup, or why nothing was restored. */
export interface BackupProblem {
  readonly code: ProblemCode;
  /** A sentence without secrets. */
  readonly message: string;
  /** What to do next; a sentence. */
  readonly help: string;
}

/** The result of a step that may fail. */
export type Step<T> = { readonly type: 'done'; readonly value: T } | Failure;

export type Failure =
  /** Before anything was begun. */
  | { readonly type: 'refused'; readonly problem: BackupProblem }
  | { readonly type: 'failed'; readonly problem: BackupProblem }
  | { readonly type: 'cancelled' };

export function refused(code: ProblemCode, message: string, help: string): Failure {
  return { type: 'refused', problem: { code, message, help } };
}

export function failed(code: ProblemCode, message: string, help: string): Failure {
  return { type: 'failed', problem: { code, message, help } };
}
