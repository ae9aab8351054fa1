import type { MysqlReader } from '../../connection/mysql';
import type { Facts } from '../facts/facts';
import { columnText } from './column-text';
import { foreignKeyText, indexText } from './fold';

/** What the database of the connection holds. */
export async function heldMysql({ query }: Pick<MysqlReader, 'query'>): Promise<Facts> {
  const facts = new Map<string, string>();
  for (const { name } of await query(tables)) facts.set(`table ${name}`, 'there');
  for (const { table, name, type, nullable, value } of await query(columns)) {
    facts.set(`column ${table}.${name}`, columnText(type ?? '', nullable === 'NO'));
    // MariaDB writes the word where there is none.
    if (value != null && value !== 'NULL') facts.set(`default ${table}.${name}`, 'there');
  }
  for (const { table, name, keys, target, referenced } of await query(foreignKeys)) {
    facts.set(`constraint ${table}.${name}`, foreignKeyText((keys ?? '').split(', '), target ?? '', (referenced ?? '').split(', ')));
  }
  for (const { table, name, keys, other } of await query(indexes)) {
    if (!facts.has(`constraint ${table}.${name}`))
      facts.set(`index ${table}.${name}`, indexText(table ?? '', (keys ?? '').split(', '), other === '0'));
  }
  return facts;
}

const own = "TABLE_SCHEMA = DATABASE() AND TABLE_NAME <> '_prisma_migrations'";

const tables = `SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE ${own} AND TABLE_TYPE = 'BASE TABLE'`;

const columns = `SELECT TABLE_NAME AS \`table\`, COLUMN_NAME AS name, COLUMN_TYPE AS type, IS_NULLABLE AS nullable, COLUMN_DEFAULT AS value
  FROM information_schema.COLUMNS WHERE ${own}`;

const indexes = `SELECT TABLE_NAME AS \`table\`, INDEX_NAME AS name, MIN(NON_UNIQUE) AS other,
    GROUP_CONCAT(COLUMN_NAME ORDER BY SEQ_IN_INDEX SEPARATOR ', ') AS \`keys\`
  FROM information_schema.STATISTICS WHERE ${own} GROUP BY TABLE_NAME, INDEX_NAME`;

const foreignKeys = `SELECT TABLE_NAME AS \`table\`, CONSTRAINT_NAME AS name, REFERENCED_TABLE_NAME AS target,
    GROUP_CONCAT(COLUMN_NAME ORDER BY ORDINAL_POSITION SEPARATOR ', ') AS \`keys\`,
    GROUP_CONCAT(REFERENCED_COLUMN_NAME ORDER BY ORDINAL_POSITION SEPARATOR ', ') AS referenced
  FROM information_schema.KEY_COLUMN_USAGE WHERE ${own} AND REFERENCED_TABLE_NAME IS NOT NULL
  GROUP BY TABLE_NAME, CONSTRAINT_NAME, REFERENCED_TABLE_NAME`;
