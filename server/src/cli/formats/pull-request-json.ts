import { migrationJson } from '../../deploy/preview/preview-json';
import { shownPath } from '../shown-path';
import type { ReportedProject } from './pull-request';

/** One project of `lockstep report --format json`. Statements count from 0, lines from 1; sizes and times are null where nobody took them. */
export function pullRequestJson({ path, snapshot, pullRequest }: ReportedProject, from: string) {
  const { project } = snapshot;
  const { migrations, schema, backfills, checklist, sizes } = pullRequest;
  return {
    path,
    provider: project.provider ?? 'postgresql',
    serverVersion: String(project.settings.server.postgresql),
    prismaVersion: project.prismaVersion,
    sizes,
    migrations: migrations.map(({ preview, rollback }) => ({
      ...migrationJson(preview),
      path: shownPath(preview.file.path, from),
      execution: preview.execution,
      rollback: rollback.isPossible
        ? { command: rollback.command, losses: rollback.losses, problem: null }
        : { command: null, losses: [], problem: rollback.reason },
    })),
    schema: {
      changes: schema.changes,
      findings: schema.findings.map(({ rule, severity, message, help, relation, column }) => {
        return { rule, severity, message, help, relation, column };
      }),
    },
    backfills,
    checklist,
  };
}
