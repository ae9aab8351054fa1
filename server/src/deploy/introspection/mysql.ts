import { withDependents } from '../../analysis/catalog/build';
import type { Column, Index, StoredExpression, StoredIndexKey, Table, TableConstraint } from '../../analysis/catalog/catalog';
import { plainTable } from '../../analysis/catalog/plain-table';
import type { ReferentialAction } from '../../analysis/operation/constraint';
import type { Row } from '../connection/database';
import { definitionKey, type Introspection } from './introspection';
import { mysqlQueries } from './mysql-queries';
import { splitAtCommas, storedExpression } from './sql-text';

/** Asks a MySQL or MariaDB server. */
export type MysqlQuery = (sql: string) => Promise<readonly Row[]>;

/** What a catalog calls the one database that the connection is to: migrations name none. */
const own = 'database';

/** Reads what a database holds, as `information_schema` and `SHOW CREATE` tell it. Rejects with the error of the driver. */
export async function introspectMysql(query: MysqlQuery): Promise<Introspection> {
  const [version] = await query('SELECT VERSION() AS version, DATABASE() AS name');
  const serverVersion = version?.version ?? '';
  const isMariadb = /mariadb/i.test(serverVersion);
  const queries = mysqlQueries(isMariadb);
  const tables = await query(queries.tables);
  const columns = byTable(await query(queries.columns));
  const indexes = byTable(await query(queries.indexes));
  const keys = byTable(await query(queries.foreignKeys));
  // MySQL 5.7 has none.
  const checks = byTable(await query(queries.checks).catch(() => []));
  const triggers = byTable(await query(queries.triggers));
  const routines = await query(queries.routines);
  const isTable = ({ type }: Row): boolean => type === 'BASE TABLE';
  const read = tables.filter(isTable).map(({ name }): Table => {
    const [table, checked] = [name ?? '', checks.get(name ?? '') ?? []];
    const json = new Set(checked.flatMap((row) => (isJsonCheck(row) ? [row.name] : [])));
    const plain = plainTable(
      own,
      table,
      (columns.get(table) ?? []).map((row) => columnOf(row, isMariadb, json.has(row.name ?? ''))),
      [
        ...primaryKey(indexes.get(table) ?? [], table),
        ...foreignKeys(keys.get(table) ?? []),
        ...checked.filter((row) => !isJsonCheck(row)).map(checkOf),
      ],
    );
    return { ...plain, triggers: (triggers.get(table) ?? []).map(triggerOf) };
  });
  const views = tables.filter((row) => !isTable(row)).map(({ name }) => name ?? '');
  const made = read.flatMap(({ name }) => indexesOf(name, indexes.get(name) ?? []));
  return {
    serverVersion,
    catalog: withDependents({
      schemas: new Set([own]),
      extensions: new Set(),
      searchPath: [own],
      tables: new Map(read.map((table) => [`${own}.${table.name}`, table])),
      indexes: new Map(made.map((index) => [`${index.schema}.${index.name}`, index])),
      views: new Map(
        views.map((name) => [
          `${own}.${name}`,
          {
            ...{ schema: own, name, materialized: false, populated: false, complete: true, dependsOn: [] },
            columns: (columns.get(name) ?? []).map((row) => row.name ?? ''),
          },
        ]),
      ),
      sequences: new Map(),
      types: new Map(),
      functions: new Map(routines.map((row) => [`${own}.${row.name}`, routineOf(row)])),
    }),
    definitions: '',
    written: await writtenBy(query, read, views, routines, version?.name ?? ''),
    bodies: new Map(),
    otherSchemas: [],
    unread: [],
  };
}

async function writtenBy(
  query: MysqlQuery,
  tables: readonly Table[],
  views: readonly string[],
  routines: readonly Row[],
  database: string,
): Promise<ReadonlyMap<string, string>> {
  const written = new Map<string, string>();
  const show = async (kind: 'table' | 'view' | 'trigger' | 'function' | 'procedure', name: string): Promise<void> => {
    const rows = await query(`SHOW CREATE ${kind.toUpperCase()} \`${name.replaceAll('`', '``')}\``);
    const text = Object.entries(rows[0] ?? {}).find(([title]) => /^(?:create |sql original)/i.test(title))?.[1];
    if (text != null) written.set(definitionKey(kind, `${own}.${name}`), withoutPlace(text, database));
  };
  for (const { name, triggers } of tables) {
    await show('table', name);
    for (const trigger of triggers) await show('trigger', trigger.name);
  }
  for (const name of views) await show('view', name);
  for (const { name, type } of routines) await show(type === 'PROCEDURE' ? 'procedure' : 'function', name ?? '');
  return written;
}

/** Whose it is, and in which database, is another thing wherever it is made again. */
function withoutPlace(text: string, database: string): string {
  return text.replace(/\sDEFINER=`[^`]*`@`[^`]*`/, '').replaceAll(`\`${database.replaceAll('`', '``')}\`.`, '');
}

function byTable(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const grouped = new Map<string, Row[]>();
  for (const row of rows) {
    const group = grouped.get(row.tbl ?? '') ?? [];
    group.push(row);
    grouped.set(row.tbl ?? '', group);
  }
  return grouped;
}

function columnOf(row: Row, isMariadb: boolean, isJson: boolean): Column {
  const { name, column_type, nullable, extra, collation, expression } = row;
  const isGenerated = (expression ?? '') !== '';
  return {
    name: name ?? '',
    type: isJson ? { name: 'json', user: false, modifiers: [], dimensions: 0 } : typeIn(column_type ?? ''),
    notNull: nullable === 'NO',
    default: isGenerated ? null : defaultOf(row, isMariadb),
    identity: /auto_increment/i.test(extra ?? '') ? 'by-default' : null,
    generated: isGenerated ? { expression: storedExpression(expression ?? ''), stored: /stored|persistent/i.test(extra ?? '') } : null,
    collation: collation ?? null,
  };
}

/** MariaDB has JSON as a text with a check of the column's name. https://mariadb.com/docs/server/reference/data-types/string-data-types/json */
function isJsonCheck({ name, clause }: Row): boolean {
  return clause != null && clause.replace(/[`()\s]/g, '').toLowerCase() === `json_valid${(name ?? '').toLowerCase()}`;
}

const names: ReadonlyMap<string, string> = new Map([
  ['int', 'integer'],
  ['tinyint(1)', 'boolean'],
]);

/** As a schema's catalog has it: without the width that some versions tell of whole numbers. */
function typeIn(text: string): Column['type'] {
  const plain = { user: false, modifiers: [], dimensions: 0 } as const;
  if (text === 'tinyint(1)') return { ...plain, name: 'boolean' };
  if (/^(?:enum|set)\(/.test(text)) return { ...plain, name: text };
  const [, base = text, modifiers, rest = ''] = /^(\w+)(?:\(([\d,]+)\))?(.*)$/.exec(text) ?? [];
  const isWhole = /^(?:tinyint|smallint|mediumint|int|bigint|year)$/.test(base);
  const name = `${names.get(base) ?? base}${rest.replace(/ zerofill/, '')}`;
  return { ...plain, name, modifiers: modifiers === undefined || isWhole ? [] : modifiers.split(',').map(Number) };
}

/** MariaDB writes an expression, with quotes and NULL; MySQL the bare value, and says where it is an expression. */
function defaultOf({ dflt, extra, column_type }: Row, isMariadb: boolean): StoredExpression | null {
  if (dflt == null) return null;
  const bare = dflt.replace(/^current_timestamp\(\)$/i, 'CURRENT_TIMESTAMP').replace(/^current_timestamp/i, 'CURRENT_TIMESTAMP');
  if (isMariadb) return /^null$/i.test(bare) ? null : storedExpression(bare);
  if (/DEFAULT_GENERATED/i.test(extra ?? '') || bare.startsWith('CURRENT_TIMESTAMP')) return storedExpression(bare);
  if (/^b'[01]*'$/.test(bare) || /^(?:tinyint|smallint|mediumint|int|bigint|decimal|float|double|bit|year)/.test(column_type ?? ''))
    return { ...storedExpression(bare), constant: { value: bare } };
  return { text: `'${bare.replaceAll("'", "''")}'`, constant: { value: bare }, columns: [], functions: [] };
}

function primaryKey(rows: readonly Row[], table: string): readonly TableConstraint[] {
  const columns = rows.filter(({ name }) => name === 'PRIMARY').map((row) => row.column_name ?? '');
  return columns.length === 0 ? [] : [{ type: 'primary-key', name: 'PRIMARY', columns, index: `${table}.PRIMARY` }];
}

function foreignKeys(rows: readonly Row[]): readonly TableConstraint[] {
  return [...new Set(rows.map(({ name }) => name ?? ''))].map((name) => {
    const parts = rows.filter((row) => row.name === name);
    const [first] = parts;
    return {
      type: 'foreign-key',
      name,
      columns: parts.map((row) => row.column_name ?? ''),
      references: `${own}.${first?.target}`,
      referencedColumns: parts.map((row) => row.other ?? ''),
      onDelete: actionOf(first?.on_delete),
      onUpdate: actionOf(first?.on_update),
      ...{ valid: true, enforced: true },
    };
  });
}

function actionOf(text: string | null | undefined): ReferentialAction {
  const word = (text ?? '').toLowerCase().replace(' ', '-');
  return (['restrict', 'cascade', 'set-null', 'set-default'] as const).find((one) => one === word) ?? 'no-action';
}

function checkOf({ name, clause, enforced }: Row): TableConstraint {
  return {
    ...{ type: 'check', name: name ?? '', text: clause ?? '', columns: [], provesNotNull: [], comparisons: [], valid: true },
    enforced: enforced !== 'NO',
  };
}

/** All but that of the primary key. */
function indexesOf(table: string, rows: readonly Row[]): readonly Index[] {
  const found = [...new Set(rows.map(({ name }) => name ?? ''))].filter((name) => name !== 'PRIMARY');
  return found.map((name) => {
    const parts = rows.filter((row) => row.name === name);
    const [first] = parts;
    return {
      schema: table,
      name,
      table: `${own}.${table}`,
      unique: first?.non_unique === '0',
      method: (first?.index_type ?? 'BTREE').toLowerCase(),
      keys: parts.map(keyOf),
      ...{ include: [], where: null, nullsNotDistinct: false, constraint: null, valid: true, partOf: null },
    };
  });
}

/** A part of a column stands where another provider has an operator class. */
function keyOf({ column_name, sub_part, direction, expression }: Row): StoredIndexKey {
  const rest = { descending: direction === 'D', operatorClass: sub_part == null ? null : `(${sub_part})` };
  return column_name == null
    ? { type: 'expression', expression: storedExpression(expression ?? ''), ...rest }
    : { type: 'column', column: column_name, ...rest };
}

function triggerOf({ name, timing, event, body }: Row): Table['triggers'][number] {
  return { name: name ?? '', function: `${timing} ${event} ${(body ?? '').replace(/\s+/g, ' ')}`, enabled: true, forEachRow: true };
}

function routineOf({ name, type, body, parameters }: Row) {
  const language = (body ?? '').replace(/\s+/g, ' ');
  const overload = { arguments: splitAtCommas(parameters ?? '').join(','), volatility: 'volatile' } as const;
  return {
    schema: own,
    name: name ?? '',
    procedure: type === 'PROCEDURE',
    volatility: 'volatile' as const,
    language,
    overloads: [overload],
  };
}
