import { assertNever } from '../../analysis/assert-never';
import { inCode } from '../../analysis/wording/markdown-text';
import { counted } from '../../analysis/wording/wording';
import type { Provider } from '../../project/project';
import { ageWords } from '../sessions/age';
import { readMigrationLock } from '../sessions/lock-holders';
import { type Session, sessionName, sessionSubject } from '../sessions/session';
import { markdownTable } from '../status/markdown';
import { questionTimeLimit } from './facts';
import type { Gate } from './gate';

/** Nobody holds the lock under which Prisma migrates. */
export const migrationLock: Gate = {
  id: 'migration-lock',
  title: 'Migration lock',
  unanswered: 'skipped',
  check: async ({ environment, sources }) => {
    if (!environment.connection.ok) return { state: 'skipped', evidence: 'There is no database to ask.' };
    const found = await readMigrationLock(environment, questionTimeLimit);
    if (!found.ok) return { state: 'skipped', evidence: `Who holds it is not known: ${found.problem.message}` };
    const lock = found.value;
    switch (lock.kind) {
      case 'none':
        return { state: 'skipped', evidence: 'SQLite has no migration lock: Prisma locks the file while it migrates.' };
      case 'lock': {
        const { holder, waiting } = lock;
        if (holder === null) return { state: 'ok', evidence: 'Nobody holds the migration lock.' };
        const queue = waiting.length === 0 ? '' : ` ${counted(waiting.length, 'other session waits', 'other sessions wait')} for it.`;
        const evidence = `${sessionSubject(holder)} holds the migration lock${since(holder)}.${queue}`;
        const details = detailsOf([holder, ...waiting], environment.connection.address.provider);
        const disabled = sources.variables.PRISMA_SCHEMA_DISABLE_ADVISORY_LOCK;
        if (disabled !== undefined && disabled !== '') {
          return {
            state: 'blocked',
            evidence: `${evidence} PRISMA_SCHEMA_DISABLE_ADVISORY_LOCK is set, so Prisma would not wait for it.`,
            details,
          };
        }
        return { state: 'blocked', evidence, details, refusesOverride: 'Prisma waits 10 s for it and gives up (P1002).' };
      }
      default:
        return assertNever(lock);
    }
  },
};

/** How long is known only of the connection: no server says when a lock was taken. */
function since({ connectedFor, state, statementFor }: Session): string {
  if (connectedFor !== null) return `, connected for ${ageWords(connectedFor)}`;
  if (statementFor === null) return '';
  return `, ${state === 'Sleep' ? 'idle' : 'busy'} for ${ageWords(statementFor)}`;
}

function detailsOf([holder, ...waiting]: readonly Session[], provider: Provider): string {
  const rows = [
    ...(holder === undefined ? [] : [['holds it', ...cells(holder)]]),
    ...waiting.map((session) => ['waits', ...cells(session)]),
  ];
  const end = provider === 'mysql' ? `KILL ${holder?.pid ?? ''};` : `SELECT pg_terminate_backend(${holder?.pid ?? ''});`;
  return [
    '## Migration lock',
    'Prisma takes one lock for a whole deploy, so that two of them do not run at once. A session that is active is a deploy: wait until it has ended. One that is idle has been forgotten, by a deploy that was killed or by a pooler that keeps its connection.',
    markdownTable(['', 'session', 'state', 'connected', 'last statement', 'query'], rows),
    'This ends the session that holds it, with whatever it is doing:',
    `\`\`\`sql\n${end}\n\`\`\``,
  ].join('\n\n');
}

function cells(session: Session): readonly string[] {
  const { state, connectedFor, statementFor, query } = session;
  const age = (milliseconds: number | null): string => (milliseconds === null ? '' : ageWords(milliseconds));
  return [
    sessionName(session),
    state ?? '',
    age(connectedFor),
    statementFor === null ? '' : `${age(statementFor)} ago`,
    query === null ? '' : inCode(query),
  ];
}
