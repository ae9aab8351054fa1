import { counted, listed } from '../../../analysis/wording/wording';
import { appliedMigrations } from '../../status/applied-migrations';
import type { MigrationStatus } from '../../status/status';
import { type Gate, noEnvironment } from './gate';

/** The migrations of the stage are applied. */
export const migrationsApplied: Gate = {
  id: 'migrations-applied',
  check: async ({ project, begun: { migrations }, environment }) => {
    if (migrations.length === 0) return { ok: true, evidence: 'The stage has no migration.' };
    if (environment === null) return noEnvironment;
    const found = await appliedMigrations(environment, project);
    if (!found.ok) return { ok: false, evidence: `${found.problem.message} ${found.problem.help}` };
    const missing = migrations.filter((name) => !found.applied.has(name));
    if (missing.length === 0) return { ok: true, evidence: `${counted(migrations.length, 'migration is', 'migrations are')} applied.` };
    const failed = missing.map((name) => found.migrations.get(name)).find((one) => one?.state === 'failed');
    return {
      ok: false,
      evidence: failed === undefined ? `${listed(missing)} ${missing.length === 1 ? 'is' : 'are'} not applied yet.` : failure(failed),
    };
  },
};

function failure({ name, error }: MigrationStatus): string {
  return `${name} has failed: ${error?.split('\n')[0] ?? 'the database tells no reason'}`;
}
