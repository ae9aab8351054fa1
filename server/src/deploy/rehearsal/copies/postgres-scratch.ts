import { quotedName } from '../../../analysis/render/postgres-names';
import { postgresDriver } from '../../connection/drivers';
import type { Environment } from '../../environments/environment';
import type { ScratchHost } from '../../scratch/scratches';
import { watchBackend } from '../postgres/watch';
import type { RehearsalOptions } from '../rehearse';
import { ask, type SqlError } from '../session';
import type { MadeCopy } from './copy';
import { fillClone } from './fill-clone';
import { inScratch } from './scratch-copy';
import { sessionOn } from './statement-session';

export interface ScratchOptions {
  readonly host: ScratchHost;
  /** What is cloned; null: the history is run into the empty database. */
  readonly source: Environment | null;
  readonly data: 'rows' | 'schema';
  readonly options: Pick<RehearsalOptions, 'onEvent' | 'abort' | 'now'>;
}

/** A scratch database on a PostgreSQL server: a clone of the environment's, or empty for the history. */
export function postgresScratch({ host, source, data, options }: ScratchOptions): Promise<MadeCopy> {
  const { onEvent, abort, now } = options;
  onEvent({ type: 'step', text: 'Making a scratch database' });
  return inScratch(host, now, async ({ scratch, dispose }) => {
    if (scratch.address.provider !== 'postgresql') throw new Error('The scratch database is none of PostgreSQL.');
    const { postgres } = scratch.address;
    if (source !== null) {
      const problem = await fillClone({ source, scratch, redact: host.redact, data, onEvent, abort });
      if (problem !== null) return problem;
    }
    const connection = await postgresDriver().openPostgresStatements(postgres, abort);
    const observing = await postgresDriver().openPostgresStatements(postgres, abort);
    const [session, observer] = [sessionOn(connection, host.redact), sessionOn(observing, host.redact)];
    const [facts] = await ask(
      session,
      "SELECT pg_catalog.current_setting('server_version') AS version, pg_catalog.pg_backend_pid()::text AS pid",
    );
    const own =
      source?.connection.ok === true && source.connection.address.provider === 'postgresql'
        ? source.connection.address.postgres.schema
        : null;
    if (own !== null) await ask(session, `SET search_path = ${quotedName(own)}`);
    if (source !== null && data === 'rows') await ask(session, 'ANALYZE');
    return {
      ok: true,
      copy: {
        kind: source === null ? 'scratch' : 'clone',
        server: `PostgreSQL ${facts?.version ?? ''}`,
        target: scratch.address.target,
        isCloned: source !== null,
        withRows: source !== null && data === 'rows',
        notes: [],
        session,
        watch: watchBackend(observer, facts?.pid ?? ''),
        ownSchema: own === 'public' ? null : own,
        lacking: source === null ? lackingRole : () => null,
        dispose: async (keep) => {
          connection.close();
          observing.close();
          return dispose(keep);
        },
      },
    };
  });
}

/** A server for scratch databases need not have the roles of the real one. */
function lackingRole({ message }: SqlError): string | null {
  return /^role .* does not exist/i.test(message) ? 'The server of the copy has no such role.' : null;
}
