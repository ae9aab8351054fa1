import { findLeftovers, leftoverWords, removeLeftovers } from '../../deploy/rehearsal/leftovers';
import { rehearsalMarkdown } from '../../deploy/rehearsal/markdown';
import type { RehearsalEvent, RehearsalOutcome } from '../../deploy/rehearsal/outcome';
import { rehearse } from '../../deploy/rehearsal/rehearse';
import { eventWords, outcomeWords } from '../../deploy/rehearsal/words';
import { dropRestored, findRestored, restoredWords } from '../../deploy/restore/restored-scratches';
import { cacheDirectoryFor } from '../../project/cache-location';
import { cachedStatisticsOf } from '../../project/statistics/cached-statistics-of';
import type { LeftoversEnd, OperationEnd } from '../../protocol';
import { type Given, refused, step, type Told, unlessCancelled } from './given';

/** Runs pending migrations on a throw-away copy. */
export async function rehearsal({ project, environment, sources, onEvent, abort }: Given, rows: number): Promise<OperationEnd> {
  const outcome = await rehearse({
    ...{ project, environment, sources, rows, abort },
    scope: { type: 'pending' },
    since: null,
    keep: false,
    statistics: environment === null ? null : cachedStatisticsOf(cacheDirectoryFor(project.root), project.root, environment.name),
    onEvent: (event) => {
      const told = toldOf(event);
      if (told !== null) onEvent(told);
    },
    now: new Date(),
  });
  return endOf(outcome, environment === null ? 'Rehearsal of the history' : `Rehearsal for ${environment.name}`);
}

function toldOf(event: RehearsalEvent): Told | null {
  const text = eventWords(event);
  if (text === null) return null;
  switch (event.type) {
    case 'history':
      return { text, isStep: false, done: event.done, total: event.of };
    case 'rows':
      return { text, isStep: false, done: null, total: null };
    case 'migration':
      return { text, isStep: true, done: event.index, total: event.of };
    case 'step':
    case 'statement':
    case 'statement-done':
    case 'migration-done':
      return step(text);
  }
}

function endOf(outcome: RehearsalOutcome, title: string): OperationEnd {
  const words = outcomeWords(outcome);
  const document = { title, text: rehearsalMarkdown(outcome, title) };
  switch (outcome.outcome) {
    case 'passed':
      return { state: 'done', words, document };
    case 'failed':
      return { state: 'failed', words, document };
    case 'nothing-to-do':
      return { state: 'done', words: outcome.message, document: null };
    case 'impossible':
      return { state: 'refused', words: `${outcome.problem.message} ${outcome.problem.help}`, document: null };
    case 'cancelled':
      return { state: 'cancelled', words, document: null };
  }
}

/** What killed rehearsals have left, on the servers that lockstep.json names for them and on this machine. */
export function leftovers(given: Given): Promise<LeftoversEnd> {
  return unlessCancelled(given.abort, 'The search', leftoversFound(given));
}

async function leftoversFound({ project, sources }: Given): Promise<LeftoversEnd> {
  const now = new Date();
  const [{ found, problems }, kept] = await Promise.all([findLeftovers(project, sources, now), findRestored(project, sources, now)]);
  const words = [
    found.length === 0 ? 'Nothing is left of a rehearsal.' : `${found.length} copies are left.`,
    ...(kept.found.length === 0 ? [] : [`Restored and kept: ${kept.found.length}.`]),
    ...new Set([...problems, ...kept.problems]),
  ];
  const restored = kept.found.map((one) => ({ name: one.name, words: restoredWords(one) }));
  return { state: 'done', words: words.join(' '), document: null, leftovers: found.map(leftoverWords), restored };
}

export async function restoredDropped({ project, sources, onEvent }: Given, name: string): Promise<OperationEnd> {
  const dropped = await dropRestored(project, sources, new Date(), name);
  switch (dropped.type) {
    case 'dropped': {
      const words = `Dropped ${restoredWords(dropped.restored)}.`;
      onEvent(step(words));
      return { state: 'done', words, document: null };
    }
    case 'failed':
      return { state: 'failed', words: dropped.message, document: null };
    case 'unknown':
      return refused([`There is no scratch database ${name} any more.`, ...dropped.problems].join(' '));
  }
}

export async function leftoversRemoved({ project, sources, onEvent }: Given): Promise<OperationEnd> {
  const { found, problems } = await removeLeftovers(project, sources, new Date());
  for (const leftover of found) onEvent(step(`Removed ${leftoverWords(leftover)}`));
  const words = [found.length === 0 ? 'Nothing was removed.' : `Removed ${found.map(leftoverWords).join(', ')}.`, ...problems];
  return { state: problems.length === 0 ? 'done' : 'failed', words: words.join(' '), document: null };
}
