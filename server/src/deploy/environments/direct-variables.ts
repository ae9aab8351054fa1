import { dirname, resolve } from 'node:path';
import type { Project } from '../../project/project';
import { readText } from '../../project/read-files';
import type { EnvironmentSettings } from '../../project/settings';
import { readAddress } from '../connection/address';
import { variablesInEnvFile } from '../connection/env-file';
import { poolerSign } from '../connection/pooler';
import type { UrlSources } from './environment';
import { envFilesOf } from './url-of';

/** A variable that holds the URL of the same database without a pooler. Never the URL. */
export interface DirectVariable {
  /** For people: `DIRECT_URL in .env.production`. */
  readonly place: string;
  /** What `url` in lockstep.json would be, as JSON. */
  readonly setting: string;
}

/**
 * Variables beside that of an environment which lead to the same database directly: in its own env file, else in the process and `.env`. The same
 * database has the same name, and its host that of the pooler without what makes it one, or the variable says by its name that it is direct.
 */
export function directVariables(
  { url }: EnvironmentSettings,
  project: Project,
  { variables }: UrlSources,
  pooled: string,
): readonly DirectVariable[] {
  if (url?.type === 'secret') return [];
  const isDirect = ([name, value]: readonly [string, string]): boolean => leadsBeside(name, value, pooled);
  if (url?.type === 'env-file') {
    const directory = project.settings.file === null ? project.root : dirname(project.settings.file);
    return variablesInEnvFile(readText(resolve(directory, url.file)) ?? '')
      .filter(isDirect)
      .map(([name]) => ({ place: `${name} in ${url.file}`, setting: JSON.stringify({ envFile: url.file, name }) }));
  }
  const set = Object.entries(variables).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value] as const]));
  const written = envFilesOf(project).flatMap((file) => variablesInEnvFile(readText(file) ?? ''));
  const found = new Map<string, DirectVariable>();
  for (const [name, value] of written)
    if (isDirect([name, value])) found.set(name, { place: `${name} in .env`, setting: JSON.stringify({ env: name }) });
  for (const [name, value] of set)
    if (isDirect([name, value])) found.set(name, { place: `The variable ${name}`, setting: JSON.stringify({ env: name }) });
  return [...found.values()];
}

function leadsBeside(name: string, value: string, pooled: string): boolean {
  const [read, pool] = [readAddress(value), readAddress(pooled)];
  if (!read.ok || !pool.ok || poolerSign(value) !== null || /SHADOW/i.test(name)) return false;
  const [direct, other] = [new URL(value), new URL(pooled)];
  if (direct.pathname !== other.pathname) return false;
  const isSameHost = direct.hostname === other.hostname || direct.hostname === other.hostname.replace(/-pooler(?=\.|$)/, '');
  return isSameHost || /DIRECT|UNPOOLED|NON_POOLING/i.test(name);
}
