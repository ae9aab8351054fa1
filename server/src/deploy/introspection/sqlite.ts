import { withDependents } from '../../analysis/catalog/build';
import type { Column, Index, ObjectId, StoredIndexKey, Table, TableConstraint, View } from '../../analysis/catalog/catalog';
import { plainTable } from '../../analysis/catalog/plain-table';
import type { ReferentialAction } from '../../analysis/operation/constraint';
import type { Row } from '../connection/database';
import { definitionKey, type Introspection } from './introspection';
import { clausesBehind, inParentheses, splitAtCommas, storedExpression, unquoted } from './sql-text';

/** Asks a SQLite database. */
export type SqliteQuery = (sql: string) => readonly Row[];

const own = `m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`;

/**
 * Reads what a SQLite database holds: its pragmas, and the statements that it keeps to the letter for what they do not tell.
 * https://www.sqlite.org/pragma.html
 */
export function introspectSqlite(all: SqliteQuery): Introspection {
  const objects = all(`SELECT m.type, m.name, m.tbl_name, m.sql FROM sqlite_schema m WHERE ${own} ORDER BY m.rowid`);
  const columns = byTable(
    all(
      `SELECT m.name AS tbl, p.name, p.type, p."notnull" AS required, p.dflt_value, p.pk, p.hidden
       FROM sqlite_schema m JOIN pragma_table_xinfo(m.name) p WHERE m.type IN ('table', 'view') AND ${own} ORDER BY m.rowid, p.cid`,
    ),
  );
  const keys = byTable(
    all(
      `SELECT m.name AS tbl, f.id, f."table" AS target, f."from" AS own, f."to" AS other, f.on_update, f.on_delete
       FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND ${own} ORDER BY m.rowid, f.id, f.seq`,
    ),
  );
  const lists = all(
    `SELECT m.name AS tbl, l.name, l."unique" AS uni, l.origin FROM sqlite_schema m JOIN pragma_index_list(m.name) l
     WHERE m.type = 'table' AND ${own} ORDER BY m.rowid, l.name`,
  );
  const indexColumns = byTable(
    all(
      `SELECT l.name AS tbl, x.name, x."desc" AS descending FROM sqlite_schema m JOIN pragma_index_list(m.name) l JOIN pragma_index_xinfo(l.name) x
       WHERE m.type = 'table' AND ${own} AND x.key = 1 ORDER BY l.name, x.seqno`,
    ),
  );
  const ofType = (type: string): readonly Row[] => objects.filter((row) => row.type === type);
  const tables = ofType('table').map((row) =>
    tableOf(row, columns.get(row.name ?? '') ?? [], keys.get(row.name ?? '') ?? [], lists, indexColumns),
  );
  const triggers = byTable(ofType('trigger').map((row) => ({ ...row, tbl: row.tbl_name ?? '' })));
  const indexTexts = new Map(ofType('index').map(({ name, sql }) => [name ?? '', sql ?? '']));
  const indexes = lists.flatMap((row): readonly Index[] => {
    // What a UNIQUE or a key in a table brings belongs to its constraint.
    if (row.origin !== 'c') return [];
    return [indexOf(row, indexColumns.get(row.name ?? '') ?? [], indexTexts.get(row.name ?? '') ?? '')];
  });
  const [version] = all('SELECT sqlite_version() AS version');
  return {
    serverVersion: version?.version ?? '',
    catalog: withDependents({
      schemas: new Set(['main']),
      extensions: new Set(),
      searchPath: ['main'],
      tables: new Map(tables.map((table) => [`main.${table.name}`, { ...table, triggers: triggersOf(triggers.get(table.name) ?? []) }])),
      indexes: new Map(indexes.map((index) => [`main.${index.name}`, index])),
      views: new Map(ofType('view').map(({ name }) => [`main.${name}`, viewOf(name ?? '', columns.get(name ?? '') ?? [])])),
      sequences: new Map(),
      types: new Map(),
      functions: new Map(),
    }),
    definitions: '',
    written: new Map(objects.flatMap(definitionOf)),
    bodies: new Map(),
    otherSchemas: [],
    unread: [],
  };
}

function definitionOf({ type, name, sql }: Row): readonly (readonly [string, string])[] {
  const kind = (['table', 'index', 'view', 'trigger'] as const).find((one) => one === type);
  return kind === undefined || sql == null ? [] : [[definitionKey(kind, `main.${name}`), sql]];
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

function tableOf(
  { name, sql }: Row,
  columns: readonly Row[],
  keys: readonly Row[],
  lists: readonly Row[],
  indexColumns: ReadonlyMap<string, readonly Row[]>,
): Table {
  const body = inParentheses(sql ?? '')?.text ?? '';
  const clauses = new Map(splitAtCommas(body).map((clause) => [nameIn(clause), clause]));
  const primary = columns.filter(({ pk }) => pk !== '0').toSorted((a, b) => Number(a.pk) - Number(b.pk));
  const key = primary.map((row) => row.name ?? '');
  const read = columns.map((row) => columnOf(row, clauses.get(row.name ?? '') ?? '', key));
  const unique = lists.flatMap((row): readonly TableConstraint[] => {
    if (row.tbl !== name || row.origin !== 'u') return [];
    const own = (indexColumns.get(row.name ?? '') ?? []).map((column) => column.name ?? '');
    return [{ type: 'unique', name: `${own.join('_')} unique`, columns: own, index: `main.${row.name}` }];
  });
  return plainTable('main', name ?? '', read, [
    ...(key.length === 0 ? [] : [primaryKey(name ?? '', key)]),
    ...unique,
    ...foreignKeys(keys),
    ...checksIn(body),
  ]);
}

function primaryKey(table: string, columns: readonly string[]): TableConstraint {
  const name = `sqlite_autoindex_${table}_1`;
  return { type: 'primary-key', name, columns, index: `main.${name}` };
}

/** The name that a clause of CREATE TABLE begins with. */
function nameIn(clause: string): string {
  const written = /^(?:"(?:[^"]|"")+"|`[^`]+`|\[[^\]]+\]|[^\s(]+)/.exec(clause)?.[0] ?? '';
  return unquoted(written);
}

function columnOf({ name, type, required, dflt_value, hidden }: Row, clause: string, key: readonly string[]): Column {
  const { base, modifiers } = typeIn(type ?? '');
  const isKey = key.includes(name ?? '');
  const expression = clausesBehind(clause, /\bAS\s*(?=\()/gi)[0];
  const isGenerated = hidden === '2' || hidden === '3';
  return {
    name: name ?? '',
    type: { name: base, user: false, modifiers, dimensions: 0 },
    notNull: required === '1' || isKey,
    default: dflt_value == null || isGenerated ? null : storedExpression(dflt_value),
    identity: key.length === 1 && isKey && base === 'integer' ? 'by-default' : null,
    generated: isGenerated ? { expression: storedExpression(expression?.text ?? ''), stored: hidden === '3' } : null,
    collation: /\bCOLLATE\s+(\w+)/i.exec(clause)?.[1]?.toLowerCase() ?? null,
  };
}

/** `VARCHAR(20)`, `DECIMAL`: SQLite keeps a type as it is written. */
function typeIn(text: string): { readonly base: string; readonly modifiers: readonly number[] } {
  const [, base = '', modifiers = ''] = /^([^(]*)(?:\(([^)]*)\))?/.exec(text) ?? [];
  return { base: base.trim().toLowerCase(), modifiers: modifiers === '' ? [] : modifiers.split(',').map(Number) };
}

/** They have no names that could be asked for: what they are about stands for one. */
function foreignKeys(rows: readonly Row[]): readonly TableConstraint[] {
  const ids = [...new Set(rows.map(({ id }) => id))];
  return ids.map((id) => {
    const parts = rows.filter((row) => row.id === id);
    const columns = parts.map((row) => row.own ?? '');
    const [first] = parts;
    return {
      type: 'foreign-key',
      name: foreignKeyName(columns),
      columns,
      references: `main.${first?.target}`,
      referencedColumns: parts.flatMap(({ other }) => (other == null ? [] : [other])),
      onDelete: actionOf(first?.on_delete),
      onUpdate: actionOf(first?.on_update),
      ...{ valid: true, enforced: true },
    };
  });
}

export function foreignKeyName(columns: readonly string[]): string {
  return `foreign key (${columns.join(', ')})`;
}

function actionOf(text: string | null | undefined): ReferentialAction {
  const word = (text ?? '').toLowerCase().replace(' ', '-');
  return (['restrict', 'cascade', 'set-null', 'set-default'] as const).find((one) => one === word) ?? 'no-action';
}

const check = /(?:\bCONSTRAINT\s+("(?:[^"]|"")+"|`[^`]+`|\[[^\]]+\]|\w+)\s+)?\bCHECK\s*(?=\()/gi;

/** One without a name is told by its text. */
function checksIn(body: string): readonly TableConstraint[] {
  return clausesBehind(body, check).map(({ text, name }) => ({
    ...{
      type: 'check',
      name: name ?? `check (${text})`,
      text,
      columns: [],
      provesNotNull: [],
      comparisons: [],
      valid: true,
      enforced: true,
    },
  }));
}

function indexOf({ tbl, name, uni }: Row, columns: readonly Row[], sql: string): Index {
  const list = inParentheses(sql, sql.search(/\bON\b/i));
  const written = splitAtCommas(list?.text ?? '');
  const where = /^\s*WHERE\s+([\s\S]*)$/i.exec(sql.slice(list?.end ?? sql.length))?.[1];
  return {
    schema: 'main',
    name: name ?? '',
    table: `main.${tbl}`,
    unique: uni === '1',
    method: 'btree',
    keys: columns.map((row, place) => keyOf(row, written[place] ?? '')),
    include: [],
    where: where === undefined ? null : storedExpression(where),
    ...{ nullsNotDistinct: false, constraint: null, valid: true, partOf: null },
  };
}

function keyOf({ name, descending }: Row, written: string): StoredIndexKey {
  const rest = { descending: descending === '1', operatorClass: null };
  return name == null
    ? { type: 'expression', expression: storedExpression(written.replace(/\s+(?:ASC|DESC)$/i, '')), ...rest }
    : { type: 'column', column: name, ...rest };
}

function triggersOf(rows: readonly Row[]): Table['triggers'] {
  // Its text stands for what it does.
  return rows.map(({ name, sql }) => ({ name: name ?? '', function: (sql ?? '').replace(/\s+/g, ' '), enabled: true, forEachRow: true }));
}

function viewOf(name: string, columns: readonly Row[]): View {
  const base = { schema: 'main', name, materialized: false, populated: false } as const;
  return {
    ...base,
    columns: columns.map((row) => row.name ?? ''),
    complete: true,
    dependsOn: [] satisfies readonly { relation: ObjectId; columns: null }[],
  };
}
