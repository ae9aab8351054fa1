import type { MigrationFile } from '../../project/snapshot';
import type { RehearsalEvent } from './outcome';
import type { Session } from './session';

/** Splits a text into what a server takes as one statement each. */
export type Split = (text: string) => readonly string[];

export interface HistoryRun {
  readonly session: Session;
  readonly migrations: readonly Pick<MigrationFile, 'name' | 'text'>[];
  readonly split: Split;
  readonly onEvent: (event: RehearsalEvent) => void;
  readonly abort: AbortSignal;
}

/** A statement of the history that the copy refuses. */
export interface LeftOut {
  readonly migration: string;
  readonly message: string;
}

/**
 * Runs what is applied already, without measuring. A statement that fails here has not failed where it was applied: it is left out, told, and the
 * others go on, each by itself.
 */
export async function runHistory({ session, migrations, split, onEvent, abort }: HistoryRun): Promise<readonly LeftOut[]> {
  const leftOut: LeftOut[] = [];
  for (const [index, { name, text }] of migrations.entries()) {
    abort.throwIfAborted();
    onEvent({ type: 'history', done: index, of: migrations.length });
    // What ends its own transaction cannot be run a second time.
    const whole = mayEndTransaction.test(text) ? null : await session.run(text);
    if (whole?.ok === true) continue;
    if (whole !== null) await session.run('ROLLBACK');
    for (const statement of split(text)) {
      if (controlsTransaction.test(statement)) continue;
      const ran = await session.run(statement);
      if (!ran.ok) leftOut.push({ migration: name, message: ran.error.message });
    }
  }
  onEvent({ type: 'history', done: migrations.length, of: migrations.length });
  return leftOut;
}

/** Also the body of a function, which then is run by itself as well as together with others. */
const mayEndTransaction = /^\s*(begin|commit|rollback|start\s+transaction|end)\b[^;]*(;|$)/im;

const controlsTransaction = /^(begin|commit|rollback|start\s+transaction|end)\b/i;

/** Sentences for people, a few at most. */
export function leftOutNotes(leftOut: readonly LeftOut[]): readonly string[] {
  const shown = leftOut
    .slice(0, 5)
    .map(({ migration, message }) => `The copy refuses a statement of ${migration}: ${message.replace(/\.?$/, '.')}`);
  const more = leftOut.length - shown.length;
  return more > 0 ? [...shown, `It refuses ${more} more statements of the history.`] : shown;
}
