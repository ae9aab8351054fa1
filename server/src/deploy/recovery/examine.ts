import { type Answer, askDatabase } from '../connection/ask';
import type { Environment } from '../environments/environment';
import { examineMysql } from './examine-mysql';
import { examinePostgres } from './examine-postgres';
import { examineSqlite } from './examine-sqlite';
import type { BegunMigration, Examined } from './examined';

/** Milliseconds for reading what a database holds. */
const examinationLimit = 20_000;

/** Compares the file of a begun migration with the database. Never rejects. */
export function examine({ connection }: Environment, begun: Omit<BegunMigration, 'address'>): Promise<Answer<Examined>> {
  if (!connection.ok) return Promise.resolve(connection);
  return askDatabase(connection, examinationLimit, async (address, abort) => {
    switch (address.provider) {
      case 'postgresql':
        return examinePostgres({ ...begun, address }, examinationLimit, abort);
      case 'mysql':
        return examineMysql({ ...begun, address }, address.mysql, examinationLimit, abort);
      case 'sqlite':
        return examineSqlite({ ...begun, address }, address.sqlite.file);
    }
  });
}
