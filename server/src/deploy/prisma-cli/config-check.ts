import { spawn } from 'node:child_process';
import { isObject, textIn, textsIn } from '../../project/json';
import type { PrismaCli } from './find-cli';

/** What `prisma.config.*` makes of the variables that it is given. */
export type ConfigCheck =
  | {
      readonly ok: true;
      /** Whether its datasource has the first of the wanted URLs, a later one, another, or none, so that the schema's counts. */
      readonly url: 'first' | 'later' | 'other' | 'none';
      /** Whether Prisma would connect through a driver adapter of the configuration and not by the URL. */
      readonly usesAdapter: boolean;
      /** Variables that it has given another value. */
      readonly overwritten: readonly string[];
      /** Absolute; null where it names none. */
      readonly migrationsPath: string | null;
    }
  /** `reason` completes "prisma.config.ts cannot be run: …"; it may hold a secret. */
  | { readonly ok: false; readonly reason: string };

export interface ConfigQuestion {
  readonly cli: PrismaCli;
  /** `prisma.config.*`, absolute. */
  readonly file: string;
  /** The environment of the CLI; secret. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Those of them that hold a wanted URL. */
  readonly names: readonly string[];
  /** The URLs that all lead to the database that is meant; secret. */
  readonly wanted: readonly string[];
}

/** What the process runs. Its arguments end with the CLI's script and the configuration; the URLs come by the channel, and none leaves. */
const script = `
const { createRequire } = require('node:module');
const { basename, dirname } = require('node:path');
const { pathToFileURL } = require('node:url');
const [cli, file] = process.argv.slice(-2);
const resolveIn = (from, name) => { try { return createRequire(from).resolve(name); } catch { return null; } };
const answer = (value) => process.send(value, () => process.exit(0));
const fail = (error) => answer({ reason: String(error?.message ?? error) });
process.once('message', ({ names, wanted }) => {
  const load = async () => {
    const found = resolveIn(cli, '@prisma/config') ?? resolveIn(file, '@prisma/config');
    if (found === null) return fail('the project has no @prisma/config installed');
    const module = await import(pathToFileURL(found).href);
    const loadConfigFromFile = module.loadConfigFromFile ?? module.default.loadConfigFromFile;
    const { config, error } = await loadConfigFromFile({ configFile: basename(file), configRoot: dirname(file) });
    if (error) return fail(error.error ?? error._tag);
    const url = config.datasource?.url;
    answer({
      url: url === undefined ? 'none' : url === wanted[0] ? 'first' : wanted.includes(url) ? 'later' : 'other',
      usesAdapter: config.engine === 'js' || config.adapter !== undefined,
      overwritten: names.filter((name) => !wanted.includes(process.env[name])),
      migrationsPath: config.migrations?.path ?? null,
    });
  };
  load().catch(fail);
});
`;

const timeLimit = 30_000;

/**
 * Runs the configuration as the CLI is going to run it, with the same variables, and tells to which database it leads: it is code, which may
 * load an env file over the variables or build a URL of its own. Only for a deploy that somebody has asked for, in a trusted workspace.
 */
export function checkConfig({ cli, file, variables, names, wanted }: ConfigQuestion): Promise<ConfigCheck> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--eval', script, '--', cli.script, file], {
      cwd: cli.workingDirectory,
      env: { ...variables },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      windowsHide: true,
    });
    const end = (check: ConfigCheck): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      resolve(check);
    };
    const timer = setTimeout(() => end({ ok: false, reason: 'it does not end' }), timeLimit);
    child.on('message', (message) => end(checkIn(message)));
    child.on('error', ({ message }) => end({ ok: false, reason: message }));
    // What was sent is heard before the channel closes.
    child.on('disconnect', () => end({ ok: false, reason: 'it ends the process' }));
    child.send({ names, wanted }, () => undefined);
  });
}

const foundUrls = ['first', 'later', 'other', 'none'] as const;

function isFoundUrl(value: unknown): value is (typeof foundUrls)[number] {
  return foundUrls.some((one) => one === value);
}

function checkIn(message: unknown): ConfigCheck {
  if (!isObject(message)) return { ok: false, reason: 'it answers nothing' };
  const { reason, url, usesAdapter, overwritten, migrationsPath } = message;
  if (!isFoundUrl(url)) return { ok: false, reason: textIn(reason) ?? 'it answers nothing' };
  return { ok: true, url, usesAdapter: usesAdapter === true, overwritten: textsIn(overwritten), migrationsPath: textIn(migrationsPath) };
}
