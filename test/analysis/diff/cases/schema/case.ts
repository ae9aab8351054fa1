/** Two schemas, one after the other. */
export interface SchemaCase {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** Of both. */
  readonly datasource?: string;
  readonly previewFeatures?: readonly string[];
  /** The migration from one to the other, without line breaks at its end. */
  readonly sql: string;
}
