import type { DatabaseAddress } from './database-address';
import { mysqlFailure } from './mysql-failure';
import { postgresFailure } from './postgres-failure';
import { type ConnectionFailure, type DatabaseProblem, problemOf } from './problem';
import type { Redact } from './redact';
import { sqliteFailure } from './sqlite-failure';
import { withTimeLimit } from './time-limit';

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: DatabaseProblem };

/** Asks a database for at most `timeLimit` milliseconds. Never rejects: what goes wrong is a problem, without secrets. */
export function askDatabase<T>(
  { address, redact }: { readonly address: DatabaseAddress; readonly redact: Redact },
  timeLimit: number,
  ask: (address: DatabaseAddress, abort: AbortSignal) => Promise<T>,
): Promise<Answer<T>> {
  const failed = (failure: ConnectionFailure): Answer<T> => {
    const { code, message, help } = problemOf(failure, address.target);
    return { ok: false, problem: { code, message: redact(message), help } };
  };
  return withTimeLimit<Answer<T>>(
    timeLimit,
    async (abort) => {
      try {
        return { ok: true, value: await ask(address, abort) };
      } catch (error) {
        return failed(failureOf(error, address));
      }
    },
    () => failed({ type: 'timeout' }),
  );
}

function failureOf(error: unknown, { provider }: DatabaseAddress): ConnectionFailure {
  switch (provider) {
    case 'postgresql':
      return postgresFailure(error);
    case 'mysql':
      return mysqlFailure(error);
    case 'sqlite':
      return sqliteFailure(error);
  }
}
