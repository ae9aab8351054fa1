import type {
  Catalog,
  Column,
  Index,
  Sequence,
  StoredExpression,
  StoredIndexKey,
  Table,
  TableConstraint,
  UserFunction,
  UserType,
  View,
} from './catalog';
import { typeText } from './column-type';

/** A catalog as plain JSON with sorted keys, in words: equal catalogs give equal descriptions. For tests, differences and bug reports. */
export interface CatalogDescription {
  readonly schemas: readonly string[];
  readonly extensions: readonly string[];
  readonly searchPath: readonly string[];
  readonly tables: Readonly<Record<string, TableDescription>>;
  readonly indexes: Readonly<Record<string, string>>;
  readonly views: Readonly<Record<string, string>>;
  readonly sequences: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, string>>;
  readonly functions: Readonly<Record<string, string>>;
}

export interface TableDescription {
  /** In their order, `"email" text not null default ''`. */
  readonly columns: readonly string[];
  readonly constraints: readonly string[];
  /** Triggers, policies, rules, partitioning and what else a table may have; nothing for a plain table. */
  readonly more: readonly string[];
}

export function describeCatalog(catalog: Catalog): CatalogDescription {
  return {
    schemas: [...catalog.schemas].sort(),
    extensions: [...catalog.extensions].sort(),
    searchPath: catalog.searchPath,
    tables: described(catalog.tables, describeTable),
    indexes: described(catalog.indexes, describeIndex),
    views: described(catalog.views, describeView),
    sequences: described(catalog.sequences, describeSequence),
    types: described(catalog.types, describeType),
    functions: described(catalog.functions, describeFunction),
  };
}

/**
 * Whether two catalogs hold the same, whatever the order in which it was made; columns keep theirs. Two that come from the same
 * one share what has not changed, so that only the rest is looked at.
 */
export function sameCatalog(a: Catalog, b: Catalog): boolean {
  return (
    sameWords([...a.schemas].sort(), [...b.schemas].sort()) &&
    sameWords([...a.extensions].sort(), [...b.extensions].sort()) &&
    sameWords(a.searchPath, b.searchPath) &&
    sameObjects(a.tables, b.tables, describeTable) &&
    sameObjects(a.indexes, b.indexes, describeIndex) &&
    sameObjects(a.views, b.views, describeView) &&
    sameObjects(a.sequences, b.sequences, describeSequence) &&
    sameObjects(a.types, b.types, describeType) &&
    sameObjects(a.functions, b.functions, describeFunction)
  );
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, index) => word === b[index]);
}

function sameObjects<T, D>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>, describe: (object: T) => D): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const [id, object] of a) {
    const other = b.get(id);
    if (object === other) continue;
    if (other === undefined || JSON.stringify(describe(object)) !== JSON.stringify(describe(other))) return false;
  }
  return true;
}

function described<T, D>(map: ReadonlyMap<string, T>, describe: (object: T) => D): Readonly<Record<string, D>> {
  return Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, object]) => [id, describe(object)]));
}

export function describeSequence({ ownedBy }: Sequence): string {
  return ownedBy === null ? 'free' : `owned by ${ownedBy.table}.${ownedBy.column}`;
}

export function describeFunction({ procedure, language, overloads }: UserFunction): string {
  const signatures = overloads.map((one) => `(${one.arguments}) ${one.volatility}`).sort();
  return [procedure ? 'procedure' : 'function', language, ...signatures].join(' ');
}

export function describeTable(table: Table): TableDescription {
  const { rowSecurity, partitionBy, partitionOf } = table;
  return {
    columns: table.columns.map((column) => describeColumn(column, table.schema)),
    constraints: table.constraints.map(describeConstraint).sort(),
    more: [
      ...(table.complete ? [] : ['more columns']),
      ...(table.temporary ? ['temporary'] : []),
      ...(table.unlogged ? ['unlogged'] : []),
      ...(partitionBy === null ? [] : [`partition by ${partitionBy.strategy} (${partitionBy.columns.join(', ')})`]),
      ...(partitionOf === null ? [] : [`partition of ${partitionOf.parent} ${JSON.stringify(partitionOf.bound)}`]),
      ...table.inherits.map((parent) => `inherits ${parent}`),
      ...table.triggers
        .map(
          ({ name, function: called, enabled, forEachRow }) =>
            `trigger ${name} calls ${called}${forEachRow ? ' for each row' : ''}${enabled ? '' : ' disabled'}`,
        )
        .sort(),
      ...table.policies.map((policy) => `policy ${policy}`).sort(),
      ...table.rules.map((rule) => `rule ${rule}`).sort(),
      ...(rowSecurity.enabled ? ['row security'] : []),
      ...(rowSecurity.forced ? ['row security forced'] : []),
    ],
  };
}

export function describeColumn(column: Column, schema: string): string {
  const { name, type, collation, identity, generated } = column;
  return [
    `"${name}" ${typeText(type)}`,
    ...(collation === null ? [] : [`collate ${collation}`]),
    ...(column.notNull ? ['not null'] : []),
    ...(column.default === null ? [] : [`default ${describeDefault(column.default, schema)}`]),
    ...(identity === null ? [] : [`identity ${identity}`]),
    ...(generated === null ? [] : [`generated ${generated.stored ? 'stored' : 'virtual'} ${describeExpression(generated.expression)}`]),
  ].join(' ');
}

/** A serial column names its sequence in other words than a statement does. One that has no schema is taken to be beside the table. */
function describeDefault(expression: StoredExpression, schema: string): string {
  const argument = /^nextval\s*\(\s*'((?:[^']|'')*)'(?:\s*::\s*regclass)?\s*\)$/i.exec(expression.text)?.[1]?.replaceAll("''", "'");
  const parts = argument === undefined ? null : /^(?:("[^"]+"|[^".]+)\.)?("[^"]+"|[^".]+)$/.exec(argument);
  if (parts === null) return describeExpression(expression);
  const [, first = schema, second = ''] = parts;
  return `nextval of ${[first, second].map((part) => part.replaceAll('"', '')).join('.')}`;
}

/** The text of an expression keeps the names of the time when it was written, so columns and functions stand beside it. */
export function describeExpression(expression: StoredExpression): string {
  const { text, constant, columns, functions } = expression;
  if (constant !== null) return constant.value === null ? 'null' : `'${constant.value}'`;
  const uses = [...columns.map((column) => `column ${column}`), ...functions.map((called) => `function ${called}`)];
  return uses.length === 0 ? text : `${text} [${uses.join(', ')}]`;
}

export function describeConstraint(constraint: TableConstraint): string {
  const { name, type } = constraint;
  switch (constraint.type) {
    case 'primary-key':
    case 'unique':
    case 'exclusion':
      return `${name}: ${type} (${constraint.columns.join(', ')}) index ${constraint.index}`;
    case 'foreign-key': {
      const { columns, references, referencedColumns, onDelete, onUpdate } = constraint;
      const actions = `on delete ${onDelete} on update ${onUpdate}`;
      return `${name}: foreign-key (${columns.join(', ')}) references ${references} (${referencedColumns.join(', ')}) ${actions}${state(constraint)}`;
    }
    case 'check': {
      const proven = constraint.provesNotNull.length === 0 ? '' : ` proves ${constraint.provesNotNull.join(', ')}`;
      return `${name}: check ${constraint.text} [${constraint.columns.join(', ')}]${proven}${state(constraint)}`;
    }
    case 'not-null':
      return `${name}: not-null (${constraint.column})${constraint.valid ? '' : ' not valid'}`;
  }
}

function state({ valid, enforced }: { readonly valid: boolean; readonly enforced: boolean }): string {
  return `${valid ? '' : ' not valid'}${enforced ? '' : ' not enforced'}`;
}

export function describeIndex(index: Index): string {
  return [
    `${index.unique ? 'unique ' : ''}${index.method} on ${index.table} (${index.keys.map(describeKey).join(', ')})`,
    ...(index.include.length === 0 ? [] : [`include (${index.include.join(', ')})`]),
    ...(index.nullsNotDistinct ? ['nulls not distinct'] : []),
    ...(index.where === null ? [] : [`where ${describeExpression(index.where)}`]),
    ...(index.constraint === null ? [] : [`for constraint ${index.constraint}`]),
    ...(index.partOf === null ? [] : [`part of ${index.partOf}`]),
    ...(index.valid ? [] : ['invalid']),
  ].join(' ');
}

function describeKey(key: StoredIndexKey): string {
  const subject = key.type === 'column' ? key.column : `(${describeExpression(key.expression)})`;
  return `${subject}${key.operatorClass === null ? '' : ` ${key.operatorClass}`}${key.descending ? ' desc' : ''}`;
}

export function describeView(view: View): string {
  const kind = view.materialized ? `materialized view${view.populated ? '' : ' without data'}` : 'view';
  const uses = view.dependsOn.map(({ relation, columns }) => `${relation} (${columns === null ? '*' : columns.join(', ')})`).sort();
  return `${kind} (${[...view.columns, ...(view.complete ? [] : ['…'])].join(', ')})${uses.length === 0 ? '' : ` of ${uses.join(', ')}`}`;
}

export function describeType(type: UserType): string {
  switch (type.type) {
    case 'enum':
      return `enum (${type.values.join(', ')})`;
    case 'domain': {
      const checks = type.checks.map(({ name, valid }) => `check ${name}${valid ? '' : ' not valid'}`).sort();
      const byDefault = type.default === null ? [] : [`default ${describeExpression(type.default)}`];
      return [`domain over ${typeText(type.base)}`, ...(type.notNull ? ['not null'] : []), ...byDefault, ...checks].join(' ');
    }
    default:
      return type.type;
  }
}
