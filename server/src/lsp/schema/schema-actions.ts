import type { Command } from 'vscode-languageserver';
import { schemaSuppressions } from '../../analysis/migration/schema-suppressions';
import { withEdits } from '../../analysis/plans/clause';
import { formattedAtOnce } from '../../analysis/plans/rollout/block-format';
import { clientCommands } from '../../protocol';
import type { ActionPage, Remedy } from '../code-actions';
import type { OpenDocuments } from '../open-documents';
import { askForSchemaRolloutValue, isLarge, schemaRollouts } from '../rollouts/rollout-remedies';
import { type Change, ignoreBelow, ignoreLine, type SuppressionPage } from '../suppression-edits';
import { suppressionRemedies } from '../suppression-remedies';
import { askForCreateValue, createRemedies } from './create-migrations';
import { requiredRemedies } from './fill-required';
import { keepNameRemedies } from './keep-name';
import { inFile, type SchemaView } from './schema-view';

/** What can be done about the findings of a schema's file, by editing that file. */
export function schemaActions(view: SchemaView, documents: Pick<OpenDocuments, 'at'>): ActionPage {
  const { uri, text, version, positions, file } = view;
  const { source, analysis } = view.schema;
  const page: SuppressionPage = {
    text,
    positions,
    mark: '//',
    suppressions: () =>
      schemaSuppressions(source, analysis.schema)
        .filter(({ span }) => span.start >= file.start && span.end <= file.start + text.length)
        .map((found) => ({
          ...found,
          span: inFile(file, found.span),
          rules: found.rules.map((rule) => ({ ...rule, span: inFile(file, rule.span) })),
        })),
  };
  return {
    uri,
    version,
    positions,
    findings: view.findings,
    shows: ({ rule }) => (rule === 'schema-not-migrated' ? [showDifference(uri)] : []),
    asks: (finding) => [...askForCreateValue(view, finding), ...askForSchemaRolloutValue(view, finding)],
    remedies: (finding) => {
      const [created, rollouts] = [createRemedies(view, finding), schemaRollouts(view, finding, documents)];
      return [
        ...keepNameRemedies(view, finding).map((remedy) => formattedRemedy(view, remedy)),
        ...(isLarge(view.sizes, finding.relation) ? [...rollouts, ...created] : [...created, ...rollouts]),
        // What asks for less than the person has written stands behind what writes all of it.
        ...requiredRemedies(view, finding).map((remedy) => formattedRemedy(view, remedy)),
        ...suppressionRemedies(page, finding, ignoreHere(page, finding.rule, finding.span.start)),
      ];
    },
  };
}

/** With the block that it touches as Prisma's formatter leaves it, where the block was formatted before. */
function formattedRemedy({ text, file, schema }: SchemaView, remedy: Remedy): Remedy {
  const changes = (): readonly Change[] | null => {
    const found = remedy.changes();
    if (found === null) return null;
    const blocks = schema.analysis.schema.blocks
      .filter(({ start }) => start >= file.start && start < file.start + text.length)
      .map(({ kind, start, span }) => ({ kind, start: start - file.start, span }));
    const { edits } = formattedAtOnce({ before: text, edits: found, text: withEdits(text, found) }, blocks);
    return edits.map((edit) => ({ ...edit, reason: null }));
  };
  return { ...remedy, changes };
}

function showDifference(uri: string): Command {
  return { title: 'Show the migration that Prisma would write', command: clientCommands.showSchemaDifference, arguments: [uri] };
}

/** Above the line; what is said at the end of a block is about one that stood below it. Null on a comment: it is no line to suppress. */
function ignoreHere(page: SuppressionPage, rule: string, at: number): Change | null {
  if (page.text[at] === '}') return ignoreBelow(page, rule, at);
  return page.text.startsWith('//', at) ? null : ignoreLine(page, rule, at);
}
