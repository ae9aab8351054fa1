import type { Catalog, Column, Index, StoredExpression, Table, TableConstraint, UserType, View } from '../../../analysis/catalog/catalog';
import { typeText } from '../../../analysis/catalog/column-type';
import { migrationsTable } from '../../status/database-history';
import { changesBetween, type FactChange, type Facts } from './facts';

/** The facts of a folded catalog, or of one that was read from a server. */
export function catalogFacts(catalog: Catalog): Facts {
  const facts = new Map<string, string>();
  for (const { addTo } of parts) addTo(facts, catalog);
  return facts;
}

/** What lies between two catalogs. Those of one fold share what has not changed, so that only the rest is looked at. */
export function catalogChanges(before: Catalog, after: Catalog): readonly FactChange[] {
  return parts.flatMap(({ changes }) => changes(before, after));
}

/** One kind of the objects of a catalog. */
interface Part {
  readonly addTo: (facts: Map<string, string>, catalog: Catalog) => void;
  readonly changes: (before: Catalog, after: Catalog) => readonly FactChange[];
}

function part<T>(of: (catalog: Catalog) => ReadonlyMap<string, T>, add: (facts: Map<string, string>, id: string, object: T) => void): Part {
  const factsOf = (id: string, object: T | undefined): Facts => {
    const facts = new Map<string, string>();
    if (object !== undefined) add(facts, id, object);
    return facts;
  };
  return {
    addTo: (facts, catalog) => {
      for (const [id, object] of of(catalog)) add(facts, id, object);
    },
    changes: (before, after) => {
      const [old, now] = [of(before), of(after)];
      if (old === now) return [];
      const ids = [...new Set([...old.keys(), ...now.keys()])].filter((id) => old.get(id) !== now.get(id));
      return ids.flatMap((id) => changesBetween(factsOf(id, old.get(id)), factsOf(id, now.get(id))));
    },
  };
}

const parts: readonly Part[] = [
  part(
    ({ schemas }) => named(schemas),
    (facts, name) => facts.set(`schema ${name}`, 'there'),
  ),
  part(
    ({ extensions }) => named(extensions),
    (facts, name) => facts.set(`extension ${name}`, 'there'),
  ),
  part(
    ({ tables }) => tables,
    (facts, id, table) => {
      if (table.name !== migrationsTable) addTable(facts, id, table);
    },
  ),
  part(
    ({ indexes }) => indexes,
    (facts, id, index) => {
      if (!index.table.endsWith(`.${migrationsTable}`)) facts.set(`index ${id}`, indexText(index));
    },
  ),
  part(({ views }) => views, addView),
  part(
    ({ sequences }) => sequences,
    (facts, id, { ownedBy }) => facts.set(`sequence ${id}`, ownedBy === null ? 'free' : `owned by ${ownedBy.table}.${ownedBy.column}`),
  ),
  part(
    ({ types }) => types,
    (facts, id, type) => facts.set(`type ${id}`, userTypeText(type)),
  ),
  part(
    ({ functions }) => functions,
    (facts, id, { overloads, volatility }) => facts.set(`function ${id}`, `${overloads.length} ${volatility}`),
  ),
];

/** By name, and the same wherever it stands. */
function named(names: ReadonlySet<string>): ReadonlyMap<string, true> {
  return new Map([...names].map((name) => [name, true]));
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
