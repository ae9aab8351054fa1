import type { ObjectId } from '../../analysis/catalog/catalog';

/** One thing in which a database is not what it should be. */
export interface Difference {
  readonly change: 'only-in-database' | 'missing' | 'changed';
  readonly kind: DriftedKind;
  /** The object, or the table of a part. */
  readonly object: ObjectId;
  /** Column, constraint, trigger, policy or rule of that table; null for an object of its own. */
  readonly part: string | null;
  /** The name that the part should have, where that is all in which it differs. */
  readonly renamedFrom: string | null;
  /** A sentence for people. */
  readonly sentence: string;
  /** What each side has, in words; null where it has none. */
  readonly database: string | null;
  readonly expected: string | null;
  /** `prisma`: something that Prisma knows of and would change back; `other`: an object of the project's own, which Prisma leaves alone. */
  readonly concerns: 'prisma' | 'other';
}

export type DriftedKind =
  | 'schema'
  | 'extension'
  | 'table'
  | 'column'
  | 'primary key'
  | 'unique constraint'
  | 'foreign key'
  | 'check constraint'
  | 'exclusion constraint'
  | 'constraint'
  | 'index'
  | 'view'
  | 'materialized view'
  | 'sequence'
  | 'enum'
  | 'type'
  | 'function'
  | 'procedure'
  | 'trigger'
  | 'policy'
  | 'rule'
  | 'row security';

/** What a difference is about, as `drift.ignore` names it: `public.User`, `public.User.status`; of a schema or an extension its name. */
export function driftedName({ object, part }: Pick<Difference, 'object' | 'part'>): string {
  return part === null ? object : `${object}.${part}`;
}

/** What the other side of a comparison is called in sentences. */
export type Against = 'history' | 'schema';

export const againstWords: Readonly<Record<Against, string>> = { history: 'the history', schema: 'the schema' };
