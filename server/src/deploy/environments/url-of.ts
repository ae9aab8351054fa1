import { dirname, join, resolve } from 'node:path';
import { assertNever } from '../../analysis/assert-never';
import type { Project } from '../../project/project';
import { readText } from '../../project/read-files';
import type { EnvironmentSettings, UrlSource } from '../../project/settings';
import { variableInEnvFile } from '../connection/env-file';
import type { UrlSources } from './environment';

/** A connection URL, and where it stands as the beginning of a sentence: `DATABASE_URL in .env.staging`. */
export type FoundUrl =
  | { readonly ok: true; readonly url: string; readonly place: string }
  | { readonly ok: false; readonly message: string; readonly help: string };

/** Finds the connection URL of an environment where its settings say that it stands. */
export async function urlOf(settings: Pick<EnvironmentSettings, 'name' | 'url'>, project: Project, sources: UrlSources): Promise<FoundUrl> {
  const source = settings.url ?? defaultSource;
  switch (source.type) {
    case 'env':
      return fromVariable(source.variable, project, sources);
    case 'env-file':
      return fromFile(source, project, sources);
    case 'secret': {
      const url = await sources.secret(settings.name);
      if (url !== null && url !== '') return { ok: true, url, place: `The connection URL of ${settings.name}` };
      return {
        ok: false,
        message: `No connection URL is stored for ${settings.name}.`,
        help: sources.secretHelp(settings.name),
      };
    }
    default:
      return assertNever(source);
  }
}

/** As Prisma's own projects have it. */
const defaultSource: UrlSource = { type: 'env', variable: 'DATABASE_URL' };

/**
 * A variable of the process, else of the `.env` files that Prisma 6 reads itself, which those of Prisma 7 mostly load in their configuration.
 * Source: https://www.prisma.io/docs/orm/more/development-environment/environment-variables
 */
function fromVariable(name: string, project: Project, { variables }: UrlSources): FoundUrl {
  const set = variables[name];
  if (set !== undefined && set !== '') return { ok: true, url: set, place: `The variable ${name}` };
  for (const file of envFilesOf(project)) {
    const text = readText(file);
    const value = text === null ? null : expandedVariable(text, name, variables);
    if (value !== null && value !== '') return { ok: true, url: value, place: `${name} in .env` };
  }
  return {
    ok: false,
    message: `The variable ${name} is not set, and no .env file sets it.`,
    help: `Set ${name}, or name another place of the URL in lockstep.json.`,
  };
}

export function envFilesOf({ root, schema, schemaFiles, settings }: Project): readonly string[] {
  const beside = schemaFiles[0] === undefined ? [] : [join(dirname(schemaFiles[0]), '.env')];
  const settingsDirectory = settings.file === null ? [] : [join(dirname(settings.file), '.env')];
  const schemaDirectory = schema === null ? [] : [join(dirname(schema), '.env')];
  return [...new Set([join(root, '.env'), ...settingsDirectory, ...beside, ...schemaDirectory, join(root, 'prisma', '.env')])];
}

function fromFile(source: UrlSource & { readonly type: 'env-file' }, project: Project, { variables }: UrlSources): FoundUrl {
  const directory = project.settings.file === null ? project.root : dirname(project.settings.file);
  const text = readText(resolve(directory, source.file));
  if (text === null) {
    return { ok: false, message: `${source.file} cannot be read.`, help: 'Create the file, or correct its path in lockstep.json.' };
  }
  const url = expandedVariable(text, source.variable, variables);
  if (url !== null && url !== '') return { ok: true, url, place: `${source.variable} in ${source.file}` };
  return {
    ok: false,
    message: `${source.file} does not set ${source.variable}.`,
    help: 'Add the variable to the file, or correct its name in lockstep.json.',
  };
}

/** A value may use others as `${NAME}`, of the environment or of the same file. Source: https://github.com/motdotla/dotenv-expand */
function expandedVariable(text: string, name: string, variables: UrlSources['variables'], depth = 0): string | null {
  const value = variableInEnvFile(text, name);
  if (value === null || depth > 8) return value;
  return value.replace(/(?<!\\)\$\{(\w+)\}/g, (_, used: string) => {
    return variables[used] ?? expandedVariable(text, used, variables, depth + 1) ?? '';
  });
}
