/**
 * The order in which a revert works: what stands on something goes before it, what it stands on comes back before it does.
 */
export const stages = [
  'rename',
  'drop-attached',
  'drop-views',
  'drop-foreign-keys',
  'drop-constraints',
  'drop-indexes',
  'drop-defaults',
  'relax-columns',
  'drop-columns',
  'drop-tables',
  'create-schemas',
  'create-extensions',
  'create-types',
  'create-early-functions',
  'create-sequences',
  'create-tables',
  'add-columns',
  'change-types',
  'set-defaults',
  'require-columns',
  'create-keys',
  'create-indexes',
  'create-checks',
  'create-foreign-keys',
  'drop-sequences',
  'create-functions',
  'create-views',
  'index-views',
  'attach',
  'drop-functions',
  'drop-types',
  'drop-extensions',
  'drop-schemas',
] as const;

export type Stage = (typeof stages)[number];

/** One statement of a revert, without semicolon. */
export interface Written {
  readonly stage: Stage;
  readonly sql: string;
}

/** What cannot be written again, as a phrase that completes "The revert is not written: …". */
export interface Unwritable {
  readonly reason: string;
}

export interface Pieces {
  readonly statements: readonly Written[];
  readonly unwritable: readonly Unwritable[];
  readonly losses: readonly Loss[];
}

/** What statements take away, or do not bring back. */
export interface Loss {
  readonly sentence: string;
  /** It is gone already: what the statements make again is without it. Of what is made for the first time nothing is gone. */
  readonly isGone: boolean;
}

export const nothing: Pieces = { statements: [], unwritable: [], losses: [] };

export function together(pieces: readonly Pieces[]): Pieces {
  return {
    statements: pieces.flatMap(({ statements }) => statements),
    unwritable: pieces.flatMap(({ unwritable }) => unwritable),
    losses: pieces.flatMap(({ losses }) => losses),
  };
}

export function written(stage: Stage, ...sql: readonly string[]): Pieces {
  return { ...nothing, statements: sql.map((one) => ({ stage, sql: one })) };
}

export function unwritable(reason: string): Pieces {
  return { ...nothing, unwritable: [{ reason }] };
}

export function lost(sentence: string): Pieces {
  return { ...nothing, losses: [{ sentence, isGone: false }] };
}

export function gone(sentence: string): Pieces {
  return { ...nothing, losses: [{ sentence, isGone: true }] };
}

/** The statements stage by stage; within one, as they were found. */
export function inStages(statements: readonly Written[]): readonly string[] {
  return stages.flatMap((stage) => statements.flatMap(({ stage: own, sql }) => (own === stage ? [sql] : [])));
}
