import { join } from 'node:path';
import type { Client } from 'pg';
import { failureOf } from '../../../server/src/deploy/recovery/failure-of';
import type { FailedMigration, Recovery } from '../../../server/src/deploy/recovery/recovery';
import type { Project } from '../../../server/src/project/project';
import { withDatabase } from '../../evidence/server';
import { folderWith, migrations, postgresLock, postgresSchema } from '../../project/folders';
import { urlOf } from '../backfills';
import { environmentAt, projectIn } from '../environments';
import { prismaMigrate } from '../prisma-migrate';

export type Mode = 'one-transaction' | 'per-statement';

/** A project with its database, and Prisma that runs files in one of its two ways. */
export interface Broken {
  readonly client: Client;
  readonly folder: string;
  readonly file: (name: string) => string;
  /** The error of the engine, null where it has succeeded. */
  readonly deploy: () => Promise<string | null>;
  readonly project: () => Promise<Project>;
  readonly recovery: () => Promise<Recovery>;
}

/** The version that the project names decides how Lockstep takes a file to be run. */
const versionFor: Readonly<Record<Mode, string>> = { 'one-transaction': '7.2.0', 'per-statement': '7.10.0' };

export function inBroken(
  version: number,
  mode: Mode,
  texts: Readonly<Record<string, string>>,
  body: (broken: Broken) => Promise<void>,
  /** What `package.json` names. */
  prismaVersion: string = versionFor[mode],
): Promise<void> {
  return withDatabase(version, async (client) => {
    const folder = folderWith({
      'package.json': JSON.stringify({ devDependencies: { prisma: prismaVersion } }),
      'prisma/schema.prisma': postgresSchema,
      'prisma/migrations/migration_lock.toml': postgresLock,
      ...migrations('prisma/migrations', texts),
    });
    const directory = join(folder, 'prisma/migrations');
    const project = (): Promise<Project> => projectIn(folder);
    const engine = await prismaMigrate(client, directory, mode);
    const deploy = async (): Promise<string | null> => {
      const error = await engine.deploy();
      // The CLI ends with its engine, and the lock with its connection.
      await client.query('SELECT pg_advisory_unlock_all()');
      return error;
    };
    await body({
      ...{ client, folder, project, deploy },
      file: (name) => join(directory, name, 'migration.sql'),
      recovery: async () => {
        const found = await project();
        return failureOf(await environmentAt(urlOf(client), found), found);
      },
    });
  });
}

export function failedIn({ troubles }: Recovery): FailedMigration {
  const [first] = troubles;
  if (first?.kind !== 'failed-migration') throw new Error(`no failed migration: ${JSON.stringify(troubles).slice(0, 500)}`);
  return first;
}
