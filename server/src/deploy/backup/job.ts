import type { Project } from '../../project/project';
import type { Environment } from '../environments/environment';
import type { Variables } from '../programs/find-tools';
import type { BackupEvent, Failure } from './outcome';
import type { BackupForm } from './stamp';
import type { Stored } from './store-stream';

/** What making a backup is given. */
export interface BackupJob {
  readonly project: Project;
  readonly environment: Environment;
  /** Absolute; null for that of the settings. */
  readonly directory: string | null;
  readonly now: Date;
  readonly onEvent: (event: BackupEvent) => void;
  readonly abort: AbortSignal;
  /** Of this process: where programs are found, and what they inherit. */
  readonly variables: Variables;
}

/** A way of making a backup, ready to begin: what it needs is there. */
export interface Maker {
  readonly form: BackupForm;
  /** `pg_dump 15.18`. */
  readonly tool: string;
  readonly warnings: readonly string[];
  /** Writes the file at `path`, and checks it. What is left there after a failure is removed by the caller. */
  readonly make: (path: string, onBytes: (bytes: number) => void) => Promise<Made>;
}

export type Made =
  | {
      readonly type: 'done';
      /** Null where nothing was written: `reference` says what there is. */
      readonly stored: Stored | null;
      readonly reference: string | null;
      /** Tables in the backup; null where nobody can count them. */
      readonly tables: number | null;
      /** A phrase for each check that it has passed. */
      readonly verified: readonly string[];
    }
  | Failure;
