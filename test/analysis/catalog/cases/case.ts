/** SQL and what a server holds after it. Statements that the server refuses belong to it: they must change nothing. */
export interface CatalogCase {
  readonly name: string;
  /** For a database that holds nothing but the schema `public`. */
  readonly sql: string;
  /** All facts but that schema, as a server of PostgreSQL 15 gave them. */
  readonly facts: readonly string[];
  /** The first major version that knows the statements; absent: all that Lockstep supports. */
  readonly since?: number;
}
