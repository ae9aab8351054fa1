import { clip } from '../../catalog/default-names';

// The names that Prisma gives where `map` does not. All are cut to the provider's limit in front of their ending, in bytes and never
// inside a character. They are made of names in the database, not of those in the schema.
// Source: https://github.com/prisma/prisma-engines/blob/main/psl/psl-core/src/datamodel_connector/constraint_names.rs

export function primaryKeyName(table: string, limit: number): string {
  return ended(table, '_pkey', limit);
}

export function uniqueName(table: string, columns: readonly string[], limit: number): string {
  return ended([table, ...columns].join('_'), '_key', limit);
}

export function indexName(table: string, columns: readonly string[], limit: number): string {
  return ended([table, ...columns].join('_'), '_idx', limit);
}

export function foreignKeyName(table: string, columns: readonly string[], limit: number): string {
  return ended([table, ...columns].join('_'), '_fkey', limit);
}

function ended(name: string, ending: string, limit: number): string {
  return `${clip(name, limit - ending.length)}${ending}`;
}

/** The table of an implicit many-to-many relation. */
export function relationTableName(relation: string, limit: number): string {
  return firstCharacters(`_${relation}`, limit);
}

/** `PostToTag`: what a relation without a name is called. */
export function impliedRelationName(one: string, other: string): string {
  return one < other ? `${one}To${other}` : `${other}To${one}`;
}

/**
 * The names around the table of an implicit many-to-many relation: here characters count. Its foreign keys leave more room than
 * they need, that of B one more than that of A.
 * Source: `push_relation_tables` in
 * https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/sql-schema-connector/src/sql_schema_calculator.rs
 */
export function relationTableNames(table: string, limit: number) {
  const room = limit - '_fkey'.length - 2;
  return {
    primaryKey: `${firstCharacters(table, limit - '_AB_pkey'.length)}_AB_pkey`,
    unique: `${firstCharacters(table, limit - '_AB_unique'.length)}_AB_unique`,
    indexOnB: `${firstCharacters(table, limit - '_B_index'.length)}_B_index`,
    foreignKeyA: `${clip(table, room)}_A_fkey`,
    foreignKeyB: `${clip(table, room)}_B_fkey`,
  };
}

function firstCharacters(text: string, count: number): string {
  return text.length <= count ? text : [...text].slice(0, count).join('');
}
