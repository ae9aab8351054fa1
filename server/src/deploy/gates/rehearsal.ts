import { counted, listed } from '../../analysis/wording/wording';
import { rehearsalMarkdown } from '../rehearsal/markdown';
import type { Rehearsal, RehearsedMigration } from '../rehearsal/rehearsal';
import type { StoredRehearsal } from '../rehearsal/stored';
import { copyWords } from '../rehearsal/words';
import { ageWords } from '../sessions/age';
import { blockedUnlessDevelopment, type Gate, type GateAnswer, type GateQuestion } from './gate';

/** What is pending has run on a copy, with the files as they are now. */
export const rehearsal: Gate = {
  id: 'rehearsal',
  title: 'Rehearsal',
  unanswered: 'skipped',
  check: async (question) => {
    const { environment, facts } = question;
    const pending = await facts.pending();
    if (pending === null) return { state: 'skipped', evidence: 'The database cannot be asked which migrations are pending.' };
    if (pending.length === 0) return { state: 'skipped', evidence: 'Nothing is pending that could be rehearsed.' };
    const stored = await facts.rehearsal();
    const answer = stored === null ? lacking('Nothing of what is pending was rehearsed.', question) : answerOf(stored, pending, question);
    return { ...answer, ...(answer.state !== 'ok' && { fix: `lockstep rehearse --env ${environment.name}` }) };
  },
};

/** Where one develops the database is the copy. */
function lacking(evidence: string, { environment }: GateQuestion): GateAnswer {
  return { state: environment.kind === 'development' ? 'skipped' : 'warning', evidence };
}

function answerOf({ rehearsal: run, stale }: StoredRehearsal, pending: readonly string[], question: GateQuestion): GateAnswer {
  const details = { details: detailsOf(run) };
  const rehearsed = new Map(run.migrations.map((migration) => [migration.name, migration]));
  const changed = pending.filter((name) => stale.includes(name));
  if (changed.length > 0) {
    return { ...lacking(`${listed(changed)} ${changed.length === 1 ? 'has' : 'have'} changed since the rehearsal.`, question), ...details };
  }
  const failed = pending.map((name) => rehearsed.get(name)).find((one) => one?.state === 'failed');
  if (failed !== undefined) {
    // What fails on rows that were made up may well run on real ones.
    if (run.copy.rows.type === 'generated') return { ...lacking(`${failure(failed)} Its rows were generated.`, question), ...details };
    return { state: blockedUnlessDevelopment(question.environment), evidence: failure(failed), ...details };
  }
  const missing = pending.filter((name) => rehearsed.get(name)?.state !== 'ran');
  if (missing.length > 0) {
    const all = missing.length === pending.length;
    const evidence = all
      ? 'Nothing of what is pending was rehearsed.'
      : `${listed(missing)} ${missing.length === 1 ? 'was' : 'were'} not rehearsed.`;
    return { ...lacking(evidence, question), ...details };
  }
  const ran = run.migrations.filter(({ name }) => pending.includes(name));
  const evidence = `${counted(ran.length, 'migration has', 'migrations have')} run on ${run.copy.server}, ${copyWords(run)}, ${ago(run, question.now)}.`;
  const doubt = doubtAbout(run, ran);
  return doubt === null ? { state: 'ok', evidence, ...details } : { ...lacking(`${evidence} ${doubt}`, question), ...details };
}

function failure({ name, statements }: RehearsedMigration): string {
  const statement = statements.find(({ state }) => state === 'failed');
  if (statement === undefined) return `${name} failed in the rehearsal.`;
  const { line, error, reason } = statement;
  const why = error?.message.split('\n')[0] ?? reason ?? 'no reason was given';
  return `${name} failed in the rehearsal, line ${line}: ${why}${/[.?!]$/.test(why) ? '' : '.'}`;
}

/** What keeps a rehearsal from saying much; null where nothing does. */
function doubtAbout({ copy }: Rehearsal, ran: readonly RehearsedMigration[]): string | null {
  const statements = ran.flatMap((migration) => migration.statements);
  const skipped = statements.filter(({ state }) => state === 'skipped').length;
  if (skipped > 0) return `${counted(skipped, 'statement was', 'statements were')} left out.`;
  const grows = statements.some(({ foretold }) => foretold?.grows === true);
  return copy.rows.type === 'none' && grows ? 'There were no rows, so it says nothing of time.' : null;
}

function ago({ startedAt }: Rehearsal, now: Date): string {
  const age = now.getTime() - Date.parse(startedAt);
  return age >= 0 ? `${ageWords(age)} ago` : 'just now';
}

/** As a section: its own title gives way. */
function detailsOf(run: Rehearsal): string {
  const done = { rehearsal: run, path: null, left: null };
  const hasFailed = run.migrations.some(({ state }) => state === 'failed');
  const document = rehearsalMarkdown(hasFailed ? { outcome: 'failed', ...done } : { outcome: 'passed', ...done }, 'Rehearsal');
  return document.replace(/^#/gm, '##').trimEnd();
}
