import type { RestoreJob } from '../../deploy/restore/job';
import type { LeftState, RestoreOutcome } from '../../deploy/restore/outcome';
import { previewRestore } from '../../deploy/restore/preview-restore';
import { restore } from '../../deploy/restore/restore';
import type { RestoreEnd, RestoreOperation } from '../../protocol';
import { toldOf } from './backups';
import { type GivenEnvironment, refused } from './given';

/** Says what bringing a backup back would do, or does it: beside what is there, or in its place. */
export async function restoreBackup(given: GivenEnvironment, operation: RestoreOperation): Promise<RestoreEnd> {
  const { project, environment, sources, onEvent, abort } = given;
  const { connection, name } = environment;
  const job: RestoreJob = {
    ...{ project, sources, abort },
    backup: operation.path,
    target: operation.to === 'scratch' ? { type: 'scratch', name, connection } : { type: 'environment', environment },
    clean: operation.isClean,
    confirmed: operation.confirmed,
    backUpFirst: true,
    variables: sources.variables,
    now: new Date(),
    onEvent: (event) => onEvent(toldOf(event)),
  };
  return operation.isPreview ? previewed(job, name) : endOf(await restore(job), name);
}

async function previewed(job: RestoreJob, name: string): Promise<RestoreEnd> {
  const preview = await previewRestore(job);
  switch (preview.type) {
    case 'done': {
      const { sentences, confirmation } = preview.value;
      const title = `Before the restore for ${name}`;
      const document = { title, text: `# ${title}\n\n${sentences.map((sentence) => `- ${sentence}`).join('\n')}\n` };
      return { state: 'done', words: sentences.join(' '), document, ...(confirmation !== null && { confirmation }) };
    }
    case 'refused':
    case 'failed':
      return { state: preview.type, words: `${preview.problem.message} ${preview.problem.help}`, document: null };
    case 'cancelled':
      return { state: 'cancelled', words: 'It was cancelled. Nothing was changed.', document: null };
  }
}

function endOf(outcome: RestoreOutcome, name: string): RestoreEnd {
  switch (outcome.type) {
    case 'restored': {
      const { scratch, target, checks, freshBackup, warnings } = outcome;
      const words = scratch === null ? `Restored into ${name}.` : `Restored into ${scratch}.`;
      const facts = [
        `Into: \`${scratch ?? target}\``,
        ...(freshBackup === null ? [] : [`What was there before: \`${freshBackup.path}\``]),
        ...checks.map((check) => `✓ ${check}`),
        ...warnings.map((warning) => `! ${warning}`),
      ];
      const title = `Restore for ${name}`;
      return { state: 'done', words, document: { title, text: `# ${title}\n\n${facts.map((fact) => `- ${fact}`).join('\n')}\n` } };
    }
    case 'refused':
      return refused(`${outcome.problem.message} ${outcome.problem.help}`);
    case 'failed': {
      const { problem, left, freshBackup } = outcome;
      return {
        state: 'failed',
        words: [problem.message, leftWords[left], freshWords(freshBackup?.path), problem.help].join(' ').trim(),
        document: null,
      };
    }
    case 'cancelled':
      return {
        state: 'cancelled',
        words: `The restore was cancelled. ${leftWords[outcome.left]} ${freshWords(outcome.freshBackup?.path)}`.trim(),
        document: null,
      };
  }
}

const leftWords: Readonly<Record<LeftState, string>> = {
  unchanged: 'What was there is unchanged.',
  partial: 'A part of the backup is there, and what was there before is gone.',
  unknown: 'The connection was lost when the server may have committed: look at what is there.',
  restored: 'All of the backup is there.',
};

function freshWords(path: string | undefined): string {
  return path === undefined ? '' : `The backup of what was there: ${path}.`;
}
