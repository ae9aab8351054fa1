export interface DocumentParams {
  readonly uri: string;
}

/** A document to read: Markdown for effects, JSON for an analysis, plain text with links for findings. */
export interface Report {
  /** Without extension. */
  readonly title: string;
  readonly text: string;
  readonly links?: readonly ReportLink[];
}

/** A part of a report, in UTF-16 offsets, that leads somewhere. */
export interface ReportLink {
  readonly start: number;
  readonly end: number;
  /** A URI: of a file, with `#line,character` from 1, or of a command of `clientCommands`. */
  readonly target: string;
}

/** Client to server. Parameters: `DocumentParams`; result: `Report | null` (not a migration of a known project). */
export const effectsRequest = 'lockstep/effects';

/** Client to server. Parameters: `DocumentParams`; result: `Report | null`. Its text is JSON. */
export const analysisRequest = 'lockstep/analysis';

/**
 * Client to server: the migration that Prisma would write for the schema, and what it does. Parameters: `DocumentParams` of any file
 * of the project; result: `Report | null`.
 */
export const schemaDifferenceRequest = 'lockstep/schemaDifference';

/** Client to server: findings of every migration, history included. No parameters; result: `Report`. */
export const lintAllRequest = 'lockstep/lintAll';
