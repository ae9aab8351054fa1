/** A history and the schema behind it. */
export interface HistoryCase {
  readonly name: string;
  /** SQL of one migration, as somebody may write it. */
  readonly history: string;
  readonly schema: string;
  readonly datasource?: string;
  readonly previewFeatures?: readonly string[];
  /** The migration that makes the schema of it, without line breaks at its end. */
  readonly sql: string;
  /** What Prisma writes where it is something else, and why that is left so. */
  readonly prisma?: { readonly sql: string; readonly because: string };
}
