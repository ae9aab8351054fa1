import { clauseText } from './clause';
import { instantOnly, type PlanKind, refused } from './plan';

/** A statement that waits for a lock gives up soon, so that nobody waits behind it for long. */
export const setLockTimeout: PlanKind = {
  id: 'set-lock-timeout',
  summary: 'Sets a lock_timeout at the top of the file, and takes it back at the end of it.',
  answers: ['missing-lock-timeout', 'partition-detach-blocks'],
  make: (_, { statements, text, lockTimeout }) => {
    const [first, last] = [statements[0], statements.at(-1)];
    const [top, bottom] = [first?.operations[0], last?.operations.at(-1)];
    if (first === undefined || last === undefined || top === undefined || bottom === undefined) return null;
    if (statements.some(({ effect }) => !effect.transactional))
      return refused('a statement of the file refuses a transaction, and stands alone');
    const value = lockTimeout ?? '5s';
    // Not SET LOCAL, which does nothing where each statement commits on its own. RESET: the connection goes on to the next migration.
    const ahead = [`SET lock_timeout = '${value}'`];
    const behind = ['RESET lock_timeout'];
    const replacement = { replacement: clauseText(text, top) };
    return {
      ok: true,
      plan: {
        id: setLockTimeout.id,
        title: `Give up after ${value} of waiting for a lock: SET lock_timeout`,
        way: 'one-release',
        preferred: true,
        promise: instantOnly('ACCESS EXCLUSIVE'),
        replaces:
          top === bottom
            ? [{ statement: first.index, operation: top, ...replacement, ahead, behind }]
            : [
                { statement: first.index, operation: top, ...replacement, ahead },
                { statement: last.index, operation: bottom, replacement: clauseText(text, bottom), behind },
              ],
        steps: [],
      },
    };
  },
};
