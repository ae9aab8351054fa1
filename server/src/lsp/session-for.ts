import { pathOf } from './paths';
import type { Analysed, Session } from './session';
import type { Workspace } from './workspace';

/** The project that a request is about, with its analysis. `problem` is a sentence. */
export type Asked =
  | { readonly ok: true; readonly session: Session; readonly analysed: Analysed; readonly path: string | null }
  | { readonly ok: false; readonly problem: string };

/** The project of a file; null: the only one that there is. Waits until what was typed is analysed. */
export async function askedProject(workspace: Workspace, uri: string | null): Promise<Asked> {
  await workspace.settled();
  const path = uri === null ? null : pathOf(uri);
  const sessions = workspace.sessions();
  const session = (path === null ? undefined : workspace.sessionOf(path)) ?? (sessions.length === 1 ? sessions[0] : undefined);
  if (session === undefined) return { ok: false, problem: 'Open a file of the Prisma project that it is for.' };
  if (session.unsupported !== null) return { ok: false, problem: session.unsupported };
  const analysed = session.analysed();
  return analysed === null ? { ok: false, problem: 'The project is not analysed yet.' } : { ok: true, session, analysed, path };
}
