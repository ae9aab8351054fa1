import type { Catalog, Column, Index, Table, TableConstraint, UserType, View } from '../../../server/src/analysis/catalog/catalog';
import { typeText } from '../../../server/src/analysis/catalog/column-type';

/** What a folded catalog holds, one line a fact, in the same words as `serverFacts`. */
export function catalogFacts(catalog: Catalog): readonly string[] {
  return [
    ...[...catalog.schemas].map((schema) => `schema ${schema}`),
    ...[...catalog.extensions].map((extension) => `extension ${extension}`),
    ...[...catalog.tables].flatMap(([id, table]) => tableFacts(id, table)),
    ...[...catalog.indexes].map(([id, index]) => indexFact(id, index)),
    ...[...catalog.views].flatMap(([id, view]) => viewFacts(id, view)),
    ...[...catalog.sequences].map(
      ([id, { ownedBy }]) => `sequence ${id}${ownedBy === null ? '' : ` owned by ${ownedBy.table} ${ownedBy.column}`}`,
    ),
    ...[...catalog.types].map(([id, type]) => `type ${id} ${typeFact(type)}`),
    ...[...catalog.functions].map(([id, { overloads, volatility }]) => `function ${id} ${overloads.length} ${volatility}`),
  ].sort();
}

function tableFacts(id: string, table: Table): readonly string[] {
  const { partitionBy, partitionOf, rowSecurity } = table;
  const parts = [
    `table ${id}`,
    ...(partitionBy === null ? [] : ['partitioned']),
    ...(table.unlogged ? ['unlogged'] : []),
    ...(rowSecurity.enabled ? ['row-security'] : []),
    ...(rowSecurity.forced ? ['forced'] : []),
    ...(partitionOf === null ? [] : [`part of ${partitionOf.parent}`]),
    ...table.inherits.map((parent) => `inherits ${parent}`),
  ];
  return [
    parts.join(' '),
    ...table.columns.map((column, place) => columnFact(id, column, place + 1)),
    ...table.constraints.flatMap((constraint) => constraintFact(id, constraint)),
    ...table.triggers.map(({ name, function: called, enabled }) => `trigger ${id} ${name} calls ${called}${enabled ? '' : ' disabled'}`),
    ...table.policies.map((policy) => `policy ${id} ${policy}`),
    ...table.rules.map((rule) => `rule ${id} ${rule}`),
  ];
}

function columnFact(id: string, column: Column, place: number): string {
  const { generated, identity } = column;
  return [
    `column ${id} ${place} ${column.name} ${typeText(column.type)}`,
    ...(column.notNull ? ['not-null'] : []),
    ...(column.default === null ? [] : ['default']),
    ...(identity === null ? [] : [`identity ${identity}`]),
    ...(generated === null ? [] : [`generated ${generated.stored ? 'stored' : 'virtual'}`]),
  ].join(' ');
}

function constraintFact(id: string, constraint: TableConstraint): readonly string[] {
  const start = `constraint ${id} ${constraint.name} ${constraint.type}`;
  switch (constraint.type) {
    case 'primary-key':
    case 'unique':
    case 'exclusion':
      return [`${start} (${constraint.columns.join(', ')}) index ${constraint.index}`];
    case 'foreign-key': {
      const { columns, references, referencedColumns, onDelete, onUpdate, valid } = constraint;
      const target = `references ${references} (${referencedColumns.join(', ')}) ${onDelete} ${onUpdate}`;
      return [`${start} (${columns.join(', ')}) ${target}${valid ? '' : ' not-valid'}`];
    }
    case 'check':
      return [`${start}${constraint.valid ? '' : ' not-valid'}`];
    case 'not-null':
      return [];
  }
}

function indexFact(id: string, index: Index): string {
  const keys = index.keys.map((key) => `${key.type === 'column' ? key.column : 'expression'}${key.descending ? ' desc' : ''}`);
  return [
    `index ${id} on ${index.table} ${index.method}${index.unique ? ' unique' : ''} (${[...keys, ...index.include].join(', ')})`,
    ...(index.where === null ? [] : ['partial']),
    ...(index.valid ? [] : ['invalid']),
    ...(index.partOf === null ? [] : [`part of ${index.partOf}`]),
  ].join(' ');
}

function viewFacts(id: string, view: View): readonly string[] {
  const kind = view.materialized ? 'materialized view' : 'view';
  return [
    `${kind} ${id}${view.materialized && !view.populated ? ' without data' : ''}`,
    ...view.dependsOn.flatMap(({ relation, columns }) =>
      columns === null || columns.length === 0
        ? [`view ${id} uses ${relation}`]
        : columns.map((column) => `view ${id} uses ${relation} ${column}`),
    ),
  ];
}

function typeFact(type: UserType): string {
  switch (type.type) {
    case 'enum':
      return `enum (${type.values.join(', ')})`;
    case 'domain':
      return [
        `domain over ${typeText(type.base)}`,
        ...(type.notNull ? ['not-null'] : []),
        ...(type.default === null ? [] : ['default']),
        ...[...type.checks]
          .sort((a, b) => (a.name < b.name ? -1 : 1))
          .map(({ name, valid }) => `check ${name}${valid ? '' : ' not-valid'}`),
      ].join(' ');
    default:
      return type.type;
  }
}
