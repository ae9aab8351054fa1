import type { Row } from '../connection/database';

/** One connection to a copy, on which everything is run, as Prisma runs everything on one. */
export interface Session {
  /** Runs one text. What the server refuses is a result; rejects only when the copy is lost. */
  readonly run: (sql: string) => Promise<Ran>;
}

export type Ran =
  | {
      readonly ok: true;
      readonly rows: readonly Row[];
      /** As the server counts them; null where it does not. */
      readonly affected: number | null;
      readonly milliseconds: number;
    }
  | { readonly ok: false; readonly error: SqlError; readonly milliseconds: number };

export interface SqlError {
  /** SQLSTATE, or the number of a MySQL error. */
  readonly code: string | null;
  readonly message: string;
}

/** The rows of a query that must not fail. */
export async function ask(session: Session, sql: string): Promise<readonly Row[]> {
  const ran = await session.run(sql);
  if (!ran.ok) throw new CopyLost(`The copy does not answer: ${ran.error.message}`);
  return ran.rows;
}

/** The copy is gone or of no use: its process has ended, its connection is closed. */
export class CopyLost extends Error {
  override readonly name = 'CopyLost';

  constructor(
    message: string,
    /** What could not be removed, as a phrase. */
    readonly left: string | null = null,
  ) {
    super(message);
  }
}
