import type { TableSize } from '../../analysis/statistics/statistics';
import { mysqlDriver } from '../connection/drivers';
import type { MysqlAddress } from '../connection/mysql-address';

/** Estimates of the storage engine. Source: https://dev.mysql.com/doc/refman/8.4/en/information-schema-tables-table.html */
const sql = `SELECT t.TABLE_SCHEMA AS table_schema, t.TABLE_NAME AS name, t.TABLE_ROWS AS table_rows, t.DATA_LENGTH + t.INDEX_LENGTH AS bytes,
  (SELECT COUNT(DISTINCT s.INDEX_NAME) FROM information_schema.STATISTICS s
    WHERE s.TABLE_SCHEMA = t.TABLE_SCHEMA AND s.TABLE_NAME = t.TABLE_NAME) AS indexes
FROM information_schema.TABLES t WHERE t.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE = 'BASE TABLE'`;

export async function readMysqlSizes(
  address: MysqlAddress,
  timeLimit: number,
  abort: AbortSignal,
): Promise<ReadonlyMap<string, TableSize>> {
  const reader = await mysqlDriver().openMysql(address, timeLimit, abort);
  try {
    const rows = await reader.query(sql);
    const number = (text: string | null | undefined): number | null => (text == null ? null : Number(text));
    return new Map(
      rows.map((row) => [
        `${row.table_schema}.${row.name}`,
        { rows: number(row.table_rows), bytes: number(row.bytes), indexes: number(row.indexes) },
      ]),
    );
  } finally {
    reader.close();
  }
}
