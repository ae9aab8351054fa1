import type { Row } from '../../connection/database';

/** The embedded PostgreSQL: the one that comes along, whose files lie in `folder`, or what `require` loads from the project's packages. */
export type PgliteSource = { readonly type: 'own'; readonly folder: string } | { readonly type: 'installed'; readonly file: string };

/** What the process of a copy is told. */
export type CopyRequest =
  | {
      readonly id: number;
      readonly type: 'open-postgres';
      readonly pglite: PgliteSource;
      /** By the name of CREATE EXTENSION: the file that holds it. */
      readonly extensions: Readonly<Record<string, string>>;
    }
  | { readonly id: number; readonly type: 'open-sqlite'; readonly file: string }
  | { readonly id: number; readonly type: 'run'; readonly sql: string }
  | { readonly id: number; readonly type: 'close' };

/** What it answers. Milliseconds are those of the statement alone, without the way between the processes. */
export type CopyAnswer =
  | {
      readonly id: number;
      readonly ok: true;
      readonly rows: readonly Row[];
      readonly affected: number | null;
      readonly milliseconds: number;
    }
  | { readonly id: number; readonly ok: false; readonly code: string | null; readonly message: string; readonly milliseconds: number };
