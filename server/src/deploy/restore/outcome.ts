import type { BackupProblem } from '../backup/outcome';
import type { Backup } from '../backup/stamp';

/**
 * What is in the target after a restore that did not succeed. `unchanged`: what was there before. `partial`: a part of the backup, and what was there is gone.
 * `unknown`: the connection was lost at a moment when the server may have committed. `restored`: all of it, though something is not as the stamp says.
 */
export type LeftState = 'unchanged' | 'partial' | 'unknown' | 'restored';

export type RestoreOutcome =
  | {
      readonly type: 'restored';
      /** `host:port/database`, or a file. */
      readonly target: string;
      /** Name of the scratch database, or path of the scratch file, that it went to. */
      readonly scratch: string | null;
      /** A phrase for each check that the restored database has passed. */
      readonly checks: readonly string[];
      /** Of what was there before. */
      readonly freshBackup: Backup | null;
      readonly warnings: readonly string[];
    }
  /** The target was not touched. */
  | { readonly type: 'refused'; readonly problem: BackupProblem; readonly warnings: readonly string[] }
  | {
      readonly type: 'failed';
      readonly problem: BackupProblem;
      readonly left: LeftState;
      readonly freshBackup: Backup | null;
      readonly warnings: readonly string[];
    }
  | { readonly type: 'cancelled'; readonly left: LeftState; readonly freshBackup: Backup | null; readonly warnings: readonly string[] };
