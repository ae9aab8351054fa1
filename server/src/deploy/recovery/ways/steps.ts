import type { Environment } from '../../environments/environment';
import { lockstepLine } from '../command-line';
import type { Step } from '../recovery';

/** What every step needs to name its command. */
export type Place = Pick<Environment, 'name' | 'kind'>;

/** Protected environments take their name as the confirmation. */
function confirmation({ name, kind }: Place): readonly string[] {
  return kind === 'production' ? ['--yes', name] : [];
}

/** `skips`: gates that say no to what the step is about, each with its reason. */
export function deployStep(place: Place, preview: string, skips: readonly string[] = []): Step {
  return {
    kind: 'deploy',
    title: 'Deploy again',
    why: 'Nothing stops it any more.',
    command: lockstepLine('deploy', '--env', place.name, ...skips.flatMap((skip) => ['--skip', skip]), ...confirmation(place)),
    sql: null,
    preview,
  };
}

export function rolledBackStep(place: Place, migration: string): Step {
  return {
    kind: 'resolve-rolled-back',
    title: 'Mark the migration as rolled back',
    why: 'Prisma applies nothing as long as a migration counts as failed (P3009).',
    command: lockstepLine('resolve', '--env', place.name, '--rolled-back', migration, ...confirmation(place)),
    sql: null,
    preview:
      'Sets rolled_back_at in _prisma_migrations, once it is checked that nothing of the migration is left; the next deploy applies it again.',
  };
}

/** `reason`: why to go on where part of it cannot be checked; null where all of it can. */
export function appliedStep(place: Place, migration: string, reason: string | null = null): Step {
  const force = reason === null ? [] : ['--force-reason', reason];
  return {
    kind: 'resolve-applied',
    title: 'Mark the migration as applied',
    why: 'Everything that it does is there, so that it need not run again.',
    command: lockstepLine('resolve', '--env', place.name, '--applied', migration, ...force, ...confirmation(place)),
    sql: null,
    preview:
      'Adds a finished row to _prisma_migrations, once it is checked that all effects of the migration are there; no SQL of the migration runs.',
  };
}

/** `when`: what the backup holds, as a time. */
export function restoreStep(place: Place, path: string, when: string): Step {
  return {
    kind: 'restore',
    title: `Restore the backup of ${when} UTC`,
    why: 'It is the newest one from before the migration began.',
    command: lockstepLine('restore', path, '--env', place.name, '--clean', '--yes', place.name),
    sql: null,
    preview: `Replaces the whole database: everything that was written since ${when} UTC is lost. The migration is pending then.`,
  };
}

export function queryStep(title: string, why: string, sql: string, preview: string): Step {
  return { kind: 'query', title, why, command: null, sql, preview };
}

export function editStep(title: string, why: string, preview: string, command: string | null = null): Step {
  return { kind: 'edit', title, why, command, sql: null, preview };
}

export function waitStep(title: string, why: string, command: string | null): Step {
  return { kind: 'wait', title, why, command, sql: null, preview: 'Changes nothing.' };
}
