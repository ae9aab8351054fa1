import { withDependents } from '../../analysis/catalog/build';
import type { Catalog, ObjectId, Table } from '../../analysis/catalog/catalog';
import { emptyCatalog } from '../../analysis/catalog/draft';
import { foldScript } from '../../analysis/catalog/fold';
import { quotedName } from '../../analysis/render/postgres-names';
import { prepareGrammar } from '../../analysis/sql/postgres/grammar';
import { readPostgres } from '../../analysis/sql/postgres/read';
import type { Query } from '../connection/database';
import type { Introspection } from './introspection';
import { definitionQueries } from './postgres-definitions';
import { type PostgresState, readState } from './postgres-state';

export interface PostgresScope {
  /** The schema of the connection: what migrations name without a schema. */
  readonly own: string;
  /** Other schemas to look into. */
  readonly schemas: readonly string[];
}

/**
 * Reads what a database holds, within one transaction that only reads. The server writes the definitions and the history's own reader and fold
 * take them in, so that an object looks the same wherever it was read. Rejects with the server's error.
 */
export async function introspectPostgres(query: Query, { own, schemas }: PostgresScope): Promise<Introspection> {
  await prepareGrammar();
  await query(`SELECT set_config('search_path', $1, true), set_config('TimeZone', 'UTC', true)`, [quotedName(own)]);
  // In a catalog `public` is the schema of the connection, whatever its name: the real one of that name is another project's then.
  const asked = [own, ...new Set(schemas.filter((name) => name !== own && name !== 'public'))];
  const values = [`{${asked.map(quotedName).join(',').replaceAll('\\', '\\\\')}}`, own];
  const texts: string[] = [];
  for (const sql of Object.values(definitionQueries)) {
    const rows = await query(sql, values);
    // An object that is dropped while it is being read has no definition any more.
    const statements = rows.flatMap((row) => (row.sql == null ? [] : [inOwnSchema(row.sql.trimEnd(), own)]));
    texts.push(...inPortions(statements));
  }
  const state = await readState(query, values);
  const { catalog, unread } = folded(texts);
  return {
    serverVersion: state.serverVersion,
    catalog: withState(catalog, state),
    definitions: texts.join(''),
    written: new Map(),
    bodies: state.bodies,
    otherSchemas: state.otherSchemas,
    unread,
  };
}

/** The server writes the schema of a function always. */
function inOwnSchema(sql: string, own: string): string {
  const [, start, schema, rest] = /^(CREATE OR REPLACE (?:FUNCTION|PROCEDURE) )("(?:[^"]|"")+"|[^".\s(]+)\.([\s\S]*)$/.exec(sql) ?? [];
  const isOwn = schema === own || schema === quotedName(own);
  return start !== undefined && rest !== undefined && isOwn ? `${start}${rest}` : sql;
}

/** The reader takes so many statements of a file and no more. */
const statementsPerPortion = 2000;

function inPortions(statements: readonly string[]): readonly string[] {
  const portions: string[] = [];
  for (let start = 0; start < statements.length; start += statementsPerPortion) {
    const portion = statements.slice(start, start + statementsPerPortion);
    portions.push(portion.map((sql) => `${sql.replace(/;$/, '')};\n`).join(''));
  }
  return portions;
}

function folded(texts: readonly string[]): { readonly catalog: Catalog; readonly unread: readonly string[] } {
  const unread: string[] = [];
  let catalog = emptyCatalog('postgresql');
  for (const text of texts) {
    const script = readPostgres(text);
    catalog = foldScript(catalog, script);
    for (const { span, operations } of script.statements) {
      if (operations.length > 0 && operations.every(({ kind }) => kind !== 'unknown')) continue;
      unread.push(text.slice(span.start, span.end).split('\n')[0] ?? '');
    }
  }
  return { catalog, unread };
}

/** What no statement says, or says in a way that leads elsewhere than where the server is. */
function withState(catalog: Catalog, state: PostgresState): Catalog {
  const { dependents: _, ...maps } = catalog;
  const indexes = new Map([...catalog.indexes].map(([id, index]) => [id, { ...index, valid: !state.invalid.has(id) }]));
  const views = new Map([...catalog.views].map(([id, view]) => [id, { ...view, dependsOn: state.viewUses.get(id) ?? [] }]));
  const tables = new Map([...catalog.tables].map(([id, table]) => [id, tableAsIs(id, table, state)]));
  return withDependents({ ...maps, tables, indexes, views, sequences: state.sequences });
}

/** A foreign key that a partition has brought along is not made once more for its parent's, and columns keep the order in which they came. */
function tableAsIs(id: ObjectId, table: Table, { partitionKeys, inheritedOrder }: PostgresState): Table {
  const keys = partitionKeys.get(id);
  const order = inheritedOrder.get(id);
  return {
    ...table,
    ...(keys !== undefined && { constraints: table.constraints.filter(({ type, name }) => type !== 'foreign-key' || keys.has(name)) }),
    ...(order !== undefined && { columns: table.columns.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name)) }),
  };
}
