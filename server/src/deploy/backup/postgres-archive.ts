import { dirname, join } from 'node:path';
import { majorVersion, type Tool, type Variables } from '../programs/find-tools';
import { newEnough, postgresTools } from '../programs/postgres-tools';
import { outputOf, plainEnvironment } from '../programs/run-program';

/** What `pg_restore --list` says of an archive (https://www.postgresql.org/docs/current/app-pgrestore.html). */
export interface PostgresArchive {
  /** Of the server that was dumped, and of the pg_dump: `15.18`. */
  readonly serverVersion: string;
  readonly dumpedBy: string;
  readonly tables: number;
}

/** Milliseconds to read the table of contents, which stands at the beginning. */
const listTime = 60_000;

/** Reads the contents of an archive with the `pg_restore` beside a `pg_dump`, or with any. Null where it is none, or cannot be read. */
export async function archiveIn(path: string, near: Tool | null, variables: Variables): Promise<PostgresArchive | null> {
  const beside = near === null ? [] : await postgresTools('pg_restore', variables, join(dirname(near.path), 'pg_restore'));
  const tools = beside.length > 0 ? beside : await postgresTools('pg_restore', variables);
  // The newest reads every older archive.
  const tool = beside[0] ?? newEnough(tools, Math.max(0, ...tools.map(({ major }) => major)));
  if (tool === null) return null;
  const listed = await outputOf({ path: tool.path, args: ['--list', path], env: plainEnvironment(variables) }, listTime);
  return listed === null ? null : archiveOf(listed);
}

/** Null where the text is no list, or does not say its versions. */
export function archiveOf(listed: string): PostgresArchive | null {
  const serverVersion = /^;\s+Dumped from database version: (\S+)/m.exec(listed)?.[1];
  const dumpedBy = /^;\s+Dumped by pg_dump version: (\S+)/m.exec(listed)?.[1];
  if (serverVersion === undefined || dumpedBy === undefined || Number.isNaN(majorVersion(dumpedBy))) return null;
  // 1259 is pg_class: what only belongs to a table, such as its data, has another number.
  return { serverVersion, dumpedBy, tables: listed.match(/^\d+; 1259 \d+ TABLE /gm)?.length ?? 0 };
}
