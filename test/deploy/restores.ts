import assert from 'node:assert/strict';
import type { BackupEvent } from '../../server/src/deploy/backup/outcome';
import type { Connection } from '../../server/src/deploy/environments/environment';
import { sourcesOf } from '../../server/src/deploy/environments/variables';
import type { RestoreOutcome } from '../../server/src/deploy/restore/outcome';
import { restore } from '../../server/src/deploy/restore/restore';
import type { RestoreTarget } from '../../server/src/deploy/restore/target';
import { environmentNamed } from './backups';
import { environmentAt, projectIn } from './environments';

interface Options {
  readonly target?: 'scratch' | 'url' | { readonly environment: string };
  readonly clean?: boolean;
  readonly confirmed?: string | null;
  readonly backUpFirst?: boolean;
  readonly now?: Date;
  readonly abort?: AbortSignal;
  readonly variables?: NodeJS.ProcessEnv;
  readonly onEvent?: (event: BackupEvent) => void;
  /** URL of the environments of the project, where it is another one. */
  readonly environments?: string;
}

export interface Restored {
  readonly outcome: RestoreOutcome;
  readonly events: readonly BackupEvent[];
}

/** Restores a backup into the database at `url`. */
export async function restored(folder: string, backup: string, url: string, options: Options = {}): Promise<Restored> {
  const project = await projectIn(folder);
  const events: BackupEvent[] = [];
  const variable = options.environments ?? url;
  const outcome = await restore({
    project,
    backup,
    target: await targetOf(options.target ?? { environment: 'staging' }),
    clean: options.clean ?? false,
    confirmed: options.confirmed ?? null,
    backUpFirst: options.backUpFirst ?? true,
    sources: sourcesOf({ STAGING_URL: variable, PRODUCTION_URL: variable }),
    variables: options.variables ?? process.env,
    now: options.now ?? new Date('2026-11-20T16:00:00Z'),
    abort: options.abort ?? new AbortController().signal,
    onEvent: (event) => {
      events.push(event);
      options.onEvent?.(event);
    },
  });
  return { outcome, events };

  async function targetOf(target: NonNullable<Options['target']>): Promise<RestoreTarget> {
    if (typeof target === 'object') return { type: 'environment', environment: await environmentNamed(target.environment, project, url) };
    const connection: Connection = (await environmentAt(url, project)).connection;
    return { type: target, name: 'OTHER_URL', connection };
  }
}

export function restoredIn({ outcome }: Restored): RestoreOutcome & { readonly type: 'restored' } {
  assert.ok(outcome.type === 'restored', JSON.stringify(outcome));
  return outcome;
}
