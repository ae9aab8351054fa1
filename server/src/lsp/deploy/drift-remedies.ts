import { join } from 'node:path';
import { adopt } from '../../deploy/drift/adopt';
import type { DriftFound } from '../../deploy/drift/drift';
import { withIgnores } from '../../deploy/drift/ignore-object';
import { putBack } from '../../deploy/drift/put-back';
import { readLocalMigrations } from '../../deploy/status/local-migrations';
import type { Project } from '../../project/project';
import { readText } from '../../project/read-files';
import type { RemedyEnd } from '../../protocol';
import { uriOf } from '../paths';
import { positionsOf } from '../positions';
import { refused } from './given';

/** The migration that makes what the database has part of the history, as an edit, and what to do with it. */
export async function adopted(found: DriftFound, project: Project): Promise<RemedyEnd> {
  const names = readLocalMigrations(project).map(({ name }) => name);
  const adoption = adopt({ found, project, names, now: new Date() });
  if (!adoption.ok) return refused(adoption.reason);
  const { migration, losses, remaining, next } = adoption;
  const uri = uriOf(join(project.migrationsDirectory ?? project.root, migration.name, 'migration.sql'));
  const title = `Adopt ${migration.name}`;
  const steps = next.map(({ command, why }, index) => `${index + 1}. \`${command}\`: ${why}`);
  const lines = [
    `# ${title}`,
    listed('What databases that follow the history lose', losses),
    listed('What stays', remaining),
    `## Next\n\n${steps.join('\n')}`,
  ];
  return {
    ...{ state: 'done', words: `${migration.name} is written.` },
    document: { title, text: `${lines.filter((line) => line !== '').join('\n\n')}\n` },
    edit: { label: title, description: losses.join(' ') || null, creates: [{ uri, text: migration.text }], changes: [] },
  };
}

/** The SQL that puts the database back. It is shown, and never run by us. */
export function puttingBack(found: DriftFound, project: Project): RemedyEnd {
  const { text, losses, remaining } = putBack(found, project);
  if (text === '') return refused(remaining[0] ?? 'Nothing of it can be written as SQL.');
  const title = `Put ${found.environment} back`;
  const lines = [
    `# ${title}`,
    'Nothing of it was run.',
    `\`\`\`sql\n${text}\`\`\``,
    listed('What is lost', losses),
    listed('What stays', remaining),
  ];
  return { state: 'done', words: title, document: { title, text: `${lines.filter((line) => line !== '').join('\n\n')}\n` } };
}

/** `drift.ignore` of lockstep.json with these objects too. */
export function ignoring(project: Project, objects: readonly string[]): RemedyEnd {
  const written = withIgnores(project, objects);
  if (!written.ok) return refused(written.problem);
  const uri = uriOf(written.path);
  const label = `Ignore ${objects.length === 1 ? objects[0] : `${objects.length} objects`}`;
  const before = readText(written.path) ?? '';
  const whole = { uri, version: null, text: written.text, range: positionsOf(before).range({ start: 0, end: before.length }) };
  const edit = written.isNew
    ? { label, description: null, creates: [{ uri, text: written.text }], changes: [] }
    : { label, description: null, creates: [], changes: [whole] };
  return { state: 'done', words: `lockstep.json ignores ${objects.join(', ')}.`, document: null, edit };
}

function listed(heading: string, sentences: readonly string[]): string {
  return sentences.length === 0 ? '' : `## ${heading}\n\n${sentences.map((sentence) => `- ${sentence}`).join('\n')}`;
}
