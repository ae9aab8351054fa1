import { Socket } from 'node:net';
import { Client } from 'pg';
import { quotedName } from '../../analysis/render/postgres-names';
import { type ConnectionAddress, withoutEncryption } from './address';
import type { Database, Query, Row, TransactionSettings } from './database';
import { refusesEncryption } from './postgres-session';
import { connectionOf } from './postgres-tls';

export { openPostgresSession } from './postgres-session';
export { openPostgresStatements } from './postgres-statements';

/** Milliseconds for an answer to travel, beyond what the server may take for it. A connection that stays silent longer is dead. */
const travelTime = 30_000;

/** Opens nothing yet: the first transaction connects. */
export function openPostgres(address: ConnectionAddress, patience: number = travelTime): Database {
  let client: Client | null = null;
  let socket: Socket | null = null;
  let url = address.url;

  const connected = async (): Promise<Client> => {
    if (client !== null) return client;
    try {
      client = await connect(url, address.connectTimeout);
    } catch (error) {
      const fallback = address.encryption === 'preferred' && refusesEncryption(error) ? withoutEncryption(url) : url;
      if (fallback === url) throw error;
      url = fallback;
      client = await connect(url, address.connectTimeout);
    }
    return client;
  };
  /** The server rolls back what a dropped connection has begun. */
  const drop = (dropped: Client): void => {
    dropped.end().catch(() => undefined);
    if (client !== dropped) return;
    client = null;
    socket?.destroy();
  };
  return {
    schema: address.schema,
    transaction: async (settings, body, abort) => {
      const client = await connected();
      const stop = (): void => drop(client);
      // Networks lose connections without a word; what waits for an answer is told when its connection is dropped.
      const answered = async <A>(answer: Promise<A>): Promise<A> => {
        const timer = settings.statementTimeout === 0 ? undefined : setTimeout(stop, settings.statementTimeout + patience);
        return answer.finally(() => clearTimeout(timer));
      };
      abort?.addEventListener('abort', stop, { once: true });
      try {
        await answered(client.query(beginning(settings, address.schema)));
        const query = queryOf(client);
        const result = await body((sql, values) => answered(query(sql, values)));
        const { command } = await answered(client.query('COMMIT'));
        // A transaction that has failed answers COMMIT with ROLLBACK, and with no error.
        if (command !== 'COMMIT') throw new Error('The server has rolled the transaction back.');
        return result;
      } catch (error) {
        await answered(client.query('ROLLBACK')).catch(stop);
        throw error;
      } finally {
        abort?.removeEventListener('abort', stop);
      }
    },
    close: async () => {
      const [closing, open] = [client, socket];
      client = null;
      const deadline = setTimeout(() => open?.destroy(), 1000);
      await closing?.end().catch(() => undefined);
      clearTimeout(deadline);
    },
  };

  async function connect(url: string, connectionTimeoutMillis: number): Promise<Client> {
    socket = new Socket();
    const own = socket;
    const opened = new Client({
      ...connectionOf(url),
      ...{ connectionTimeoutMillis, keepAlive: true, application_name: 'lockstep' },
      stream: () => own,
    });
    opened.on('error', () => drop(opened));
    opened.on('end', () => drop(opened));
    await opened.connect();
    return opened;
  }
}

/** Everything as text: keys go back to the server exactly as it wrote them. */
const asText = { getTypeParser: () => (value: string) => value };

/** Without a name, so that no prepared statement stays behind on a connection of a pooler. */
function queryOf(client: Client): Query {
  return async (text, values = []) => {
    const { rows } = await client.query<Row>({ text, values: [...values], types: asText });
    return rows;
  };
}

/**
 * Starts a transaction in one message, with the form in which keys are written, and limits for the time that it may wait. A runner
 * that hangs must not hold its rows: after a minute of silence the server ends it.
 */
function beginning({ lockTimeout, statementTimeout, access }: TransactionSettings, schema: string | null): string {
  const settings = [
    `lock_timeout = ${Math.round(lockTimeout)}`,
    `statement_timeout = ${Math.round(statementTimeout)}`,
    'idle_in_transaction_session_timeout = 60000',
    "DateStyle = 'ISO, YMD'",
    "IntervalStyle = 'postgres'",
    'extra_float_digits = 1',
    "bytea_output = 'hex'",
    ...(schema === null ? [] : [`search_path = ${quotedName(schema)}`]),
  ];
  const mode = access === 'read-only' ? 'READ ONLY' : 'READ WRITE';
  return [`BEGIN ISOLATION LEVEL READ COMMITTED ${mode}`, ...settings.map((setting) => `SET LOCAL ${setting}`)].join('; ');
}
