import type { LockMode } from '../../analysis/effects/lock-mode';
import { inCode } from '../../analysis/wording/markdown-text';
import { counted, listed, objectName } from '../../analysis/wording/wording';
import { milliseconds } from '../backfill/duration';
import { ageWords } from '../sessions/age';
import { type OpenTransaction, readOpenTransactions, type WantedLocks } from '../sessions/long-transactions';
import { sessionName, sessionSubject } from '../sessions/session';
import { markdownTable } from '../status/markdown';
import { questionTimeLimit } from './facts';
import { blockedUnlessDevelopment, type Gate, type GateAnswer, type GateQuestion } from './gate';
import { strongestLocks, waitsForOlder } from './pending-locks';

/** Milliseconds after which a transaction counts as long, where the environment has no lock timeout. */
const usualPatience = 5_000;

/** No old transaction is in the way of what the pending migrations lock: they would wait for it, and everybody else for them. */
export const longTransactions: Gate = {
  id: 'long-transactions',
  title: 'Long transactions',
  unanswered: 'skipped',
  check: async (question) => {
    const { environment, facts } = question;
    if (!environment.connection.ok) return { state: 'skipped', evidence: 'There is no database to ask.' };
    if (environment.connection.address.provider === 'sqlite')
      return { state: 'skipped', evidence: 'SQLite does not tell who uses the file.' };
    if (((await facts.pending()) ?? []).length === 0) return { state: 'skipped', evidence: 'Nothing is pending that would wait.' };
    const wanted = await wantedLocks(question);
    if ('state' in wanted) return wanted;
    const found = await readOpenTransactions(environment, wanted, questionTimeLimit);
    if (!found.ok) return { state: 'skipped', evidence: `Open transactions are not known: ${found.problem.message}` };
    return answerOf(found.value, question);
  },
};

/** MySQL's migrations are not analysed: there every open transaction counts. */
async function wantedLocks({ environment, facts }: GateQuestion): Promise<WantedLocks | GateAnswer> {
  const { connection } = environment;
  if (connection.ok && connection.address.provider !== 'postgresql') return { locks: new Map(), waitsForAll: true };
  const analysis = await facts.analysis();
  if (!analysis.ok) return { state: 'skipped', evidence: `What they lock is not known: ${analysis.reason}` };
  const waitsForAll = analysis.migrations.some(({ statements }) => statements.some(waitsForOlder));
  const locks = strongestLocks(analysis.migrations);
  return locks.size === 0 && !waitsForAll
    ? { state: 'ok', evidence: 'The pending migrations lock no table that is in use.' }
    : { locks, waitsForAll };
}

function answerOf(open: readonly OpenTransaction[], { environment }: GateQuestion): GateAnswer {
  const patience = milliseconds(environment.settings.lockTimeout ?? '') ?? usualPatience;
  const long = open.filter(({ session }) => session.pid === null || (session.transactionFor ?? -1) >= patience);
  const hidden = open.filter(({ session }) => session.pid !== null && session.transactionFor === null);
  const [oldest] = long;
  if (oldest !== undefined) {
    const others = long.length === 1 ? '' : ` ${counted(long.length - 1, 'other is', 'others are')} in the way too.`;
    const evidence = `${who(oldest)} open for ${ageWords(oldest.session.transactionFor ?? 0)}${what(oldest)}.${others}`;
    const state = oldest.holds.length > 0 ? blockedUnlessDevelopment(environment) : 'warning';
    return {
      state,
      evidence,
      details: detailsOf(long, hidden.length, patience, environment.connection.ok && environment.connection.address.provider === 'mysql'),
    };
  }
  if (hidden.length > 0) {
    const evidence = `${counted(hidden.length, 'session holds', 'sessions hold')} locks in the way, and this role may not see since when.`;
    return { state: 'warning', evidence, details: detailsOf(hidden, hidden.length, patience, false) };
  }
  return { state: 'ok', evidence: `No transaction older than ${ageWords(patience)} is in the way.` };
}

function who({ session }: OpenTransaction): string {
  return `${sessionSubject(session)} ${session.pid === null ? 'is' : 'has a transaction'}`;
}

function what({ holds, session }: OpenTransaction): string {
  if (holds.length === 0) return session.state === null ? '' : `, ${session.state}`;
  return ` and holds ${listed(holds.map(({ relation, mode }) => `${mode} on ${objectName(relation)}`))}`;
}

function detailsOf(transactions: readonly OpenTransaction[], hidden: number, patience: number, isMysql: boolean): string {
  const rows = transactions.map(({ session, holds }) => [
    sessionName(session),
    session.state ?? '',
    session.transactionFor === null ? 'not visible' : ageWords(session.transactionFor),
    holds
      .map(({ relation, mode }: { readonly relation: string; readonly mode: LockMode }) => `${mode} on ${objectName(relation)}`)
      .join(', '),
    session.query === null ? '' : inCode(session.query),
  ]);
  const pids = transactions.flatMap(({ session }) => session.pid ?? []);
  const prepared = transactions.some(({ session }) => session.pid === null);
  const ends = pids.map((pid) => (isMysql ? `KILL ${pid};` : `SELECT pg_terminate_backend(${pid});`));
  return [
    '## Long transactions',
    `A migration waits for every transaction that holds a lock on its tables, and whoever comes later waits behind the migration. These are older than ${ageWords(patience)}, or hide their age.`,
    markdownTable(['session', 'state', 'transaction', 'holds', 'last statement'], rows),
    ...(hidden === 0 ? [] : ['`GRANT pg_read_all_stats TO` the role of the connection URL, and their age is shown.']),
    ...(ends.length === 0
      ? []
      : [`Wait until they have ended. This ends them, with whatever they are doing:\n\n\`\`\`sql\n${ends.join('\n')}\n\`\`\``]),
    ...(prepared
      ? [
          'A prepared transaction ends with `COMMIT PREPARED` or `ROLLBACK PREPARED`: `SELECT gid, prepared, owner FROM pg_prepared_xacts;` names it.',
        ]
      : []),
  ].join('\n\n');
}
