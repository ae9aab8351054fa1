import { basename, dirname, join, relative, sep } from 'node:path';
import { applyEdits, type ModificationOptions, modify, type ParseError, parse } from 'jsonc-parser';
import { isObject, listIn } from '../../project/json';
import { findPrismaConfig } from '../../project/prisma-config';
import type { Project } from '../../project/project';
import { entriesOf, readText } from '../../project/read-files';
import type { EnvironmentKind, UrlSource } from '../../project/settings';
import { settingsFileName } from '../../project/settings-file';
import { readDatabaseAddress } from '../connection/database-address';
import { variablesInEnvFile } from '../connection/env-file';

/** An environment that a project seems to have. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly kind: EnvironmentKind;
  readonly url: UrlSource;
  /** Where the URL stands, for people: `DATABASE_URL in .env.staging`. */
  readonly source: string;
  /** As it may be shown; null where it is not known. */
  readonly target: string | null;
  readonly isSuggested: boolean;
}

/** What `.env` files, the datasource and the configuration name, and what can always be had; without what `lockstep.json` has already. */
export function setUpCandidates(project: Project): readonly Candidate[] {
  const taken = new Set(project.settings.environments.map(({ name }) => name));
  const found: Candidate[] = [];
  const add = (candidate: Omit<Candidate, 'id' | 'name'> & { readonly name: string }): void => {
    if (taken.has(candidate.name)) return;
    taken.add(candidate.name);
    found.push({ ...candidate, id: candidate.name });
  };
  const own = ownVariable(project);
  for (const path of envFiles(project)) {
    const variables = variablesInEnvFile(readText(path) ?? '').filter(([, value]) => readDatabaseAddress(value, project).ok);
    const [variable, value] = variables.find(([name]) => name === own) ?? variables.find(([name]) => !/DIRECT|SHADOW/i.test(name)) ?? [];
    if (variable === undefined || value === undefined) continue;
    const read = readDatabaseAddress(value, project);
    const file = relative(settingsDirectory(project), path).split(sep).join('/');
    const { name, kind } = nameOf(basename(path));
    const url: UrlSource = basename(path) === '.env' ? { type: 'env', variable } : { type: 'env-file', file, variable };
    add({ name, kind, url, source: `${variable} in ${file}`, target: read.ok ? read.address.target : null, isSuggested: true });
  }
  add({
    name: 'dev',
    kind: 'development',
    url: { type: 'env', variable: own },
    source: `the variable ${own}`,
    target: null,
    isSuggested: true,
  });
  for (const kind of ['staging', 'production'] as const) {
    add({
      name: kind,
      kind,
      url: { type: 'secret' },
      source: 'a URL kept in the secret storage',
      target: null,
      isSuggested: kind === 'production',
    });
  }
  return found;
}

/** The variable that the configuration or the datasource names. */
function ownVariable({ root, schemaFiles }: Project): string {
  const configured = findPrismaConfig(root)?.urlVariable ?? null;
  if (configured !== null) return configured;
  for (const file of schemaFiles) {
    const variable = /^[ \t]*datasource\s+\w+\s*\{[^}]*?^\s*url\s*=\s*env\("(\w+)"\)/m.exec(readText(file) ?? '')?.[1];
    if (variable !== undefined) return variable;
  }
  return 'DATABASE_URL';
}

function envFiles(project: Project): readonly string[] {
  const directories = new Set([project.root, settingsDirectory(project), ...project.schemaFiles.slice(0, 1).map((file) => dirname(file))]);
  return [...directories].flatMap((directory) =>
    entriesOf(directory)
      .filter(
        (entry) =>
          entry.isFile() &&
          /^\.env(\..+)?$/.test(entry.name) &&
          !/\.(example|sample|template|dist|defaults?|vault|me|keys)$/.test(entry.name),
      )
      .map(({ name }) => join(directory, name)),
  );
}

/** `.env.production.local` is production's. */
function nameOf(file: string): { readonly name: string; readonly kind: EnvironmentKind } {
  const words = file
    .split('.')
    .slice(2)
    .filter((word) => word !== 'local');
  const word = words.join('-');
  if (/^prod/i.test(word)) return { name: 'production', kind: 'production' };
  if (/^(stag|preprod|uat|qa|preview)/i.test(word)) return { name: word, kind: 'staging' };
  return { name: word === '' || /^dev/i.test(word) ? 'dev' : word, kind: 'development' };
}

export type WrittenSettings =
  | { readonly ok: true; readonly path: string; readonly text: string; readonly isNew: boolean }
  | { readonly ok: false; readonly problem: string };

/** `lockstep.json` with these environments behind the ones that it has; everything else in it stays, comments too. */
export function withEnvironments(project: Project, candidates: readonly Candidate[]): WrittenSettings {
  const path = project.settings.file ?? join(project.root, settingsFileName);
  const before = project.settings.file === null ? null : readText(path);
  const text = before ?? '{}\n';
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || !isObject(value)) return { ok: false, problem: `${settingsFileName} is not valid JSON: correct it first.` };
  const count = listIn(value.environments).length;
  const options: ModificationOptions = {
    formattingOptions: { insertSpaces: true, tabSize: 2, eol: text.includes('\r\n') ? '\r\n' : '\n' },
  };
  const environments = candidates.map(environmentJson);
  const written =
    count === 0
      ? applyEdits(text, modify(text, ['environments'], environments, options))
      : environments.reduce(
          (rest, environment, index) =>
            applyEdits(rest, modify(rest, ['environments', count + index], environment, { ...options, isArrayInsertion: true })),
          text,
        );
  return { ok: true, path, text: written.endsWith('\n') ? written : `${written}\n`, isNew: before === null };
}

function environmentJson({ name, kind, url }: Candidate, _index: number, all: readonly Candidate[]): object {
  const isAfter = kind === 'production' ? all.filter((other) => other.kind === 'staging').map((other) => other.name) : [];
  return { name, kind, url: urlJson(url), ...(isAfter.length > 0 && { after: isAfter }) };
}

function urlJson(url: UrlSource): object {
  switch (url.type) {
    case 'env':
      return { env: url.variable };
    case 'env-file':
      return { envFile: url.file, name: url.variable };
    case 'secret':
      return { secret: true };
  }
}

function settingsDirectory({ root, settings }: Project): string {
  return settings.file === null ? root : dirname(settings.file);
}
