import { basename } from 'node:path';
import type { Connection } from 'vscode-languageserver';
import { unfinishedDeploy } from '../../deploy/deploy/deploying-file';
import type { Environment } from '../../deploy/environments/environment';
import { leftTemporaryFolders } from '../../deploy/rehearsal/copies/temporary-folder';
import { countRestored } from '../../deploy/restore/restored-notes';
import { readStatistics } from '../../deploy/statistics/read-statistics';
import { statusTables } from '../../deploy/status/markdown';
import { lookAt } from '../../deploy/status/read-status';
import type { EnvironmentStatus } from '../../deploy/status/status';
import { timeOf } from '../../deploy/status/words';
import { cacheDirectoryFor } from '../../project/cache-location';
import { rememberSeen } from '../../project/last-seen';
import type { Project } from '../../project/project';
import type { EnvironmentSettings } from '../../project/settings';
import { statisticsPath, writeStatisticsFile } from '../../project/statistics/statistics-file';
import { providerNames } from '../../project/support';
import {
  type DocumentParams,
  type EnvironmentParams,
  type EnvironmentState,
  environmentStateRequest,
  environmentsRequest,
  matrixRequest,
  type ProjectEnvironments,
  type Report,
  type ShownEnvironment,
  type StatisticsResult,
  statisticsRequest,
} from '../../protocol';
import { uriOf } from '../paths';
import type { Session } from '../session';
import type { Workspace } from '../workspace';
import { environmentResolver } from './environment-resolver';
import { answerSetUp } from './set-up-request';
import { shownState } from './shown-state';

export interface EnvironmentParts {
  readonly workspace: Workspace;
  readonly trusted: () => boolean;
  /** Called after the statistics of a project were taken: its findings say something else now. */
  readonly sizesChanged: (session: Session) => void;
  /** Called where a database has said something new: which server it is, or what it has applied. */
  readonly seenChanged: () => void;
}

/** Answers what is asked about environments. Databases are asked here alone, when somebody wants to know; never for a diagnostic. */
export function answerEnvironmentRequests(connection: Connection, parts: EnvironmentParts): void {
  const { workspace, trusted, sizesChanged, seenChanged } = parts;
  /** What was told last, by project and environment. */
  const told = new Map<string, EnvironmentStatus>();

  const resolved = environmentResolver(connection, trusted);
  const ask = async (settings: EnvironmentSettings, project: Project): Promise<EnvironmentStatus> => {
    const { status, seen } = await lookAt(await resolved(settings, project), project);
    told.set(keyOf(project, settings.name), status);
    if (seen !== null && rememberSeen(project, seen)) seenChanged();
    return status;
  };
  const sessionAt = async (root: string): Promise<Session | undefined> => {
    await workspace.settled();
    return workspace.sessions().find(({ project }) => uriOf(project.root) === root);
  };
  const found = async ({ root, environment }: EnvironmentParams) => {
    const session = await sessionAt(root);
    const settings = session?.project.settings.environments.find(({ name }) => name === environment);
    return session === undefined || settings === undefined ? null : { session, project: session.project, settings };
  };

  connection.onRequest(environmentsRequest, async (): Promise<readonly ProjectEnvironments[]> => {
    await workspace.settled();
    return Promise.all(
      workspace.sessions().map(async ({ project }) => ({
        root: uriOf(project.root),
        name: basename(project.root),
        detail: detailOf(project),
        environments: await Promise.all(
          project.settings.environments.map(async (settings) => shownEnvironment(await resolved(settings, project), project.root)),
        ),
        leftovers: trusted() ? leftTemporaryFolders().length : 0,
        restored: trusted() ? countRestored(project.root) : 0,
      })),
    );
  });

  connection.onRequest(environmentStateRequest, async (params: EnvironmentParams): Promise<EnvironmentState | null> => {
    const one = await found(params);
    return one === null ? null : shownState(await ask(one.settings, one.project), one.session);
  });

  connection.onRequest(matrixRequest, async ({ uri }: DocumentParams): Promise<Report | null> => {
    const project = (await sessionAt(uri))?.project;
    if (project === undefined || project.settings.environments.length === 0) return null;
    const { environments } = project.settings;
    const statuses = await Promise.all(environments.map((settings) => told.get(keyOf(project, settings.name)) ?? ask(settings, project)));
    const name = basename(project.root);
    return { title: `Migrations of ${name}`, text: `# Migrations of ${name}\n\n${detailOf(project)}\n\n${statusTables(statuses)}` };
  });

  connection.onRequest(statisticsRequest, async (params: EnvironmentParams): Promise<StatisticsResult> => {
    const one = await found(params);
    if (one === null) return { isTaken: false, message: `There is no environment ${params.environment} any more.` };
    const { session, project, settings } = one;
    const read = await readStatistics(await resolved(settings, project), new Date());
    if (!read.ok) return { isTaken: false, message: `${read.problem.message} ${read.problem.help}` };
    try {
      writeStatisticsFile(statisticsPath(cacheDirectoryFor(project.root), project.root, settings.name), read.value);
    } catch (error) {
      return { isTaken: false, message: `The sizes cannot be kept: ${error instanceof Error ? error.message : String(error)}` };
    }
    sizesChanged(session);
    return { isTaken: true, message: `Took the sizes of ${read.value.tables.size} tables of ${settings.name}.` };
  });

  answerSetUp(connection, parts);
}

function keyOf({ root }: Project, environment: string): string {
  return `${root}\0${environment}`;
}

function detailOf({ provider, prismaVersion }: Project): string {
  return `${provider === null ? 'PostgreSQL' : providerNames[provider]}, Prisma ${prismaVersion ?? 'of unknown version'}`;
}

function shownEnvironment({ name, kind, settings, connection }: Environment, root: string): ShownEnvironment {
  const told = { name, kind, isSecret: settings.url?.type === 'secret', unfinished: unfinishedWords(root, name) };
  if (connection.ok) return { ...told, target: connection.address.target, problem: null };
  return { ...told, target: null, problem: `${connection.problem.message} ${connection.problem.help}` };
}

function unfinishedWords(root: string, environment: string): string | null {
  const found = unfinishedDeploy(root, environment);
  if (found === null) return null;
  const who = [...(found.by === '' ? [] : [found.by]), found.host].join(' on ');
  const began = `${timeOf(found.since)} UTC`;
  return found.isRunning ? `${who} deploys since ${began}.` : `A deploy by ${who}, begun ${began}, did not come to its end.`;
}
