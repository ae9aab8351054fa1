import { executionSentence } from '../../analysis/migration/effect-words';
import { ageWords } from '../../analysis/statistics/size-words';
import { cell, inCode } from '../../analysis/wording/markdown-text';
import { timeWords } from '../../analysis/wording/time-words';
import { counted } from '../../analysis/wording/wording';
import { environmentWords } from '../status/words';
import type { DeployPreview } from './deploy-preview';
import type { MigrationPreview } from './migration-preview';
import { findingLine, statementTable } from './statement-table';

/** The document of a preview: what would run, statement by statement. */
export function previewMarkdown(preview: DeployPreview): string {
  const { environment, target, status, pending, migrations, unanalysed, notes } = preview;
  const parts = [
    `# Deploy to ${environment}`,
    `${inCode(target)} · ${environmentWords(status)}`,
    ...(pending.length === 0 ? ['Nothing is pending: a deploy would change nothing.'] : []),
    ...(unanalysed === null ? [] : [`${cell(unanalysed)} Pending: ${pending.map(inCode).join(', ')}.`]),
    ...(migrations.length === 0 ? [] : [`${countsOf(preview)}${sizeNote(preview)}`]),
    ...rehearsalNote(preview),
    ...notes.map(cell),
    ...migrations.flatMap(migrationParts),
  ];
  return `${parts.join('\n\n')}\n`;
}

function countsOf({ migrations }: DeployPreview): string {
  const statements = migrations.flatMap((migration) => migration.statements);
  const measured = statements.flatMap(({ milliseconds }) => (milliseconds === null ? [] : [milliseconds]));
  const time = timeWords(measured.reduce((sum, one) => sum + one, 0));
  const rest = statements.length - measured.length;
  return [
    `${counted(migrations.length, 'migration')}, ${counted(statements.length, 'statement')}`,
    ...(measured.length === 0 ? [] : [`${time} in the rehearsal${rest === 0 ? '' : `, without ${counted(rest, 'statement')}`}`]),
  ].join(' · ');
}

function sizeNote({ sizes, now }: DeployPreview): string {
  if (sizes === null) return ' · sizes of tables are not known: `lockstep stats` takes them';
  return ` · sizes of ${sizes.environment}, ${ageWords(now.getTime() - Date.parse(sizes.takenAt))}`;
}

/** What was measured on another day, or before a file was edited, is told as that. */
function rehearsalNote({ rehearsal, now }: DeployPreview): readonly string[] {
  if (rehearsal === null) return [];
  const of = rehearsal.of === null ? 'of the history' : `of ${rehearsal.of}`;
  const age = ageWords(now.getTime() - Date.parse(rehearsal.at));
  const stale =
    rehearsal.stale.length === 0 ? '' : ` Edited since, and not counted from there on: ${rehearsal.stale.map(inCode).join(', ')}.`;
  return [`Times are those of the rehearsal ${of}, ${age}.${stale}`];
}

function migrationParts({ file, execution, statements, findings, unanalysed }: MigrationPreview): readonly string[] {
  return [
    `## ${inCode(file.name)}`,
    executionSentence(execution, statements.length),
    ...(statements.length === 0 ? [] : [statementTable(statements)]),
    ...(unanalysed === 0 ? [] : [`${counted(unanalysed, 'statement')} could not be analysed: nothing is known of what happens there.`]),
    ...(findings.length === 0 ? [] : [findings.map(findingLine).join('\n')]),
  ];
}
