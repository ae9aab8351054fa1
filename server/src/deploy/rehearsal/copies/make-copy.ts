import type { Chosen } from '../choose';
import type { RehearsalOptions } from '../rehearse';
import { type MadeCopy, noCopy } from './copy';
import { embeddedPostgres } from './embedded';
import { mysqlScratch } from './mysql-scratch';
import { postgresScratch } from './postgres-scratch';
import { serverOf } from './server-of';
import { sqliteFile } from './sqlite-file';

/** The copy that the settings ask for, or the one that needs none. */
export async function makeCopy(options: RehearsalOptions, chosen: Chosen): Promise<MadeCopy> {
  const { project, environment, scope, onEvent, abort } = options;
  const provider = project.provider ?? 'postgresql';
  const source = environment?.connection.ok === true ? environment.connection : null;
  // What the environment has already cannot be run on a clone of it once more.
  const clones = environment !== null && scope.type === 'pending';
  if (provider === 'sqlite') {
    const file = clones && source?.address.provider === 'sqlite' ? source.address.sqlite.file : null;
    return sqliteFile({ file, onEvent, abort });
  }
  const server = await serverOf(options);
  if (server !== null && !server.ok) return server;
  const host = server?.host ?? null;
  if (provider === 'mysql') {
    if (host !== null) return mysqlScratch({ host, source: clones ? environment : null, data: server?.data ?? 'rows', options });
    return noCopy(
      'Migrations of MySQL are rehearsed on a server that is named in lockstep.json, and none is.',
      'Add to the environment: "rehearsal": { "server": { "env": "SCRATCH_URL" } }, the URL of any database on a server for scratch databases.',
    );
  }
  if (host !== null) return postgresScratch({ host, source: clones ? environment : null, data: server?.data ?? 'rows', options });
  return embeddedPostgres({ root: project.root, texts: chosen.snapshot.migrations.map(({ text }) => text), onEvent, abort });
}
