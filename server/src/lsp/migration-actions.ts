import { sqlSuppressions } from '../analysis/migration/sql-suppressions';
import type { ActionPage } from './code-actions';
import { type MigrationView, shownFindings } from './migration-view';
import type { OpenDocuments } from './open-documents';
import { askForPlanValue, planRemedies } from './plan-remedies';
import { askForMigrationRolloutValue, isLarge, migrationRollouts } from './rollouts/rollout-remedies';
import { ignoreBefore, type SuppressionPage } from './suppression-edits';
import { suppressionRemedies } from './suppression-remedies';

/** What can be done about the findings of a migration. The text of one that is applied somewhere is never changed. */
export function migrationActions(view: MigrationView, documents: Pick<OpenDocuments, 'at'>): ActionPage {
  const { uri, text, version, positions, analysis } = view;
  const page: SuppressionPage = { text, positions, mark: '--', suppressions: () => sqlSuppressions(analysis.script, text) };
  return {
    uri,
    version,
    positions,
    findings: shownFindings(view),
    shows: () => [],
    asks: (finding) => {
      if (analysis.facts.state !== 'pending') return [];
      return [...askForPlanValue(view, finding), ...askForMigrationRolloutValue(view, finding)];
    },
    remedies: (finding) => {
      if (analysis.facts.state !== 'pending') return [];
      const statement = finding.statement === null ? undefined : analysis.statements[finding.statement];
      const here = statement === undefined ? null : ignoreBefore(page, finding.rule, statement.span.start);
      const [plans, rollouts] = [planRemedies(view, finding), migrationRollouts(view, finding, documents)];
      const inOrder = isLarge(view.sizes, finding.relation) ? [...rollouts, ...plans] : [...plans, ...rollouts];
      return [...inOrder, ...suppressionRemedies(page, finding, here)];
    },
  };
}
