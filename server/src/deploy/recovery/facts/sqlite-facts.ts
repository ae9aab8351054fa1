import type { Row } from '../../connection/database';
import type { Facts } from './facts';

/** What a SQLite database holds. `all` runs a query. */
export function sqliteFacts(all: (sql: string) => readonly Row[]): Facts {
  const facts = new Map<string, string>();
  for (const { name, type, sql } of all(objects)) {
    facts.set(`${type} ${name}`, type === 'table' ? 'there' : (sql ?? '').replace(/\s+/g, ' ').trim());
  }
  for (const { table, name, type, required, value, pk } of all(columns)) {
    const words = [(type ?? '').toLowerCase(), ...(required === '1' ? ['not null'] : []), ...(pk === '0' ? [] : [`key ${pk}`])];
    facts.set(`column ${table}.${name}`, words.join(' '));
    if (value != null) facts.set(`default ${table}.${name}`, value);
  }
  for (const { table, name, isUnique, origin, partial, keys } of all(indexes)) {
    const key = origin === 'c' ? `index ${name}` : `unique ${table} (${keys})`;
    facts.set(key, `on ${table} (${keys})${isUnique === '1' ? ' unique' : ''}${partial === '1' ? ' partial' : ''}`);
  }
  for (const { table, keys, target } of all(foreignKeys)) facts.set(`foreign key ${table} (${keys})`, target ?? '');
  return facts;
}

const own = `m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND m.name <> '_prisma_migrations'`;

const objects = `SELECT m.type, m.name, m.sql FROM sqlite_schema m WHERE m.type IN ('table', 'view', 'trigger') AND ${own}`;

const columns = `SELECT m.name AS "table", x.name, x.type, x."notnull" AS required, x.dflt_value AS value, x.pk
  FROM sqlite_schema m, pragma_table_xinfo(m.name) x WHERE m.type = 'table' AND ${own}`;

const indexes = `SELECT m.name AS "table", l.name, l."unique" AS isUnique, l.origin, l.partial,
    (SELECT group_concat(coalesce(k.name, 'expression') || CASE WHEN k.desc THEN ' desc' ELSE '' END, ', ') FROM pragma_index_xinfo(l.name) k WHERE k.key = 1) AS keys
  FROM sqlite_schema m, pragma_index_list(m.name) l WHERE m.type = 'table' AND l.origin <> 'pk' AND ${own}`;

const foreignKeys = `SELECT m.name AS "table", group_concat(f."from", ', ') AS keys,
    f."table" || ' (' || group_concat(coalesce(f."to", ''), ', ') || ') ' || f.on_delete || ' ' || f.on_update AS target
  FROM sqlite_schema m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND ${own} GROUP BY m.name, f.id`;
