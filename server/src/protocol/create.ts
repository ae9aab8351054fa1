import type { NewFile } from './offered-edit';

/** Client to server: the migrations for what a schema changes. Parameters: `CreateMigrationsParams`; result: `CreateMigrationsResult`. */
export const createMigrationsRequest = 'lockstep/createMigrations';

export interface CreateMigrationsParams {
  /** Of a file of the project; null: the only project that there is. */
  readonly uri: string | null;
  /** What the migrations are for; null: a name that suggests itself. */
  readonly name: string | null;
  /** What existing rows get, where a person has said it. */
  readonly values?: readonly GivenValue[];
}

export interface CreateMigrationsResult {
  /** A sentence; null where there is something to write. */
  readonly problem: string | null;
  /** A name for the migrations. */
  readonly suggestion: string | null;
  readonly files: readonly NewFile[];
  /** Values that were needed, with what is taken where nobody says another one. */
  readonly asks: readonly AskedValue[];
  /** What stays as Prisma writes it although something is to be said about it, in sentences. */
  readonly left: readonly string[];
  /** URIs of the schema's files, which the migrations were made from: unsaved text counts. */
  readonly sources: readonly string[];
}

/** A value that existing rows get in a column, as SQL. Names are those of the database. */
export interface GivenValue {
  /** `public.User`. */
  readonly table: string;
  readonly column: string;
  readonly sql: string;
}

/** A value that a person can say. `sql`: what is taken otherwise; empty where nothing goes without saying. */
export interface AskedValue extends GivenValue {
  /** `Value of existing rows in "User"."status", as SQL`. */
  readonly prompt: string;
}

/** Client to server, with each keystroke: whether a value is right. Parameters: `CheckValueParams`; result: `CheckValueResult`. */
export const checkValueRequest = 'lockstep/checkValue';

export interface CheckValueParams extends GivenValue {
  /** Of a file of the project. */
  readonly uri: string | null;
}

export interface CheckValueResult {
  /** A sentence; null where it can be taken. */
  readonly problem: string | null;
  /** What else to know of it, in a sentence. */
  readonly note: string | null;
}

/** Client to server: what a quick fix writes with these values. Parameters: `FillParams`; result: `OfferedResult`. */
export const fillRequest = 'lockstep/fill';

export interface FillParams {
  /** Of the migration or the schema with the finding. */
  readonly uri: string;
  /** Steps of one release, or a rollout over several. */
  readonly way: 'steps' | 'rollout';
  /** The finding, by what it is about: its place may have moved. */
  readonly rule: string;
  readonly relation: string | null;
  readonly column: string | null;
  readonly values: readonly AskedValue[];
}
