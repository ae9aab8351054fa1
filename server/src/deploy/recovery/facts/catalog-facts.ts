import type { Catalog, Column, Index, StoredExpression, Table, TableConstraint, UserType, View } from '../../../analysis/catalog/catalog';
import { typeText } from '../../../analysis/catalog/column-type';
import { migrationsTable } from '../../status/database-history';
import type { Facts } from './facts';

/** The facts of a folded catalog, or of one that was read from a server. */
export function catalogFacts(catalog: Catalog): Facts {
  const facts = new Map<string, string>();
  for (const schema of catalog.schemas) facts.set(`schema ${schema}`, 'there');
  for (const extension of catalog.extensions) facts.set(`extension ${extension}`, 'there');
  for (const [id, table] of catalog.tables) if (table.name !== migrationsTable) addTable(facts, id, table);
  for (const [id, index] of catalog.indexes) {
    if (!index.table.endsWith(`.${migrationsTable}`)) facts.set(`index ${id}`, indexText(index));
  }
  for (const [id, view] of catalog.views) addView(facts, id, view);
  for (const [id, { ownedBy }] of catalog.sequences) {
    facts.set(`sequence ${id}`, ownedBy === null ? 'free' : `owned by ${ownedBy.table}.${ownedBy.column}`);
  }
  for (const [id, type] of catalog.types) facts.set(`type ${id}`, userTypeText(type));
  for (const [id, { overloads, volatility }] of catalog.functions) facts.set(`function ${id}`, `${overloads.length} ${volatility}`);
  return facts;
}

/** Columns have no place: one that comes back stands at the end. */
function addTable(facts: Map<string, string>, id: string, table: Table): void {
  const { partitionBy, partitionOf, rowSecurity } = table;
  const flags = [
    ...(partitionBy === null ? [] : ['partitioned']),
    ...(partitionOf === null ? [] : [`part of ${partitionOf.parent}`]),
    ...(table.unlogged ? ['unlogged'] : []),
    ...(rowSecurity.enabled ? ['row security'] : []),
    ...(rowSecurity.forced ? ['forced'] : []),
    ...table.inherits.map((parent) => `inherits ${parent}`),
  ];
  facts.set(`table ${id}`, ['there', ...flags].join(', '));
  for (const column of table.columns) {
    facts.set(`column ${id}.${column.name}`, columnText(column));
    if (column.default !== null) facts.set(`default ${id}.${column.name}`, expressionText(column.default));
  }
  for (const constraint of table.constraints) {
    const text = constraintText(constraint);
    if (text !== null) facts.set(`constraint ${id}.${constraint.name}`, text);
  }
  for (const { name, function: called, enabled } of table.triggers) {
    facts.set(`trigger ${id}.${name}`, `calls ${called}${enabled ? '' : ', disabled'}`);
  }
  for (const name of table.policies) facts.set(`policy ${id}.${name}`, 'there');
  for (const name of table.rules) facts.set(`rule ${id}.${name}`, 'there');
}

function columnText({ type, notNull, identity, generated }: Column): string {
  return [
    typeText(type),
    ...(notNull ? ['not null'] : []),
    ...(identity === null ? [] : [`identity ${identity}`]),
    ...(generated === null ? [] : [`generated ${generated.stored ? 'stored' : 'virtual'}`]),
  ].join(' ');
}

/** Servers add casts, brackets and capitals of their own; a constant is what it stands for. */
function expressionText({ constant, text }: StoredExpression): string {
  if (constant !== null) return `constant ${constant.value ?? 'NULL'}`;
  return text
    .toLowerCase()
    .replace(/::[a-z_. ]+(\[\])?/g, '')
    .replace(/"|[()\s]/g, '');
}

function constraintText(constraint: TableConstraint): string | null {
  switch (constraint.type) {
    case 'primary-key':
    case 'unique':
    case 'exclusion':
      return `${constraint.type} (${constraint.columns.join(', ')})`;
    case 'foreign-key': {
      const { columns, references, referencedColumns, onDelete, onUpdate, valid } = constraint;
      const target = `references ${references} (${referencedColumns.join(', ')}) ${onDelete} ${onUpdate}`;
      return `foreign key (${columns.join(', ')}) ${target}${valid ? '' : ', not valid'}`;
    }
    case 'check':
      return `check${constraint.valid ? '' : ', not valid'}`;
    // Servers before 18 know it as a property of the column alone.
    case 'not-null':
      return null;
  }
}

function indexText(index: Index): string {
  const keys = index.keys.map((key) => `${key.type === 'column' ? key.column : 'expression'}${key.descending ? ' desc' : ''}`);
  return [
    `on ${index.table} ${index.method}${index.unique ? ' unique' : ''} (${[...keys, ...index.include].join(', ')})`,
    ...(index.where === null ? [] : ['partial']),
    ...(index.partOf === null ? [] : [`part of ${index.partOf}`]),
    ...(index.valid ? [] : [invalidIndex]),
  ].join(' ');
}

/** The end of the text of an index that a concurrent build has left behind. */
export const invalidIndex = 'not valid';

function addView(facts: Map<string, string>, id: string, { materialized, populated, dependsOn }: View): void {
  facts.set(`view ${id}`, `${materialized ? 'materialized' : 'plain'}${populated ? '' : ', without data'}`);
  const relations = [...new Set(dependsOn.map(({ relation }) => relation))].sort();
  if (relations.length > 0) facts.set(`view of ${id}`, relations.join(', '));
}

function userTypeText(type: UserType): string {
  switch (type.type) {
    case 'enum':
      return `enum (${type.values.join(', ')})`;
    case 'domain':
      return `domain over ${typeText(type.base)}${type.notNull ? ' not null' : ''} ${type.checks.map(({ name }) => name).sort()}`;
    case 'composite':
    case 'range':
    case 'base':
      return type.type;
  }
}
