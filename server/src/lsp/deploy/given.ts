import type { Environment, UrlSources } from '../../deploy/environments/environment';
import type { Project } from '../../project/project';
import type { OperationEnd, OperationEvent } from '../../protocol';

/** What an operation is given: data, and two ways to hear of each other. */
export interface Given {
  readonly project: Project;
  /** Null where the operation is about none. */
  readonly environment: Environment | null;
  readonly sources: UrlSources;
  readonly onEvent: (event: Told) => void;
  /** Aborted when the person cancels, and when the editor closes. */
  readonly abort: AbortSignal;
}

/** The same, of an operation that needs an environment. */
export interface GivenEnvironment extends Given {
  readonly environment: Environment;
}

export type Told = Omit<OperationEvent, 'token'>;

export function step(text: string): Told {
  return { text, isStep: true, done: null, total: null };
}

export function refused(words: string): OperationEnd {
  return { state: 'refused', words, document: null };
}

/** For what changes nothing, and so has nothing to tell of its end: cancelling does not wait for a database that does not answer. */
export function unlessCancelled<End extends OperationEnd>(
  abort: AbortSignal,
  what: string,
  end: Promise<End>,
): Promise<End | OperationEnd> {
  const cancelled: OperationEnd = { state: 'cancelled', words: `${what} was cancelled. Nothing was changed.`, document: null };
  if (abort.aborted) return Promise.resolve(cancelled);
  return new Promise((resolve, reject) => {
    abort.addEventListener('abort', () => resolve(cancelled), { once: true });
    end.then(resolve, reject);
  });
}
