import { executionSentence } from '../../analysis/migration/effect-words';
import { ageWords, rowWords } from '../../analysis/statistics/size-words';
import { cell, commandSpan, inCode } from '../../analysis/wording/markdown-text';
import { timeWords } from '../../analysis/wording/time-words';
import { counted, objectName } from '../../analysis/wording/wording';
import type { MigrationPreview } from '../../deploy/preview/migration-preview';
import { findingLine, statementTable } from '../../deploy/preview/statement-table';
import type { BackfillCost } from '../../deploy/pull-request/backfill-costs';
import type { PullRequest, ReportedMigration } from '../../deploy/pull-request/pull-request';
import type { ReportedProject } from './pull-request';

/** For the description of a pull request, or a comment on it: what matters first, the checklist last. */
export function pullRequestMarkdown({ path, snapshot: { project }, pullRequest }: ReportedProject): string {
  const { migrations, schema, backfills, checklist } = pullRequest;
  const heading = `## Migrations${path === '.' ? '' : ` of ${inCode(path)}`}`;
  const versions = `PostgreSQL ${project.settings.server.postgresql} · Prisma ${project.prismaVersion ?? 'of unknown version'}`;
  const unwritten =
    schema.changes === 0
      ? []
      : [`${counted(schema.changes, 'change')} of the schema ${schema.changes === 1 ? 'is' : 'are'} in no migration yet.`];
  if (migrations.length === 0) return `${[heading, 'No migration is pending.', ...unwritten].join('\n\n')}\n`;
  return `${[
    heading,
    `**${verdict(migrations)}**`,
    `${countsOf(migrations)} · ${versions}${sizeNote(pullRequest)}`,
    ...unwritten,
    ...migrations.flatMap(migrationParts),
    ...(backfills.length === 0 ? [] : ['### Rows that are changed', backfills.map(backfillLine).join('\n')]),
    '### Going back',
    migrations.toReversed().map(rollbackLine).join('\n'),
    '### Before the deploy',
    tasks(checklist.before),
    '### After the deploy',
    tasks(checklist.after),
  ].join('\n\n')}\n`;
}

/** The worst thing, in a sentence. Names lose their quotes: in Markdown `User.status` reads better than "User"."status". */
function verdict(migrations: readonly ReportedMigration[]): string {
  const findings = migrations.flatMap(({ preview }) => preview.findings).map(({ finding }) => finding);
  const worst = findings.find(({ severity }) => severity === 'error') ?? findings.find(({ severity }) => severity === 'warning');
  if (worst !== undefined) return cell(worst.message.replaceAll('"', '`').replaceAll('`.`', '.'));
  const unread = migrations.reduce((sum, { preview }) => sum + preview.unanalysed, 0);
  if (unread > 0) return `${counted(unread, 'statement')} could not be analysed; nothing was found in the others.`;
  return 'Nothing here loses data, fails on existing rows, or holds up a table that is in use.';
}

function countsOf(migrations: readonly ReportedMigration[]): string {
  const findings = migrations.flatMap(({ preview }) => preview.findings);
  const count = (severity: string): number => findings.filter(({ finding }) => finding.severity === severity).length;
  const statements = migrations.reduce((sum, { preview }) => sum + preview.statements.length, 0);
  return [
    `${counted(migrations.length, 'migration')}, ${counted(statements, 'statement')}`,
    `${counted(count('error'), 'error')}, ${counted(count('warning'), 'warning')}`,
  ].join(' · ');
}

function sizeNote({ sizes, now }: PullRequest): string {
  return sizes === null ? '' : ` · sizes of ${sizes.environment}, ${ageWords(now.getTime() - Date.parse(sizes.takenAt))}`;
}

function migrationParts({ preview }: ReportedMigration): readonly string[] {
  const { file, execution, statements } = preview;
  const matters = statements.filter(({ summary, isAnalysed, milliseconds }) => summary !== null || !isAnalysed || milliseconds !== null);
  const harmless = statements.length - matters.length;
  const rest = `${counted(harmless, matters.length === 0 ? 'statement' : 'other statement')}, ${harmless === 1 ? 'which holds' : 'none of which holds'} up`;
  return [
    `### ${inCode(file.name)}`,
    executionSentence(execution, statements.length),
    ...(matters.length === 0 ? [] : [statementTable(matters)]),
    ...(harmless === 0
      ? []
      : [
          harmless === 1
            ? `${counted(1, matters.length === 0 ? 'statement' : 'other statement')}, which holds up no table in use.`
            : `${rest} a table in use.`,
        ]),
    ...findingList(preview),
  ];
}

function findingList({ findings }: MigrationPreview): readonly string[] {
  return findings.length === 0 ? [] : [findings.map(findingLine).join('\n')];
}

function backfillLine({ table, rows, by }: BackfillCost): string {
  const size = rows === null ? 'rows not known: `lockstep stats` takes them' : rowWords(rows);
  switch (by.type) {
    case 'statement': {
      const time = by.milliseconds === null ? '' : `, ${timeWords(by.milliseconds)} in the rehearsal`;
      return `- ${inCode(objectName(table))}: ${size}, in one statement of ${inCode(by.migration)}${time}.`;
    }
    case 'rollout': {
      const batches = by.batches === null ? '' : `, about ${counted(by.batches, 'batch', 'batches')} to begin with`;
      return `- ${inCode(objectName(table))}: ${size}${batches}, in batches: \`${by.command}\` (rollout ${inCode(by.rollout)}).`;
    }
  }
}

function rollbackLine({ preview, rollback }: ReportedMigration): string {
  const name = inCode(preview.file.name);
  if (!rollback.isPossible) return `- ${name}: ${cell(rollback.reason)}`;
  const losses = rollback.losses.length === 0 ? 'Everything is as before then.' : cell(rollback.losses.join(' '));
  return `- ${name}: ${commandSpan(rollback.command)}. ${losses}`;
}

function tasks(items: readonly string[]): string {
  return items.map((item) => `- [ ] ${item}`).join('\n');
}
