import type { Connection } from 'vscode-languageserver';
import { readAddress } from '../../deploy/connection/address';
import { redactorFor } from '../../deploy/connection/redact';
import { urlOf } from '../../deploy/environments/url-of';
import {
  type BackfillControl,
  type BackfillParams,
  type BackfillStarted,
  backfillChanged,
  controlBackfill,
  startBackfillRequest,
} from '../../protocol';
import { askSecret } from '../environments/ask-secret';
import { pathOf, uriOf } from '../paths';
import type { Workspace } from '../workspace';
import { type BackfillProcess, startBackfill } from './backfill-process';

interface Parts {
  readonly workspace: Workspace;
  readonly trusted: () => boolean;
}

/** Starts backfills, each a process of its own, tells how they go on, and hands on what a person wants of them. */
export function answerBackfills(connection: Connection, { workspace, trusted }: Parts): void {
  const running = new Map<number, BackfillProcess>();
  let started = 0;

  connection.onRequest(startBackfillRequest, async ({ uri, environment }: BackfillParams): Promise<BackfillStarted> => {
    const file = pathOf(uri);
    if (file === null) return refused('A backfill is a file on the disk.');
    if (!trusted()) return refused('Nothing is connected in an untrusted workspace.');
    await workspace.settled();
    const sessions = workspace.sessions();
    const session =
      environment === null
        ? (workspace.sessionOf(file) ?? sessions[0])
        : sessions.find(({ project }) => uriOf(project.root) === environment.root);
    if (session === undefined) return refused('Lockstep found no Prisma project here.');
    const { project } = session;
    const settings =
      environment === null
        ? { name: 'DATABASE_URL', url: null }
        : project.settings.environments.find(({ name }) => name === environment.environment);
    if (settings === undefined) return refused(`There is no environment ${environment?.environment} any more.`);
    const found = await urlOf(settings, project, {
      variables: process.env,
      secret: (name) => askSecret(connection, uriOf(project.root), name),
      secretHelp: () => 'Store it with "Lockstep: Set Connection Secret".',
    });
    if (!found.ok) return refused(`${found.message} ${found.help}`);
    const read = readAddress(found.url);
    if (!read.ok) return refused(`${found.place} ${read.problem}.`);
    const redact = redactorFor(found.url);
    const id = ++started;
    const child = startBackfill({
      file,
      url: found.url,
      onChange: (state) => {
        if (state.state !== 'running' && state.state !== 'paused') running.delete(id);
        void connection.sendNotification(backfillChanged, { id, ...state, words: redact(state.words) });
      },
    });
    running.set(id, child);
    return { problem: null, id, target: read.address.target };
  });

  connection.onNotification(controlBackfill, ({ id, action }: BackfillControl) => running.get(id)?.control(action));
}

function refused(problem: string): BackfillStarted {
  return { problem, id: 0, target: '' };
}
