import type { ObjectId } from './catalog/catalog';
import type { Subject } from './catalog/subject';
import type { Operation } from './operation/operation';
import type { Span } from './text/span';

export const severities = ['error', 'warning', 'information'] as const;

/**
 * `error`: loses data, or is certain to fail. `warning`: blocks for a time that grows with the table, may fail on existing
 * rows, or breaks the application that is running. `information`: worth knowing.
 */
export type Severity = (typeof severities)[number];

/** One thing to tell, at one place. Code actions read its data and never its message. */
export interface Finding {
  /** The rule's id: `column-dropped`. */
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence of at most 90 characters: what happens, to which table. No newline. */
  readonly message: string;
  /** What to do, in one or two sentences. */
  readonly help: string;
  readonly span: Span;
  /** Position of the statement in its file, from 0; null for a finding on the file. */
  readonly statement: number | null;
  /** What caused it; null for a finding on the statement or file as a whole. */
  readonly operation: Operation | null;
  readonly relation: ObjectId | null;
  readonly column: string | null;
  /** Where it is that something looks renamed. */
  readonly renamed?: Renamed;
}

/** What goes, and what comes in its place; both as in the database. */
export interface Renamed {
  readonly from: Subject;
  readonly to: Subject;
}

/** A finding without what the engine fills in: rule, severity, statement and operation. */
export interface Draft {
  /** What happens, to which table. The engine shortens long quoted names until it fits. */
  readonly message: string;
  /** Default: the rule's own. */
  readonly help?: string;
  /** Where this case is milder than the rule: it never raises the severity that the rule is set to. */
  readonly severity?: Severity;
  /** Default: the operation's, else the statement's, else the first line. */
  readonly span?: Span;
  /** In a schema it stands where this stands. Default: what the SQL at `span` is about. */
  readonly subject?: Subject;
  readonly relation?: ObjectId | null;
  readonly column?: string | null;
  /** For migration rules: the statement it belongs to. */
  readonly statement?: number;
  readonly operation?: Operation;
  readonly renamed?: Renamed;
}
