import { strongerLock } from '../../../analysis/effects/lock-mode';
import type { SeenEffect } from '../rehearsal';
import type { Session } from '../session';
import { type HeldLocks, readLocks } from './relations';

/** Runs a statement outside of a transaction, and says which locks it was seen with. */
export type Watch = <T>(body: () => Promise<T>) => Promise<{
  readonly value: T;
  readonly locks: HeldLocks;
  readonly watched: SeenEffect['watched'];
}>;

/** Where there is one connection only, nobody can look while it works. */
export const watchNothing: Watch = async (body) => ({ value: await body(), locks: new Map(), watched: 'not-watched' });

/** Milliseconds between two looks. */
const interval = 5;

/** Looks at the locks of a backend from a second connection for as long as the statement runs. */
export function watchBackend(observer: Session, backend: string): Watch {
  return async (body) => {
    let ended = false;
    const running = body().finally(() => {
      ended = true;
    });
    const locks = new Map<string, ReturnType<HeldLocks['get']> & string>();
    const looking = (async () => {
      while (!ended) {
        for (const [oid, mode] of await readLocks(observer, backend)) {
          const known = locks.get(oid);
          locks.set(oid, known === undefined ? mode : strongerLock(known, mode));
        }
        await new Promise((resolve) => setTimeout(resolve, interval));
      }
    })();
    const [value] = await Promise.all([running, looking]);
    return { value, locks, watched: 'sampled' };
  };
}
