import type { Connection } from 'vscode-languageserver';
import { createdMigrations } from '../../project/create-migrations';
import { type CreateMigrationsParams, type CreateMigrationsResult, createMigrationsRequest } from '../../protocol';
import { pathOf } from '../paths';
import type { Workspace } from '../workspace';
import { nameOf, newMigrationFiles } from './create-migrations';

/** Hands the client the migrations for what a schema changes. Nothing is written: that is one edit of the client's, which can be undone. */
export function answerCreateMigrations(connection: Connection, workspace: Workspace): void {
  connection.onRequest(createMigrationsRequest, async ({ uri, name }: CreateMigrationsParams): Promise<CreateMigrationsResult> => {
    await workspace.settled();
    const path = uri === null ? null : pathOf(uri);
    const sessions = workspace.sessions();
    const session = (path === null ? undefined : workspace.sessionOf(path)) ?? (sessions.length === 1 ? sessions[0] : undefined);
    if (session === undefined) return refusal('Open a file of the Prisma project that the migrations are for.');
    if (session.unsupported !== null) return refusal(session.unsupported);
    const analysed = session.analysed();
    if (analysed === null) return refusal('The project is not analysed yet.');
    const { schema, snapshot } = analysed;
    if (!schema.ok) return refusal(`The schema is not analysed: ${schema.reason}.`);
    const suggestion = nameOf(schema.analysis.changed);
    const created = createdMigrations(snapshot, schema, { name: name ?? suggestion, now: new Date(), valueFor: () => null });
    if (!created.ok) return refusal(created.reason);
    for (const { finding, reason } of created.refusals) connection.console.info(`No plan is offered for ${finding.rule}: ${reason}.`);
    const error = created.left.find(({ severity }) => severity === 'error');
    if (error !== undefined) return refusal(`There is no safe migration for this: ${error.message}`);
    return {
      problem: null,
      suggestion,
      files: newMigrationFiles(snapshot, created),
      left: created.left.map(({ message }) => message),
    };
  });
}

function refusal(problem: string): CreateMigrationsResult {
  return { problem, suggestion: null, files: [], left: [] };
}
