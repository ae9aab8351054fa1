/** A row with every value as the server writes it in text. */
export type Row = Readonly<Record<string, string | null>>;

/** A row of a driver that reads values as what they are. */
export function rowAsText(row: object): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, textOf(value)]));
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value);
}

/** Sends one statement; `$1`, `$2` … take the values. Rejects with the server's error, or with that of a lost connection. */
export type Query = (sql: string, values?: readonly (string | null)[]) => Promise<readonly Row[]>;

export interface TransactionSettings {
  /** Milliseconds; 0 waits without a limit. */
  readonly lockTimeout: number;
  /** Milliseconds for each statement; 0 sets no limit. */
  readonly statementTimeout: number;
  readonly access: 'read-write' | 'read-only';
}

/**
 * A database reached over one connection, which is opened when it is first needed and again after it was lost. Nothing outlives a
 * transaction: no session setting, no named statement, no session lock, so that a pooler may give each transaction another connection.
 */
export interface Database {
  /** The schema that unqualified names mean, where the connection URL names one as Prisma has it (`?schema=`). */
  readonly schema: string | null;
  /**
   * Runs `body` in a transaction of its own, READ COMMITTED, and commits it. Rolls back and rejects when `body` rejects. When the connection
   * is lost during the commit, the transaction may have been committed or not. An abort drops the connection, and the server rolls back.
   */
  readonly transaction: <T>(settings: TransactionSettings, body: (query: Query) => Promise<T>, abort?: AbortSignal) => Promise<T>;
  readonly close: () => Promise<void>;
}
