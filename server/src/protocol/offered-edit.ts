export interface NewFile {
  readonly uri: string;
  readonly text: string;
}

/** An edit that the server has computed from what it knows now. It is shown before it is made, and undone at once. */
export interface OfferedEdit {
  /** What it is, for the preview: `Revert 20251103120000_add_teams`. */
  readonly label: string;
  readonly description: string | null;
  /** Files that are not there yet; one that is there makes the whole edit fail. */
  readonly creates: readonly NewFile[];
  readonly changes: readonly OfferedChange[];
}

export interface OfferedChange {
  readonly uri: string;
  /** Of the open document that it was computed from; null where it is not open. */
  readonly version: number | null;
  readonly range: { readonly start: OfferedPosition; readonly end: OfferedPosition };
  readonly text: string;
}

/** Zero-based, UTF-16. */
export interface OfferedPosition {
  readonly line: number;
  readonly character: number;
}

export interface OfferedResult {
  /** A sentence; null where there is an edit. */
  readonly problem: string | null;
  readonly edit: OfferedEdit | null;
}
