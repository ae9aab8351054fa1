import { byteWords } from '../../../analysis/statistics/size-words';
import { cloneDatabase } from '../../backup/clone';
import type { BackupEvent } from '../../backup/outcome';
import type { Redact } from '../../connection/redact';
import type { Environment } from '../../environments/environment';
import type { Scratch } from '../../scratch/scratch';
import type { RehearsalEvent } from '../outcome';
import { type MadeCopy, noCopy } from './copy';

export interface FillClone {
  readonly source: Environment;
  readonly scratch: Scratch;
  readonly redact: Redact;
  readonly data: 'rows' | 'schema';
  readonly onEvent: (event: RehearsalEvent) => void;
  readonly abort: AbortSignal;
}

type NotFilled = Extract<MadeCopy, { readonly ok: false }>;

/** Copies what an environment holds into a scratch database. Null when it is there; rejects with the signal's reason when that aborts. */
export async function fillClone({ source, scratch, redact, data, onEvent, abort }: FillClone): Promise<NotFilled | null> {
  if (!source.connection.ok) return { ok: false, problem: source.connection.problem };
  const cloned = await cloneDatabase({
    from: source.connection,
    to: { address: scratch.address, redact },
    // Programs are found as this process finds them.
    ...{ withRows: data === 'rows', variables: process.env, abort },
    onEvent: (event) => {
      const text = wordsOf(event);
      if (text !== null) onEvent({ type: 'step', text });
    },
  });
  switch (cloned.type) {
    case 'done':
      return null;
    case 'refused':
    case 'failed':
      return noCopy(cloned.problem.message, cloned.problem.help);
    case 'cancelled':
      abort.throwIfAborted();
      return noCopy('The copy was not finished.', 'Rehearse again.');
  }
}

function wordsOf(event: BackupEvent): string | null {
  switch (event.type) {
    case 'began':
      return `Copying ${event.target} with ${event.what}`;
    case 'progress':
      return `${byteWords(event.bytes)} copied`;
    case 'step':
    case 'warning':
      return event.text;
  }
}
