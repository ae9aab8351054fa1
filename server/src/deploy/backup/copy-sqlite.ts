import { dirname } from 'node:path';
import { askDatabase } from '../connection/ask';
import { checkedSqlite } from '../connection/check-sqlite';
import type { DatabaseAddress } from '../connection/database-address';
import { sqliteDriver } from '../connection/drivers';
import type { Redact } from '../connection/redact';
import type { DatabaseFacts } from './database-facts';
import type { Made, Maker } from './job';
import { failed } from './outcome';
import { fileFailure, storedAt } from './store-stream';

interface Given {
  readonly connection: { readonly address: DatabaseAddress; readonly redact: Redact };
  readonly file: string;
  readonly abort: AbortSignal;
}

/** A copy as the file is between two transactions. */
export function sqliteMaker(given: Given, { serverVersion }: Pick<DatabaseFacts, 'serverVersion'>): Maker {
  return { form: 'sqlite', tool: `SQLite ${serverVersion}`, warnings: [], make: (path, onBytes) => copy(given, path, onBytes) };
}

async function copy({ connection, file, abort }: Given, path: string, onBytes: (bytes: number) => void): Promise<Made> {
  const driver = sqliteDriver();
  try {
    await driver.copySqlite(file, path, abort, onBytes);
    const { faults, tables } = await checkedSqlite(path, abort);
    if (faults.length > 0) {
      const message = `The database ${connection.address.target} is damaged: ${faults[0]}.`;
      return failed(
        'not-verified',
        message,
        '"PRAGMA integrity_check" says more; restore an earlier backup, or recover it with "sqlite3 .recover".',
      );
    }
    const verified = ['integrity_check finds no fault'];
    return { type: 'done', stored: await storedAt(path, abort), reference: null, tables, verified };
  } catch (error) {
    driver.removeSqlite(path);
    if (abort.aborted) return { type: 'cancelled' };
    const failure = fileFailure(error, dirname(path));
    if (failure !== null) return failure;
    const { problem } = await askDatabase(connection, 1000, () => Promise.reject(error)).then((answer) =>
      answer.ok ? unknownProblem : answer,
    );
    return failed(problem.code === 'P1008' ? 'locked' : 'tool-failed', problem.message, problem.help);
  }
}

const unknownProblem = { problem: { code: null, message: 'The database cannot be copied.', help: 'Run it again.' } };
