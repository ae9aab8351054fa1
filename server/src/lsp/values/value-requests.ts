import type { Connection } from 'vscode-languageserver';
import type { Catalog } from '../../analysis/catalog/catalog';
import type { Server } from '../../analysis/effects/effect';
import type { Finding } from '../../analysis/finding';
import { typedValue } from '../../analysis/plans/typed-value';
import type { Engine } from '../../project/prisma-engine/engine';
import { refusedSchema } from '../../project/prisma-engine/refused-schema';
import { settingsOf } from '../../project/run';
import {
  type CheckValueParams,
  type CheckValueResult,
  checkValueRequest,
  type FillParams,
  fillRequest,
  type GivenValue,
  type OfferedResult,
} from '../../protocol';
import { filledPlan } from '../plan-remedies';
import type { Views } from '../requests';
import { filledMigrationRollout, filledSchemaRollout } from '../rollouts/rollout-remedies';
import { filledMigrations } from '../schema/create-migrations';
import { askedProject } from '../session-for';
import type { Workspace } from '../workspace';

/** Judges values while they are typed, and hands the client what is written with them: computed from the text of that moment. */
export function answerValueRequests(connection: Connection, workspace: Workspace, views: Views, engine: Engine): void {
  connection.onRequest(checkValueRequest, async ({ uri, table, column, sql }: CheckValueParams): Promise<CheckValueResult> => {
    const asked = await askedProject(workspace, uri);
    if (!asked.ok) return { problem: asked.problem, note: null };
    const { schema, snapshot } = asked.analysed;
    const view = uri === null ? null : await views.migration(uri);
    const catalog = view?.analysis.after ?? (schema.ok ? schema.analysis.wanted.catalog : null);
    if (catalog === null) return { problem: null, note: null };
    const typed = typedValue(sql, { table, column, catalog, server: settingsOf(snapshot.project, new Set()).server });
    return typed.ok ? { problem: null, note: typed.note } : { problem: typed.problem, note: null };
  });

  connection.onRequest(fillRequest, async (params: FillParams): Promise<OfferedResult> => {
    const asked = await askedProject(workspace, params.uri);
    if (!asked.ok) return { problem: asked.problem, edit: null };
    const view = await views.migration(params.uri);
    if (view !== null) {
      const finding = view.analysis.findings.find((one) => isAbout(one, params));
      if (finding === undefined) return changed;
      const wrong = wrongValue(params.values, view.analysis.after, view.server);
      if (wrong !== null) return { problem: wrong, edit: null };
      const filled =
        params.way === 'steps'
          ? filledPlan(view, finding, params.values)
          : filledMigrationRollout(view, finding, params.values, views.documents);
      return 'reason' in filled ? { problem: `No steps are written: ${filled.reason}.`, edit: null } : { problem: null, edit: filled };
    }
    const { schema, snapshot } = asked.analysed;
    if (!schema.ok) return { problem: `The schema is not analysed: ${schema.reason}.`, edit: null };
    const finding = schema.analysis.findings.find((one) => isAbout(one, params));
    if (finding === undefined) return changed;
    const wrong = wrongValue(params.values, schema.analysis.wanted.catalog, settingsOf(snapshot.project, new Set()).server);
    if (wrong !== null) return { problem: wrong, edit: null };
    const refused = await refusedSchema(engine, snapshot.project, schema.source);
    if (refused !== null) return { problem: refused, edit: null };
    if (params.way === 'rollout') {
      const sizes = asked.session.sizes();
      const rollout = filledSchemaRollout({ snapshot, schema, sizes }, finding, params.values, views.documents);
      return 'reason' in rollout ? { problem: `No rollout is begun: ${rollout.reason}.`, edit: null } : { problem: null, edit: rollout };
    }
    const filled = filledMigrations(schema, snapshot, params.values, asked.session.sizes());
    return 'problem' in filled ? { problem: filled.problem, edit: null } : { problem: null, edit: filled };
  });
}

/** What is wrong with the first value that cannot be taken, as a sentence: not every client judges them while they are typed. */
function wrongValue(values: readonly GivenValue[], catalog: Catalog, server: Server): string | null {
  for (const { table, column, sql } of values) {
    const typed = typedValue(sql, { table, column, catalog, server });
    if (!typed.ok) return typed.problem;
  }
  return null;
}

const changed: OfferedResult = { problem: 'What this is about has changed since: it is no longer there.', edit: null };

function isAbout(finding: Finding, { rule, relation, column }: FillParams): boolean {
  return finding.rule === rule && finding.relation === relation && finding.column === column;
}
