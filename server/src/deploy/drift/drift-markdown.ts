import { cell, commandSpan, inCode } from '../../analysis/wording/markdown-text';
import { counted } from '../../analysis/wording/wording';
import { markdownTable } from '../status/markdown';
import { againstWords, type Difference, driftedName } from './difference';
import type { DriftFound } from './drift';

/** The document of a comparison. */
export function driftMarkdown(found: DriftFound): string {
  const { environment, against, target, differences, ignored, unusedIgnores, notes, serverVersion } = found;
  const [prismas, others] = [differences.filter(isPrismas), differences.filter((one) => !isPrismas(one))];
  const parts = [
    `# Drift of ${environment}`,
    `${inCode(target)} (${serverVersion}) against ${againstWords[against]}: **${verdict(found)}**`,
    ...(prismas.length === 0 ? [] : ['## What Prisma manages', table(prismas)]),
    ...(others.length === 0 ? [] : ['## What Prisma leaves alone', table(others)]),
    ...(notes.length === 0 ? [] : ['## To know', notes.map((note) => `- ${cell(note)}`).join('\n')]),
    ...(ignored.length === 0 ? [] : [`${counted(ignored.length, 'difference')} left out by ${inCode('drift.ignore')} in lockstep.json.`]),
    ...unusedIgnores.map((entry) => `${inCode(entry)} in ${inCode('drift.ignore')} matches nothing any more.`),
    ...(differences.length === 0 ? [] : ['## What can be done', nextSteps(found)]),
  ];
  return `${parts.join('\n\n')}\n`;
}

export function verdict({ differences, against }: DriftFound): string {
  if (differences.length === 0) return `no drift: the database is what ${againstWords[against]} says`;
  return counted(differences.length, 'difference');
}

export function isPrismas({ concerns }: Difference): boolean {
  return concerns === 'prisma';
}

function table(differences: readonly Difference[]): string {
  const code = (text: string | null): string => (text === null || text === '' ? '–' : inCode(shortened(text)));
  const rows = differences.map((one) => [one.sentence, code(one.database), code(one.expected), inCode(driftedName(one))]);
  return markdownTable(['difference', 'in the database', 'expected', 'name'], rows);
}

function shortened(text: string): string {
  return text.length <= 160 ? text : `${text.slice(0, 159)}…`;
}

function nextSteps({ environment, against }: DriftFound): string {
  const adopt = `- Make it part of the history: ${commandSpan(`lockstep diff --env ${environment} --adopt <name>`)} writes a migration, which is marked as applied here.`;
  return [
    ...(against === 'history' ? [adopt] : []),
    `- Put the database back: ${commandSpan(`lockstep diff --env ${environment}${against === 'schema' ? ' --against schema' : ''} --format sql`)} prints the statements. They are never run by Lockstep.`,
    `- Leave it as it is: a name of the table above in ${inCode('drift.ignore')} of lockstep.json.`,
  ].join('\n');
}
