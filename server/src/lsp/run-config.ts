import { basename } from 'node:path';
import type { Connection } from 'vscode-languageserver';
import { evaluateConfig } from '../project/evaluate-config';
import { type RunConfigResult, runConfigRequest } from '../protocol';
import type { Workspace } from './workspace';

export interface RunConfigParts {
  readonly workspace: Workspace;
  readonly trusted: () => boolean;
  /** Finds all projects again. */
  readonly reload: () => Promise<void>;
}

/** Runs the configurations that compute where their schema and migrations are, once somebody asks for it. */
export function answerRunConfig(connection: Connection, { workspace, trusted, reload }: RunConfigParts): void {
  connection.onRequest(runConfigRequest, async (): Promise<RunConfigResult> => {
    await workspace.settled();
    const configs = workspace
      .sessions()
      .flatMap(({ project: { config } }) => (config !== null && config.computed.length > 0 ? config : []));
    if (configs.length === 0) return { ran: [], problem: 'No Prisma configuration here computes a path.' };
    if (!trusted()) return { ran: [], problem: 'A Prisma configuration is code: it runs in a trusted workspace only.' };
    const ran: string[] = [];
    const problems: string[] = [];
    for (const { file } of configs) {
      const evaluation = await evaluateConfig(file);
      if (evaluation.ok) ran.push(file);
      else problems.push(`${basename(file)} cannot be run: ${evaluation.reason}.`);
    }
    if (ran.length > 0) await reload();
    return { ran, problem: problems.length === 0 ? null : problems.join(' ') };
  });
}
