import { spawn } from 'node:child_process';
import { resolve as resolvePath } from 'node:path';
import { contentHash } from './content';
import { isObject, textIn } from './json';
import { readText } from './read-files';

/** The paths that a configuration yields when it runs; absolute, null where it names none. */
export interface EvaluatedConfig {
  readonly schema: string | null;
  readonly migrationsPath: string | null;
}

/** `reason` completes the sentence "prisma.config.ts cannot be run: …". */
export type Evaluation = { readonly ok: true; readonly config: EvaluatedConfig } | { readonly ok: false; readonly reason: string };

/** By file and content: what was evaluated counts until the file changes. */
const evaluated = new Map<string, EvaluatedConfig>();

/** What this very text yielded when it was last run; null where it never was. */
export function evaluatedConfig(file: string, text: string): EvaluatedConfig | null {
  return evaluated.get(keyOf(file, text)) ?? null;
}

/**
 * Runs a configuration with the project's own `@prisma/config`, in a process of its own. It is code of the user: to be called only
 * when somebody asks for it, in a trusted workspace. Only the two paths leave the process. Found projects take them in at the
 * next discovery.
 */
export async function evaluateConfig(file: string, timeLimit = 15_000): Promise<Evaluation> {
  const text = readText(file);
  if (text === null) return { ok: false, reason: 'it cannot be read' };
  const end = performance.now() + timeLimit;
  const placeholders: Record<string, string> = {};
  for (;;) {
    const answer = await run(file, placeholders, end - performance.now());
    const missing = answer.ok ? undefined : /environment variable:? ['"`]?(\w+)/i.exec(answer.reason)?.[1];
    // A connection URL plays no part in where files lie, so one that is not set must not hinder.
    if (missing !== undefined && !(missing in placeholders)) {
      placeholders[missing] = 'postgresql://localhost:1/none';
      continue;
    }
    if (answer.ok) evaluated.set(keyOf(file, text), answer.config);
    return answer.ok ? answer : { ok: false, reason: withoutSecrets(answer.reason) };
  }
}

/** Where Prisma is run: the directory of the configuration, or the one around `.config`. */
export function workingDirectoryOf(file: string): string {
  const directory = resolvePath(file, '..');
  return /[\\/](\.config|prisma\.config)$/.test(directory) ? workingDirectoryOf(directory) : directory;
}

function keyOf(file: string, text: string): string {
  return contentHash(`${file}\n${text}`);
}

/** What the process runs. Its last argument is the configuration. */
const script = `
const { createRequire } = require('node:module');
const { basename, dirname } = require('node:path');
const { pathToFileURL } = require('node:url');
const file = process.argv.at(-1);
const resolveIn = (from, name) => { try { return createRequire(from).resolve(name); } catch { return null; } };
const prisma = resolveIn(file, 'prisma/package.json');
const found = (prisma && resolveIn(prisma, '@prisma/config')) ?? resolveIn(file, '@prisma/config');
const answer = (value) => process.send(value, () => process.exit(0));
const fail = (error) => answer({ reason: String(error?.message ?? error) });
const load = async () => {
  if (found === null) return fail('the project has no @prisma/config installed');
  const module = await import(pathToFileURL(found).href);
  const loadConfigFromFile = module.loadConfigFromFile ?? module.default.loadConfigFromFile;
  const { config, error } = await loadConfigFromFile({ configFile: basename(file), configRoot: dirname(file) });
  if (error) return fail(error.error ?? error._tag);
  answer({ schema: config.schema ?? null, migrationsPath: config.migrations?.path ?? null });
};
load().catch(fail);
`;

function run(file: string, placeholders: Readonly<Record<string, string>>, timeLimit: number): Promise<Evaluation> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--eval', script, '--', file], {
      cwd: workingDirectoryOf(file),
      env: { ...process.env, ...placeholders, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      windowsHide: true,
    });
    const end = (evaluation: Evaluation): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      resolve(evaluation);
    };
    const timer = setTimeout(() => end({ ok: false, reason: 'it does not end' }), Math.max(0, timeLimit));
    child.on('message', (message) => end(evaluationIn(message)));
    child.on('error', ({ message }) => end({ ok: false, reason: message }));
    child.on('exit', (code) => end({ ok: false, reason: `it ends with code ${code}` }));
  });
}

function evaluationIn(message: unknown): Evaluation {
  if (!isObject(message)) return { ok: false, reason: 'it answers nothing' };
  const reason = textIn(message.reason);
  if (reason !== null) return { ok: false, reason };
  return { ok: true, config: { schema: textIn(message.schema), migrationsPath: textIn(message.migrationsPath) } };
}

/** One line, without anything that looks like a connection URL. */
function withoutSecrets(reason: string): string {
  return (reason.trim().split('\n')[0] ?? '').replace(/[a-z][\w+.-]*:\/\/\S+/gi, '…');
}
