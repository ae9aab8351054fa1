import { basename } from 'node:path';
import type { Connection } from 'vscode-languageserver';
import { analysisRequest, type DocumentParams, effectsRequest, lintAllRequest, type Report, schemaDifferenceRequest } from '../../protocol';
import { engineVersion } from '../capabilities';
import type { MigrationView } from '../migration-view';
import { pathOf } from '../paths';
import type { Views } from '../requests';
import type { Session } from '../session';
import type { Workspace } from '../workspace';
import { analysisReport } from './analysis-report';
import { effectsReport } from './effects-report';
import { findingsReport, type ProjectFindings } from './findings-report';
import { schemaReport } from './schema-report';

/** Answers the requests for documents to read. */
export function answerReportRequests(connection: Connection, workspace: Workspace, views: Views, commands: boolean): void {
  const about =
    (write: (view: MigrationView) => Report) =>
    async ({ uri }: DocumentParams) => {
      const view = await views.migration(uri);
      return view === null ? null : write(view);
    };
  connection.onRequest(effectsRequest, about(effectsReport));
  connection.onRequest(
    analysisRequest,
    about((view) => analysisReport(view, engineVersion)),
  );
  connection.onRequest(schemaDifferenceRequest, async ({ uri }: DocumentParams) => {
    const path = pathOf(uri);
    await workspace.settled();
    const session = path === null ? undefined : workspace.sessionOf(path);
    const file = session?.project.schemaFiles[0];
    const view = file === undefined ? null : await workspace.schemaView(file);
    return view === null || session === undefined ? null : schemaReport(view, basename(session.project.root));
  });
  connection.onRequest(lintAllRequest, async () => {
    await workspace.settled();
    return findingsReport(await Promise.all(workspace.sessions().map(projectFindings)), commands);
  });
}

async function projectFindings(session: Session): Promise<ProjectFindings> {
  const { migrations = [] } = (await session.reportAll()) ?? {};
  return { name: basename(session.project.root), unsupported: session.unsupported, migrations };
}
