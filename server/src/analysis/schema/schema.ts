import type { Span } from '../text/span';

/**
 * A Prisma schema as its reader yields it, whatever state the text is in: what is readable stands in the blocks, what is not in
 * `problems`. Nothing is resolved yet: a field's type is a word, an attribute's argument a value as written.
 */
export interface Schema {
  /** In the order of the text. A name that is declared twice is here twice. */
  readonly blocks: readonly Block[];
  /** Between the blocks; the spans are absolute. */
  readonly comments: readonly SchemaComment[];
}

/**
 * A top-level declaration. `start` is its absolute offset in the schema's text, and every span inside the block counts from
 * there: a block whose own text has not changed is the same object but for `start`, wherever an edit has moved it.
 */
export type Block = ModelBlock | EnumBlock | ConfigurationBlock | UnknownBlock;

interface BlockBase {
  /** Absolute: of the keyword's first character. */
  readonly start: number;
  /** From the keyword to the closing brace, or to where the next block begins; like all spans here relative to `start`. */
  readonly span: Span;
  /** `model User {`, or as much of it as there is. A problem in it leaves open what the block declares. */
  readonly header: Span;
  /** Null in a half-typed header. */
  readonly name: Word | null;
  readonly attributes: readonly Attribute[];
  /** Inside the block. */
  readonly comments: readonly SchemaComment[];
  /** What could not be read; everything around it was. In the order of the text. `isBroken` says of what it is a part. */
  readonly problems: readonly SchemaProblem[];
}

export interface ModelBlock extends BlockBase {
  /** `type` is a composite type, which only MongoDB has. */
  readonly kind: 'model' | 'view' | 'type';
  readonly fields: readonly Field[];
}

export interface EnumBlock extends BlockBase {
  readonly kind: 'enum';
  readonly values: readonly EnumValue[];
}

export interface ConfigurationBlock extends BlockBase {
  readonly kind: 'datasource' | 'generator';
  readonly settings: readonly Setting[];
}

/** Lines between blocks that begin no declaration, or a declaration with a keyword that nobody knows. */
export interface UnknownBlock extends BlockBase {
  readonly kind: 'unknown';
}

export interface Word {
  readonly text: string;
  readonly span: Span;
}

export interface Field {
  readonly name: Word;
  /** Null while the type is not typed yet. */
  readonly type: FieldType | null;
  readonly attributes: readonly Attribute[];
  /** From the name to the last attribute, and what could not be read behind it; no comment. */
  readonly span: Span;
}

export interface FieldType {
  /** `String`, `User`, `Role`; for `Unsupported("…")` the word `Unsupported`. */
  readonly name: string;
  /** `list` is `[]`, `optional` is `?`. */
  readonly arity: 'required' | 'optional' | 'list';
  /** The database type inside `Unsupported("…")`, unescaped; null for all others. */
  readonly unsupported: string | null;
  readonly span: Span;
}

/** `@id`, `@db.VarChar(191)`, `@@index([a, b(sort: Desc)], map: "x")`. */
export interface Attribute {
  /** Without the at signs: `id`, `db.VarChar`, `index`; empty while nothing but the at sign is typed. */
  readonly name: string;
  readonly arguments: readonly Argument[];
  readonly span: Span;
}

export interface Argument {
  /** Null for a positional one. */
  readonly name: string | null;
  readonly value: Value;
  readonly span: Span;
}

export type Value =
  | { readonly type: 'string'; readonly value: string; readonly span: Span }
  /** As written: `10`, `-1.5`. */
  | { readonly type: 'number'; readonly text: string; readonly span: Span }
  /** `true`, `Cascade`, `Desc`, a field's name; with its path for a field of a composite type: `address.street`. */
  | { readonly type: 'word'; readonly text: string; readonly span: Span }
  /** `now()`, `dbgenerated("…")`, `env("…")`, `raw("…")`; in an index also `title(ops: raw("…"), sort: Desc)`. */
  | { readonly type: 'call'; readonly name: string; readonly arguments: readonly Argument[]; readonly span: Span }
  | { readonly type: 'list'; readonly items: readonly Value[]; readonly span: Span }
  /** `{ a: 1 }`, as in the `where` of a partial index. */
  | { readonly type: 'object'; readonly entries: readonly { readonly name: Word; readonly value: Value }[]; readonly span: Span }
  | { readonly type: 'invalid'; readonly span: Span };

export interface EnumValue {
  readonly name: Word;
  readonly attributes: readonly Attribute[];
  readonly span: Span;
}

/** `provider = "postgresql"`. */
export interface Setting {
  readonly name: Word;
  readonly value: Value;
  readonly span: Span;
}

/** `// …`, `/// …`, or a block comment. */
export interface SchemaComment {
  readonly span: Span;
  /** Without its signs, trimmed. */
  readonly text: string;
  /** `///` belongs to the field or block below it. */
  readonly documentation: boolean;
}

/** A part that could not be read. Validation is Prisma's; this only tells what was not judged. */
export interface SchemaProblem {
  readonly message: string;
  readonly span: Span;
}
