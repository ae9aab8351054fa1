import type { OfferedEdit } from './offered-edit';
import type { OperationEnd } from './operations';
import type { Report } from './reports';

/** Operations around what a database has and the project does not, or the other way round. */
export type DriftOperation =
  | { readonly type: 'drift'; readonly against: DriftAgainst }
  /** What brings the two together again; nothing of it is carried out. */
  | { readonly type: 'drift-remedy'; readonly against: DriftAgainst; readonly remedy: DriftRemedy };

/** What the database is compared with: what the applied migrations have built, or the edited schema. */
export type DriftAgainst = 'history' | 'schema';

export type DriftRemedy =
  /** A migration with what the database has more. */
  | { readonly type: 'adopt' }
  /** The SQL that puts the database back. */
  | { readonly type: 'put-back' }
  /** lockstep.json names objects that do not count. */
  | { readonly type: 'ignore'; readonly objects: readonly string[] };

export interface AboutDrift {
  readonly drift: DriftEnd;
  readonly 'drift-remedy': RemedyEnd;
}

export interface DriftEnd extends OperationEnd {
  /** For a diff editor; left out where there is nothing to compare. */
  readonly sides?: DriftSides;
  readonly differences?: readonly ShownDifference[];
}

export interface DriftSides {
  /** What is expected. */
  readonly expected: Report;
  /** What the database has. */
  readonly database: Report;
}

export interface ShownDifference {
  /** As `drift.ignore` of lockstep.json names it. */
  readonly object: string;
  /** A sentence. */
  readonly words: string;
}

export interface RemedyEnd extends OperationEnd {
  /** Of the project's files; left out where the document alone says what to do. */
  readonly edit?: OfferedEdit;
}
