import type { ObjectId } from './catalog';

/** What a part of a change is about: the key by which its place in a schema is found. Names are those of the database. */
export type Subject =
  | { readonly type: 'schema'; readonly name: string }
  | { readonly type: 'extension'; readonly name: string }
  | { readonly type: 'enum'; readonly id: ObjectId }
  | { readonly type: 'enum-value'; readonly id: ObjectId; readonly value: string }
  | { readonly type: 'table'; readonly id: ObjectId }
  | { readonly type: 'column'; readonly table: ObjectId; readonly column: string }
  /** Primary key, unique constraint or foreign key of a table. */
  | { readonly type: 'constraint'; readonly table: ObjectId; readonly name: string }
  | { readonly type: 'index'; readonly table: ObjectId; readonly name: string };
