import type { Catalog, Column, ObjectId, Table } from '../../catalog/catalog';
import { clip, maximumNameBytes } from '../../catalog/default-names';
import { ownSchema } from '../../catalog/own-schema';
import { indexesOf, type QualifiedName } from '../../catalog/resolve';
import { quotedName } from '../../render/postgres-names';
import { writtenTable } from '../names';

/** A copy of rows that a migration is about to delete, in a table of the schema `lockstep`. */
export interface Archive {
  /** As a statement has it: `"lockstep"."User_name_20261120093000"`. */
  readonly table: string;
  /**
   * They read the table and lock it no more than any query does. Run again they copy again, which matters where each statement commits
   * on its own; and they run where the archive is there already, as in a shadow database that was emptied but for the schema `lockstep`.
   */
  readonly statements: readonly string[];
}

export interface Archived {
  /** As the migration names it. */
  readonly source: QualifiedName;
  /** What tells it from other archives of its table: names of columns. */
  readonly words: readonly string[];
  readonly columns: readonly Column[];
  /** In UTC: `20261120093000`. */
  readonly time: string;
}

export function archiveOf({ source, words, columns, time }: Archived): Archive {
  const end = time === '' ? '' : `_${time}`;
  const name = [...(source.schema === null ? [] : [source.schema]), source.name, ...words].join('_');
  const table = writtenTable({ schema: ownSchema, name: `${clip(name, maximumNameBytes - end.length)}${end}` });
  const query = `SELECT ${columns.map(copied).join(', ')} FROM ${writtenTable(source)}`;
  return {
    table,
    statements: [
      // The server asks for the right to create schemas even where IF NOT EXISTS would find one.
      `DO $$ BEGIN\n  IF to_regnamespace('${ownSchema}') IS NULL THEN CREATE SCHEMA ${quotedName(ownSchema)}; END IF;\nEND $$`,
      `CREATE TABLE IF NOT EXISTS ${table} AS\n${query} WITH NO DATA`,
      // One statement, so that a second run which cannot read the rows any more leaves the copy as it is.
      `WITH "earlier" AS (DELETE FROM ${table})\nINSERT INTO ${table}\n${query}`,
    ],
  };
}

/** Types of the project go to text: a copy must not keep them from being dropped or made anew. */
function copied({ name, type }: Column): string {
  const quoted = quotedName(name);
  return type.user ? `${quoted}::text${type.dimensions > 0 ? '[]' : ''} AS ${quoted}` : quoted;
}

/** Columns that tell every row from all others: the primary key, else a unique key over required columns; null where there is none. */
export function keyOf(catalog: Catalog, id: ObjectId, table: Table): readonly string[] | null {
  const primary = table.constraints.find(({ type }) => type === 'primary-key');
  if (primary?.type === 'primary-key') return primary.columns;
  const unique = indexesOf(catalog, id).find(
    (index) => index.unique && index.where === null && index.keys.every((key) => key.type === 'column' && isRequired(table, key.column)),
  );
  return unique?.keys.flatMap((key) => (key.type === 'column' ? [key.column] : [])) ?? null;
}

function isRequired({ columns }: Table, name: string): boolean {
  return columns.some((column) => column.name === name && column.notNull);
}

export const archiveNotes: readonly string[] = [
  'What is written after the copy and before the drop is not in it: first release an application that no longer writes there.',
  `Where the role may not create schemas, somebody who may does so once: CREATE SCHEMA ${quotedName(ownSchema)}, with USAGE and CREATE on it for the role.`,
];
