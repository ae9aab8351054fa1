import type { Connection } from 'vscode-languageserver';
import { setUpCandidates, withEnvironments } from '../../deploy/environments/set-up';
import { type SetUpParams, type SetUpResult, setUpRequest } from '../../protocol';
import { uriOf } from '../paths';
import type { EnvironmentParts } from './environment-requests';

/** Proposes environments from what a project has, and hands back the `lockstep.json` with those that were chosen. Writes nothing. */
export function answerSetUp(connection: Connection, { workspace, trusted }: EnvironmentParts): void {
  connection.onRequest(setUpRequest, async ({ root, chosen }: SetUpParams): Promise<SetUpResult> => {
    await workspace.settled();
    const sessions = workspace.sessions();
    const session = sessions.find(({ project }) => uriOf(project.root) === root) ?? (sessions.length === 1 ? sessions[0] : undefined);
    if (session === undefined)
      return refusal(root ?? '', sessions.length === 0 ? 'There is no Prisma project here.' : 'Choose a project first.');
    if (!trusted()) return refusal(root ?? '', 'Trust the workspace to set up its environments.');
    const { project } = session;
    const candidates = setUpCandidates(project);
    const picked = candidates.filter(({ id }) => chosen?.includes(id) === true);
    const written = picked.length === 0 ? null : withEnvironments(project, picked);
    return {
      problem: written?.ok === false ? written.problem : null,
      root: uriOf(project.root),
      candidates: candidates.map(({ id, name, kind, source, target, url, isSuggested }) => ({
        ...{ id, name, kind, source, target, isSuggested },
        isSecret: url.type === 'secret',
      })),
      file: written?.ok ? { uri: uriOf(written.path), text: written.text, isNew: written.isNew } : null,
    };
  });
}

function refusal(root: string, problem: string): SetUpResult {
  return { problem, root, candidates: [], file: null };
}
