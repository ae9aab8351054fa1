import { basename, resolve } from 'node:path';
import { readPrismaConfig } from '../../project/prisma-config';
import type { Project } from '../../project/project';
import { readText, realPath } from '../../project/read-files';
import { type Redact, redactorFor } from '../connection/redact';
import type { Connection, Environment } from '../environments/environment';
import { type ChildUrl, childUrl, type SessionWishes } from './child-url';
import { checkConfig } from './config-check';
import { findPrismaCli, type PrismaCli } from './find-cli';
import { nodeOptionsOf } from './plug-and-play';
import { type SchemaRoute, schemaRoute } from './url-route';

/** The project's CLI, made ready to work on one database and no other. */
export interface PreparedCli {
  readonly cli: PrismaCli;
  /** What every command of it gets: `--config`, `--schema`. */
  readonly options: readonly string[];
  /** The environment of its process; secret. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** What became of the wishes. Where the URL is written in the project, it carries none. */
  readonly session: Pick<ChildUrl, 'lockTimeout' | 'applicationName'>;
  readonly redact: Redact;
}

export type Preparation =
  | { readonly ok: true; readonly prepared: PreparedCli }
  /** Nothing was run. Sentences without secrets. */
  | { readonly ok: false; readonly message: string; readonly help: string };

/**
 * Finds the CLI and points it at the database of an environment, by variables of its process alone. Refuses where it would go to another one: a
 * URL that is written in the project, or a configuration that does not listen to a variable. Never rejects.
 */
export async function preparePrisma(project: Project, environment: Environment, wishes: SessionWishes): Promise<Preparation> {
  const { connection } = environment;
  if (!connection.ok) return { ok: false, message: connection.problem.message, help: connection.problem.help };
  const found = await findPrismaCli(project);
  if (!found.ok) return found;
  const { cli } = found;
  const child = childUrl(connection, wishes);
  const redactions = [connection.redact, redactorFor(child.url)];
  const redact: Redact = (text) => redactions.reduce((rest, one) => one(rest), text);
  const route = schemaRoute(project);
  const names = variablesFor(project, environment, route);
  const variables = { ...inherited(cli), ...Object.fromEntries(names.map((name) => [name, child.url])) };
  const target = { project, environment, connection, cli, child, route, names, variables };
  const refused = project.config === null ? wayOfSchema(target) : await wayOfConfig(target, project.config.file, redact);
  if (refused !== null && 'message' in refused) return { ok: false, ...refused };
  const session = refused ?? { lockTimeout: child.lockTimeout, applicationName: child.applicationName };
  return { ok: true, prepared: { cli, options: optionsFor(project), variables, session, redact } };
}

interface Target {
  readonly project: Project;
  readonly environment: Environment;
  readonly connection: Connection & { readonly ok: true };
  readonly cli: PrismaCli;
  readonly child: ChildUrl;
  readonly route: SchemaRoute;
  readonly names: readonly string[];
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** Null where the CLI goes to the database with the URL that was made for it; a session where it goes there with the URL as it is written. */
type Way = null | PreparedCli['session'] | { readonly message: string; readonly help: string };

const asWritten: PreparedCli['session'] = { lockTimeout: 'fixed-url', applicationName: null };

function wayOfSchema({ route, connection, child, environment, cli }: Target): Way {
  switch (route.type) {
    case 'variables':
      // Prisma 6 reads .env files itself, and none of them wins over a variable that is set.
      return null;
    case 'literals': {
      if (route.urls.every((url) => url === connection.url || url === child.url)) return asWritten;
      return {
        message: `${route.place} has a connection URL written in it that is not that of ${environment.name}.`,
        help: 'Write url = env("DATABASE_URL") in the datasource, so that a deploy can choose the database.',
      };
    }
    case 'unreadable':
      return {
        message: `The url of the datasource in ${route.place} is neither env("…") nor a text.`,
        help: 'Write url = env("DATABASE_URL").',
      };
    case 'none':
      return {
        message: `Nothing tells Prisma ${cli.version} the connection URL: neither prisma.config.ts nor the schema has one.`,
        help: 'Write datasource: { url: env(\'DATABASE_URL\') } in prisma.config.ts, or with Prisma 6 url = env("DATABASE_URL") in the schema.',
      };
  }
}

async function wayOfConfig(target: Target, file: string, redact: Redact): Promise<Way> {
  const { cli, child, connection, environment, names, variables, project } = target;
  const wanted = [child.url, connection.url];
  const checked = await checkConfig({ cli, file, variables, names, wanted });
  const name = basename(file);
  if (!checked.ok) {
    return {
      message: `${name} cannot be run: ${oneLine(redact(checked.reason))}.`,
      help: 'Correct it, or set the variables that it asks for.',
    };
  }
  if (checked.usesAdapter) {
    return {
      message: `${name} connects through a driver adapter, so the database cannot be chosen.`,
      help: 'Take out engine: "js" and adapter for deploys; migrations need the URL.',
    };
  }
  if (checked.migrationsPath !== null && !isSamePath(checked.migrationsPath, project.migrationsDirectory)) {
    return {
      message: `${name} leads to other migrations than those that were looked at.`,
      help: 'Add --run-config, so that its paths count.',
    };
  }
  const elsewhere = {
    message: `${name} connects to another database than ${environment.name}.`,
    help: "Let its datasource have url: env('DATABASE_URL'), and load no .env file over variables that are set.",
  };
  if (checked.url === 'other') return elsewhere;
  if (checked.url === 'first') return null;
  if (checked.url === 'later') return asWritten;
  const overwritten = target.route.type === 'variables' && target.route.names.some((variable) => checked.overwritten.includes(variable));
  return overwritten ? elsewhere : wayOfSchema(target);
}

/** A configuration may read any variable: those that are likely hold the URL, and running it shows whether it takes one of them. */
function variablesFor({ config }: Project, { settings }: Environment, route: SchemaRoute): readonly string[] {
  const ofSchema = route.type === 'variables' ? route.names : [];
  if (config === null) return ofSchema;
  const own = settings.url === null || settings.url.type === 'secret' ? [] : [settings.url.variable];
  const { urlVariable } = readPrismaConfig(config.file, readText(config.file) ?? '');
  const ofConfig = urlVariable === null ? [] : [urlVariable];
  return [...new Set([...ofSchema, ...ofConfig, ...own, 'DATABASE_URL'])];
}

/** Nothing is asked of a person, counted or sent anywhere; no colours. */
function inherited({ plugAndPlay }: PrismaCli): Readonly<Record<string, string | undefined>> {
  const { FORCE_COLOR: _, ...variables } = process.env;
  return {
    ...variables,
    ...(plugAndPlay !== null && { NODE_OPTIONS: nodeOptionsOf(plugAndPlay, variables.NODE_OPTIONS) }),
    ELECTRON_RUN_AS_NODE: '1',
    NO_COLOR: '1',
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    PRISMA_SKIP_POSTINSTALL_GENERATE: '1',
    PRISMA_GENERATE_SKIP_AUTOINSTALL: '1',
  };
}

function optionsFor({ config, schema, settings }: Project): readonly string[] {
  const named = schema !== null && (config === null || settings.schema !== null) ? ['--schema', schema] : [];
  return [...(config === null ? [] : ['--config', config.file]), ...named];
}

function isSamePath(path: string, other: string | null): boolean {
  return other !== null && realPath(resolve(path)) === realPath(resolve(other));
}

function oneLine(text: string): string {
  return (text.trim().split('\n')[0] ?? '').replace(/[.\s]+$/, '');
}
