/** What a command tells its caller. */
export const exitCode = {
  /** Nothing at or above `--fail-on`. */
  ok: 0,
  findings: 1,
  /** It could not do its work; stderr says why. */
  failed: 2,
  /** An environment has migrations to come. */
  pending: 3,
  /** An environment and the project disagree: failed, edited, missing or unmanaged. */
  diverged: 4,
  /** An environment cannot be asked. */
  unreachable: 5,
  /** A gate does not let it go on. */
  refused: 6,
  /** It was begun and has failed or stopped; what it prints says why, and what to do. */
  stopped: 7,
  /** By a signal: what is done is done, and the same command goes on. */
  cancelled: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
