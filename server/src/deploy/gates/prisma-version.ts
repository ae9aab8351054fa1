import { lockedPrismaVersion } from '../../project/lock-files';
import { executionOf, majorOf, upwards } from '../../project/prisma-version';
import type { Project } from '../../project/project';
import { isTopOfRepository } from '../../project/settings-file';
import { migrationSystemProblem } from '../../project/support';
import { findPrismaCli } from '../prisma-cli/find-cli';
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
    const found = await findPrismaCli(project);
    const locked = lockedVersion(project);
    if (!found.ok) {
      const asked = locked === null ? '' : ` The lock file names ${locked}.`;
      return { state: 'blocked', evidence: `${found.message}${asked}`, refusesOverride: found.help };
    }
    const installed = found.cli.version;
    if (locked === null) return { state: 'ok', evidence: `Prisma ${installed} is installed; no lock file names a version.` };
    if (locked === installed) return { state: 'ok', evidence: `Prisma ${installed}, as the lock file says.` };
    const evidence = `Prisma ${installed} is installed, and the lock file says ${locked}.`;
    const isOther = majorOf(installed) !== majorOf(locked) || executionOf(installed) !== executionOf(locked);
    return isOther
      ? { state: 'blocked', evidence: `${evidence} They run migration files in different ways.` }
      : { state: 'warning', evidence };
  },
};

/** A lock file above the repository is that of something else. */
function lockedVersion({ root }: Project): string | null {
  for (const directory of upwards(root)) {
    const version = lockedPrismaVersion(directory, root);
    if (version !== null || isTopOfRepository(directory)) return version;
  }
  return null;
}
