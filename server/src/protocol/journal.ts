import type { OperationEnd } from './operations';

/** What this machine has done to the environments of a project. Nothing is connected. */
export interface JournalOperation {
  readonly type: 'journal';
}

export interface AboutJournal {
  readonly journal: JournalEnd;
}

export interface JournalEnd extends OperationEnd {
  /** The newest first. */
  readonly entries?: readonly ShownEntry[];
}

export interface ShownEntry {
  /** `deploy to production: deployed`. */
  readonly title: string;
  /** When, and by whom. */
  readonly words: string;
  /** Of its report; null where there is none. */
  readonly report: string | null;
}
