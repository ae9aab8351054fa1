import { join } from 'node:path';
import { deploy } from '../../server/src/deploy/deploy/deploy';
import type { DeployGiven } from '../../server/src/deploy/deploy/given';
import type { DeployEvent, DeployOutcome } from '../../server/src/deploy/deploy/outcome';
import { resolveEnvironment } from '../../server/src/deploy/environments/resolve';
import { sourcesOf } from '../../server/src/deploy/environments/variables';
import type { EnvironmentKind } from '../../server/src/project/settings';
import { folderWith, migrations } from '../project/folders';
import { projectIn } from './environments';
import { engineVariables, installPrisma, type PrismaMajor, projectFiles, withVariables } from './prisma-cli';

export interface DeployShop {
  readonly major: PrismaMajor;
  readonly provider?: 'postgresql' | 'sqlite' | 'mysql';
  readonly texts: Readonly<Record<string, string>>;
  readonly kind?: EnvironmentKind;
  /** Of the environment `test`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Beside the environments in `lockstep.json`. */
  readonly whole?: Readonly<Record<string, unknown>>;
  readonly files?: Readonly<Record<string, string>>;
}

/** A project with the real CLI and one environment, `test`, whose URL is in the variable `TEST_URL`. */
export function deployShop({ major, provider = 'postgresql', texts, kind = 'staging', settings, whole, files }: DeployShop): string {
  const folder = folderWith({
    ...projectFiles(major, provider),
    ...migrations('prisma/migrations', texts),
    'lockstep.json': JSON.stringify({ ...whole, environments: [{ name: 'test', kind, url: { env: 'TEST_URL' }, ...settings }] }),
    ...files,
  });
  installPrisma(folder, major);
  return folder;
}

export interface DeployWishes extends Partial<Pick<DeployGiven, 'confirmed' | 'overrides' | 'withBackup' | 'abort' | 'by'>> {
  readonly execution?: 'one-transaction' | 'per-statement';
  readonly variables?: Readonly<Record<string, string>>;
  readonly onEvent?: (event: DeployEvent) => void;
}

export interface Deployed {
  readonly outcome: DeployOutcome;
  readonly events: readonly DeployEvent[];
}

/** Deploys the environment `test` of the project in a folder, in this process. */
export async function deployed(folder: string, url: string, wishes: DeployWishes = {}): Promise<Deployed> {
  const { execution = 'one-transaction', variables = {}, onEvent, ...given } = wishes;
  const events: DeployEvent[] = [];
  const project = await projectIn(folder);
  const [settings] = project.settings.environments;
  if (settings === undefined) throw new Error('no environment');
  const sources = sourcesOf({ TEST_URL: url });
  const environment = await resolveEnvironment(settings, project, sources);
  const outcome = await withVariables({ ...engineVariables(execution), ...variables }, () =>
    deploy({
      ...{ project, environment, sources, overrides: [], confirmed: null, withBackup: false, by: 'tester' },
      cacheDirectory: join(folder, '.cache'),
      now: new Date(),
      onEvent: (event) => {
        events.push(event);
        onEvent?.(event);
      },
      abort: new AbortController().signal,
      variables: process.env,
      ...given,
    }),
  );
  return { outcome, events };
}

/** What is not as it should be among the gates and checks, as `gate: state`. */
export function notOk({ checks }: DeployOutcome): readonly string[] {
  return checks.flatMap(({ gate, state }) => (state === 'blocked' ? [gate] : []));
}

export function warningsIn(events: readonly DeployEvent[]): readonly string[] {
  return events.flatMap((event) => (event.type === 'warning' ? [event.text] : []));
}
