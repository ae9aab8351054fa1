import type { Connection } from 'vscode-languageserver';
import { rowsOf } from '../../analysis/statistics/statistics';
import { createdMigrations } from '../../project/create-migrations';
import type { Engine } from '../../project/prisma-engine/engine';
import { refusedSchema } from '../../project/prisma-engine/refused-schema';
import { settingsOf } from '../../project/run';
import { type CreateMigrationsParams, type CreateMigrationsResult, createMigrationsRequest } from '../../protocol';
import { uriOf } from '../paths';
import { askedProject } from '../session-for';
import { recordValues } from '../values/asked-values';
import type { Workspace } from '../workspace';
import { nameOf, newMigrationFiles } from './create-migrations';

/** Hands the client the migrations for what a schema changes. Nothing is written: that is one edit of the client's, which can be undone. */
export function answerCreateMigrations(connection: Connection, workspace: Workspace, engine: Engine): void {
  connection.onRequest(createMigrationsRequest, async (params: CreateMigrationsParams): Promise<CreateMigrationsResult> => {
    const { uri, name, values = [] } = params;
    const asked = await askedProject(workspace, uri);
    if (!asked.ok) return refusal(asked.problem);
    const { schema, snapshot } = asked.analysed;
    if (!schema.ok) return refusal(`The schema is not analysed: ${schema.reason}.`);
    const suggestion = nameOf(schema.analysis.changed);
    const { valueFor, asked: valuesOf } = recordValues(values);
    const created = createdMigrations(snapshot, schema, {
      name: name ?? suggestion,
      now: new Date(),
      valueFor,
      rowsOf: (table) => rowsOf(asked.session.sizes(), table),
    });
    const asks = valuesOf(schema.analysis.wanted.catalog, settingsOf(snapshot.project, new Set()).server);
    const refused = created.ok || schema.analysis.unresolved > 0 ? await refusedSchema(engine, snapshot.project, schema.source) : null;
    if (refused !== null) return refusal(refused);
    if (!created.ok) return refusal(created.reason);
    for (const { finding, reason } of created.refusals) connection.console.info(`No plan is offered for ${finding.rule}: ${reason}.`);
    const error = created.left.find(({ severity }) => severity === 'error');
    const unfilled = asks.some(({ table, column }) => error?.relation === table && error.column === column);
    if (error !== undefined) return { ...refusal(`There is no safe migration for this: ${error.message}`), asks: unfilled ? asks : [] };
    return {
      problem: null,
      suggestion,
      files: newMigrationFiles(snapshot, created),
      asks,
      left: created.left.map(({ message }) => message),
      sources: schema.source.files.map(({ path }) => uriOf(path)),
    };
  });
}

function refusal(problem: string): CreateMigrationsResult {
  return { problem, suggestion: null, files: [], asks: [], left: [], sources: [] };
}
