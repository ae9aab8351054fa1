import { mysqlDriver } from '../../connection/drivers';
import { watchNothing } from '../postgres/watch';
import { ask } from '../session';
import type { MadeCopy } from './copy';
import { fillClone } from './fill-clone';
import type { ScratchOptions } from './postgres-scratch';
import { inScratch } from './scratch-copy';
import { sessionOn } from './statement-session';

/** A scratch database on a MySQL or MariaDB server: a clone of the environment's, or empty for the history. */
export function mysqlScratch({ host, source, data, options }: ScratchOptions): Promise<MadeCopy> {
  const { onEvent, abort, now } = options;
  onEvent({ type: 'step', text: 'Making a scratch database' });
  return inScratch(host, now, async ({ scratch, dispose }) => {
    if (scratch.address.provider !== 'mysql') throw new Error('The scratch database is none of MySQL.');
    const { mysql } = scratch.address;
    if (source !== null) {
      const problem = await fillClone({ source, scratch, redact: host.redact, data, onEvent, abort });
      if (problem !== null) return problem;
    }
    const connection = await mysqlDriver().openMysqlStatements(mysql, abort);
    const session = sessionOn(connection, host.redact);
    const [facts] = await ask(session, 'SELECT VERSION() AS version');
    const version = facts?.version ?? '';
    return {
      ok: true,
      copy: {
        kind: source === null ? 'scratch' : 'clone',
        server: /mariadb/i.test(version) ? `MariaDB ${version.replace(/-MariaDB.*$/i, '')}` : `MySQL ${version}`,
        target: scratch.address.target,
        isCloned: source !== null,
        withRows: source !== null && data === 'rows',
        ...{ notes: [], ownSchema: null, session, watch: watchNothing, lacking: () => null },
        dispose: async (keep) => {
          connection.close();
          return dispose(keep);
        },
      },
    };
  });
}
