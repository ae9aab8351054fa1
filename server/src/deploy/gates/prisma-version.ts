import { join } from 'node:path';
import { readJson } from '../../project/json';
import { lockedPrismaVersion } from '../../project/lock-files';
import { executionOf, majorOf, upwards } from '../../project/prisma-version';
import type { Project } from '../../project/project';
import { isFile } from '../../project/read-files';
import { migrationSystemProblem } from '../../project/support';
import type { Gate } from './gate';

/** The project's own Prisma is installed, is one whose migrations are known, and is the one that the lock file names. */
export const prismaVersion: Gate = {
  id: 'prisma-version',
  title: 'Prisma version',
  unanswered: 'blocked',
  check: async ({ project }) => {
    const otherSystem = migrationSystemProblem(project);
    if (otherSystem !== null)
      return { state: 'blocked', evidence: otherSystem, refusesOverride: 'Its own commands deploy its migrations.' };
    const installed = installedVersion(project);
    const locked = lockedVersion(project);
    if (installed === null) {
      const asked = locked === null ? '' : `; the lock file names ${locked}`;
      return {
        state: 'blocked',
        evidence: `Prisma is not installed in this project${asked}.`,
        refusesOverride: 'Lockstep downloads nothing: install the dependencies of the project first.',
      };
    }
    const major = majorOf(installed);
    if (major !== null && major < 5)
      return { state: 'warning', evidence: `Prisma ${installed} is older than what Lockstep knows: 6 and 7.` };
    if (locked === null) return { state: 'ok', evidence: `Prisma ${installed} is installed; no lock file names a version.` };
    if (locked === installed) return { state: 'ok', evidence: `Prisma ${installed}, as the lock file says.` };
    const evidence = `Prisma ${installed} is installed, and the lock file says ${locked}.`;
    const isOther = major !== majorOf(locked) || executionOf(installed) !== executionOf(locked);
    return isOther
      ? { state: 'blocked', evidence: `${evidence} They run migration files in different ways.` }
      : { state: 'warning', evidence };
  },
};

/** Of the command line itself: the client alone cannot deploy. */
function installedVersion({ root }: Project): string | null {
  for (const directory of upwards(root)) {
    const version = readJson(join(directory, 'node_modules/prisma/package.json'))?.version;
    if (typeof version === 'string') return version;
    if (isFile(join(directory, '.pnp.cjs'))) return lockedPrismaVersion(directory, root);
  }
  return null;
}

function lockedVersion({ root }: Project): string | null {
  for (const directory of upwards(root)) {
    const version = lockedPrismaVersion(directory, root);
    if (version !== null) return version;
  }
  return null;
}
