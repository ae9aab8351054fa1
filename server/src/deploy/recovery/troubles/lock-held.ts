import type { Environment } from '../../environments/environment';
import { ageWords } from '../../sessions/age';
import { type MigrationLock, readMigrationLock } from '../../sessions/lock-holders';
import { type Session, sessionName } from '../../sessions/session';
import { lockstepLine } from '../command-line';
import type { Step, Trouble, Way } from '../recovery';
import { waitStep } from '../ways/steps';

/** Milliseconds for asking who has the lock. */
const lockLimit = 5000;

/** Who migrates this database now; null where nobody does, or nobody can tell. */
export async function lockHolder(environment: Environment): Promise<Session | null> {
  const answer = await readMigrationLock(environment, lockLimit);
  const lock: MigrationLock | null = answer.ok ? answer.value : null;
  return lock?.kind === 'lock' ? lock.holder : null;
}

export function lockHeld(holder: Session, environment: Environment): Trouble {
  return {
    kind: 'lock-held',
    code: 'P1002',
    title: `Somebody else holds Prisma's migration lock: ${sessionName(holder)}.`,
    facts: [...sessionFacts(holder), 'A deploy waits 10 s for the lock and ends with P1002; nothing of it has run then.'],
    detail: null,
    ways: waitOrEnd(holder, environment),
  };
}

/** A migration that is begun while somebody holds the lock is no failure. */
export function running(migration: string, holder: Session, environment: Environment): Trouble {
  return {
    kind: 'running',
    code: null,
    migration,
    title: `${migration} is being applied now by ${sessionName(holder)}.`,
    facts: [...sessionFacts(holder), 'It is not marked as finished before it ends; that is no failure.'],
    detail: null,
    ways: waitOrEnd(holder, environment),
  };
}

function sessionFacts({ state, transactionFor, statementFor, query }: Session): readonly string[] {
  const since = transactionFor ?? statementFor;
  return [
    ...(state === null ? [] : [`The session is ${state}${since === null ? '' : `, since ${ageWords(since)}`}.`]),
    ...(query === null ? [] : [`Its last statement: ${query}`]),
  ];
}

function waitOrEnd(holder: Session, environment: Environment): readonly Way[] {
  const again = lockstepLine('recover', '--env', environment.name);
  const wait = waitStep('Wait until it has ended', 'A migration that is interrupted may stay half applied.', again);
  const end = endStep(holder, environment);
  return [
    { title: 'Wait', steps: [wait] },
    ...(end === null ? [] : [{ title: 'End the session, where nobody works in it any more', steps: [end] }]),
  ];
}

function endStep({ pid }: Session, { connection }: Environment): Step | null {
  if (pid === null || !connection.ok) return null;
  const sql = connection.address.provider === 'mysql' ? `KILL ${pid};\n` : `SELECT pg_terminate_backend(${pid});\n`;
  return {
    kind: 'cancel-session',
    title: `End session ${pid}`,
    why: 'A client that was killed, or a pooler, may keep the lock as long as its connection lives.',
    command: null,
    sql,
    preview: 'The server ends the connection and rolls back its open transaction; the lock is free then.',
  };
}
