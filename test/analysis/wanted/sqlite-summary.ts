import type { Catalog, Column, Index, Table, TableConstraint } from '../../../server/src/analysis/catalog/catalog';

/**
 * A plain reading of the SQL that Prisma writes for SQLite: a line per column, constraint and index, sorted. It knows nothing but
 * the form in which the engine writes.
 */
export function sqliteSummary(sql: string): readonly string[] {
  const lines: string[] = [];
  let table = '';
  for (const line of sql.split('\n').map((one) => one.trim().replace(/,$/, ''))) {
    table = /^CREATE TABLE "(.+)" \($/.exec(line)?.[1] ?? table;
    if (/^(".+" \w|CONSTRAINT|PRIMARY KEY)/.test(line)) lines.push(`${table}: ${line}`);
    else if (/^CREATE (UNIQUE )?INDEX/.test(line)) lines.push(line.replace(/;$/, ''));
  }
  return lines.sort();
}

/** The same of a wanted catalog. */
export function summaryOfSqlite(catalog: Catalog): readonly string[] {
  const lines = [...catalog.tables.values()].flatMap((table) => {
    const key = table.constraints.find(({ type }) => type === 'primary-key');
    const keyColumns = key?.type === 'primary-key' ? key.columns : [];
    return [
      ...table.columns.map((column) => `${table.name}: ${columnText(column, keyColumns)}`),
      ...(keyColumns.length > 1 ? [`${table.name}: PRIMARY KEY (${quoted(keyColumns)})`] : []),
      ...table.constraints.flatMap((constraint) => foreignKeyText(table, constraint)),
    ];
  });
  const indexes = [...catalog.indexes.values()].filter(({ constraint }) => constraint === null).map((index) => indexText(index, catalog));
  return [...lines, ...indexes].sort();
}

function columnText({ name, type, notNull, default: byDefault, identity }: Column, key: readonly string[]): string {
  const isKey = key.length === 1 && key[0] === name;
  return [
    `"${name}" ${type.name === 'circle' ? type.name : type.name.toUpperCase()}`,
    ...(notNull ? ['NOT NULL'] : []),
    ...(isKey ? ['PRIMARY KEY'] : []),
    ...(identity === null ? [] : ['AUTOINCREMENT']),
    ...(byDefault === null ? [] : [`DEFAULT ${byDefault.text}`]),
  ].join(' ');
}

const actions = {
  cascade: 'CASCADE',
  restrict: 'RESTRICT',
  'no-action': 'NO ACTION',
  'set-null': 'SET NULL',
  'set-default': 'SET DEFAULT',
};

function foreignKeyText(table: Table, constraint: TableConstraint): readonly string[] {
  if (constraint.type !== 'foreign-key') return [];
  const { name, columns, references, referencedColumns, onDelete, onUpdate } = constraint;
  const target = `"${references.replace('main.', '')}" (${quoted(referencedColumns)})`;
  const rest = `ON DELETE ${actions[onDelete]} ON UPDATE ${actions[onUpdate]}`;
  return [`${table.name}: CONSTRAINT "${name}" FOREIGN KEY (${quoted(columns)}) REFERENCES ${target} ${rest}`];
}

function indexText({ name, table, unique, keys, where }: Index, catalog: Catalog): string {
  const columns = keys.map((key) => (key.type === 'column' ? `"${key.column}"${key.descending ? ' DESC' : ''}` : key.expression.text));
  const on = `"${catalog.tables.get(table)?.name ?? ''}"(${columns.join(', ')})`;
  return `CREATE ${unique ? 'UNIQUE ' : ''}INDEX "${name}" ON ${on}${where === null ? '' : ` WHERE ${where.text}`}`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
