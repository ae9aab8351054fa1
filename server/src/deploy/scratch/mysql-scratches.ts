import { mysqlDriver } from '../connection/drivers';
import type { MysqlReader } from '../connection/mysql';
import type { MysqlAddress } from '../connection/mysql-address';
import { isScratchName, markIn, markText, type ScratchMark } from './scratch';
import type { ScratchServer } from './server';

/** MySQL has no comments on databases, so that the mark is a table. */
export const markTable = '_lockstep_scratch';

export async function mysqlScratches(address: MysqlAddress, timeLimit: number, abort: AbortSignal): Promise<ScratchServer> {
  const { query, close } = await mysqlDriver().openMysqlSession(address, timeLimit, abort);
  return {
    create: async (name, mark) => {
      await query(`CREATE DATABASE ${quoted(name)}`);
      await query(`CREATE TABLE ${quoted(name)}.${markTable} (mark TEXT NOT NULL)`);
      await query(`INSERT INTO ${quoted(name)}.${markTable} VALUES (?)`, [markText(mark)]);
    },
    find: async () => {
      const rows = await query(
        `SELECT s.SCHEMA_NAME AS name, t.TABLE_NAME AS marked FROM information_schema.SCHEMATA s
         LEFT JOIN information_schema.TABLES t ON t.TABLE_SCHEMA = s.SCHEMA_NAME AND t.TABLE_NAME = ?
         WHERE s.SCHEMA_NAME LIKE 'lockstep\\_scratch\\_%' ORDER BY s.SCHEMA_NAME`,
        [markTable],
      );
      const names = rows.flatMap(({ name, marked }) => (name != null && isScratchName(name) ? [{ name, isMarked: marked != null }] : []));
      return Promise.all(names.map(async ({ name, isMarked }) => ({ name, mark: isMarked ? await markOf(query, name) : null })));
    },
    drop: async (name) => void (await query(`DROP DATABASE IF EXISTS ${quoted(name)}`)),
    close,
  };
}

/** A table of that name that is none of ours has no such column. */
async function markOf(query: MysqlReader['query'], name: string): Promise<ScratchMark | null> {
  try {
    const [row] = await query(`SELECT mark FROM ${quoted(name)}.${markTable} LIMIT 1`);
    return markIn(row?.mark ?? null);
  } catch {
    return null;
  }
}

function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
