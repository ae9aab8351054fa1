import { byteWords } from '../../analysis/statistics/size-words';
import { timeWords } from '../../analysis/wording/time-words';
import { ageWords } from '../sessions/age';
import { markdownTable } from '../status/markdown';
import { timeOf } from '../status/words';
import { eventLine } from './event-line';
import type { CheckResult, DeployOutcome, StandingBackup } from './outcome';
import { halfBuiltWords } from './verify';

/** What a deploy was, for people, in Markdown: kept beside the project or where the team wants it. Without secrets, as everything in the outcome. */
export function deployReport(outcome: DeployOutcome): string {
  const sections = [
    `# Deploy to ${outcome.environment}: ${typeWords[outcome.type]}`,
    outcome.words,
    facts(outcome),
    ...next(outcome),
    '## Migrations',
    migrations(outcome),
    '## Time line',
    timeLine(outcome),
    '## Gates',
    gates(outcome.checks),
    ...overridden(outcome),
    ...verification(outcome),
    ...output(outcome, 'prisma', 'What Prisma has printed'),
    ...output(outcome, 'smoke-test', 'What the smoke test has printed'),
  ];
  return `${sections.join('\n\n')}\n`;
}

const typeWords: Readonly<Record<DeployOutcome['type'], string>> = {
  deployed: 'deployed',
  'nothing-to-do': 'nothing to do',
  refused: 'refused',
  failed: 'failed',
  cancelled: 'cancelled',
};

function facts({ target, kind, by, beganAt, endedAt, prismaVersion, backup, standingBackup }: DeployOutcome): string {
  const rows = [
    ['database', target === null ? '' : `\`${target}\``],
    ['kind', kind],
    ['by', by],
    ['began', `${timeOf(beganAt)} UTC`],
    ['took', timeWords(Date.parse(endedAt) - Date.parse(beganAt))],
    ['Prisma', prismaVersion ?? 'not found'],
    [
      'backup',
      backup === null
        ? standingWords(standingBackup)
        : `\`${backup.path}\`, ${byteWords(backup.bytes)}${backup.isVerified ? ', verified' : ''}`,
    ],
  ];
  return markdownTable(['', ''], rows);
}

function standingWords(standing: StandingBackup | null): string {
  if (standing === null) return 'none was made by this deploy, and no earlier one of this database is known';
  const { name, isVerified, age } = standing;
  return `none was made by this deploy; the newest one was ${ageWords(age)} old when it began${isVerified ? ', verified' : ', not verified'}: \`${name}\``;
}

function next(outcome: DeployOutcome): readonly string[] {
  if (outcome.failed === null) return [];
  const { migration, statement, code, message, next: lines } = outcome.failed;
  const place = migration === null ? '' : `\`${migration}\`${statement === null ? '' : `, statement ${statement + 1}`}: `;
  return ['## What failed', `${place}${code === null ? '' : `${code}. `}${message}`, `Next:\n\n\`\`\`sh\n${lines.join('\n')}\n\`\`\``];
}

function migrations({ pending, applied, timeLine, failed }: DeployOutcome): string {
  if (pending.length === 0) return 'None was pending.';
  const rows = pending.map((name) => {
    const ended = timeLine.findLast(({ event }) => event.type === 'migration-ended' && event.migration === name)?.event;
    const took = ended?.type === 'migration-ended' && ended.milliseconds !== null ? timeWords(ended.milliseconds) : '';
    return [`\`${name}\``, applied.includes(name) ? 'applied' : failed?.migration === name ? 'failed' : 'not applied', took];
  });
  return markdownTable(['migration', 'now', 'took'], rows);
}

/** Without what programs have printed and what gates have said: they have sections of their own. */
function timeLine(outcome: DeployOutcome): string {
  const shown = outcome.timeLine.filter(({ event }) => event.type !== 'output' && event.type !== 'check');
  const rows = shown.flatMap(({ at, event }) => {
    const line = eventLine(event);
    return line === null ? [] : [[at.slice(11, 23), line]];
  });
  return rows.length === 0 ? 'Nothing was begun.' : markdownTable(['UTC', ''], rows);
}

function gates(checks: readonly CheckResult[]): string {
  if (checks.length === 0) return 'None was asked.';
  return markdownTable(
    ['', 'gate', 'evidence'],
    checks.map(({ state, title, evidence }) => [state, title, evidence]),
  );
}

/** Who has gone on in spite of which gate, and why. */
function overridden({ checks, by }: DeployOutcome): readonly string[] {
  const rows = checks.flatMap(({ title, reason }) => (reason === null ? [] : [[title, reason, by]]));
  return rows.length === 0 ? [] : ['## Overridden gates', markdownTable(['gate', 'reason', 'by'], rows)];
}

function verification({ verification }: DeployOutcome): readonly string[] {
  if (verification === null) return [];
  const { halfBuilt, smokeTest } = verification;
  const built =
    halfBuilt === null
      ? []
      : halfBuilt.length === 0
        ? ['- No index is half built and no constraint is left unvalidated by it.']
        : halfBuilt.map((found) => `- ${halfBuiltWords(found)}`);
  const tested =
    smokeTest === null
      ? '- There is no smoke test.'
      : `- Smoke test \`${smokeTest.command}\`: ${smokeTest.state}, ${timeWords(smokeTest.milliseconds)}.`;
  return ['## Verification', [...built, tested].join('\n')];
}

function output({ timeLine }: DeployOutcome, from: 'prisma' | 'smoke-test', title: string): readonly string[] {
  const lines = timeLine.flatMap(({ event }) => (event.type === 'output' && event.from === from ? [event.text] : []));
  const text = lines.join('\n').trim();
  if (text === '') return [];
  // A fence that is longer than any in the text.
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  return [`## ${title}`, `${fence}\n${text}\n${fence}`];
}
