import { join } from 'node:path';
import type { Connection } from 'vscode-languageserver';
import { catalogBefore, createdRevert } from '../../project/create-revert';
import type { Engine } from '../../project/prisma-engine/engine';
import { settingsOf } from '../../project/run';
import { type MigrationsResult, migrationsRequest, type RevertParams, type RevertResult, revertRequest } from '../../protocol';
import { offeredEdit } from '../offered-edit';
import type { OpenDocuments } from '../open-documents';
import { uriOf } from '../paths';
import { changedDocument } from '../rollouts/opened';
import { askedProject } from '../session-for';
import { recordValues } from '../values/asked-values';
import type { Workspace } from '../workspace';

/** Hands the client the migrations that undo another one, as one edit. Nothing that is applied is touched. */
export function answerRevert(connection: Connection, workspace: Workspace, documents: Pick<OpenDocuments, 'at'>, engine: Engine): void {
  connection.onRequest(migrationsRequest, async ({ uri }: { readonly uri: string | null }): Promise<MigrationsResult> => {
    const asked = await askedProject(workspace, uri);
    if (!asked.ok) return { problem: asked.problem, migrations: [] };
    const { migrations } = asked.analysed.snapshot;
    const listed = migrations.map(({ name, path, facts }) => ({ name, uri: uriOf(path), state: facts.state }));
    return { problem: listed.length === 0 ? 'The project has no migrations.' : null, migrations: listed.toReversed() };
  });

  connection.onRequest(revertRequest, async ({ uri, values }: RevertParams): Promise<RevertResult> => {
    const asked = await askedProject(workspace, uri);
    if (!asked.ok) return refusal(asked.problem);
    const { snapshot } = asked.analysed;
    const migration = snapshot.migrations.find(({ path }) => path === asked.path);
    if (migration === undefined) return refusal('This file is no migration of a Prisma project.');
    const recorder = recordValues(values);
    const created = await createdRevert(snapshot, migration, { name: null, now: new Date(), valueFor: recorder.valueFor, engine });
    const { server } = settingsOf(snapshot.project, new Set());
    const asks = recorder.isAsked() ? recorder.asked(await catalogBefore(snapshot, migration), server) : [];
    if (!created.ok) return { ...refusal(created.reason), asks };
    const directory = snapshot.project.migrationsDirectory ?? snapshot.project.root;
    const files = created.migrations.map(({ name, text }) => ({ uri: uriOf(join(directory, name, 'migration.sql')), text }));
    const notes = [...created.losses, ...created.notes];
    const words = { label: `Revert ${migration.name}`, description: notes.join(' ') };
    return {
      problem: null,
      edit: offeredEdit(
        words,
        created.schema.map((text) => changedDocument(text, documents)),
        files,
      ),
      notes,
      asks,
    };
  });
}

function refusal(problem: string): RevertResult {
  return { problem, edit: null, notes: [], asks: [] };
}
