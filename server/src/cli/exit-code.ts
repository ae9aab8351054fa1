/** What a command tells its caller. */
export const exitCode = {
  /** Nothing at or above `--fail-on`. */
  ok: 0,
  findings: 1,
  /** It could not do its work; stderr says why. */
  failed: 2,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
