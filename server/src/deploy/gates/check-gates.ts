import type { Project } from '../../project/project';
import { type Redact, redactorFor } from '../connection/redact';
import { withTimeLimit } from '../connection/time-limit';
import type { Environment, UrlSources } from '../environments/environment';
import { createFacts } from './facts';
import type { Gate, GateAnswer, GateId, GateOverride, GateResult } from './gate';
import { gates } from './registry';

export interface GatesGiven {
  readonly project: Project;
  readonly environment: Environment;
  readonly sources: UrlSources;
  readonly overrides: readonly GateOverride[];
  /** Whether a backup is made before the first statement. */
  readonly withBackup: boolean;
  readonly cacheDirectory: string | null;
  readonly now: Date;
  readonly abort: AbortSignal;
  /** Is told each answer as soon as it is there, in any order. */
  readonly onResult?: (result: GateResult) => void;
}

/** Milliseconds that one gate may take. */
export const gateTimeLimit = 5_000;

/** Asks all gates at the same time. One result each, in the order of `gateIds`; never rejects, and takes no longer than the slowest gate. */
export function checkGates(given: GatesGiven, asked: readonly Gate[] = gates, timeLimit = gateTimeLimit): Promise<readonly GateResult[]> {
  const { project, environment, sources, withBackup, cacheDirectory, now, overrides, onResult } = given;
  const facts = createFacts(project, environment, cacheDirectory, now);
  const redact = environment.connection.ok ? environment.connection.redact : redactorFor('');
  const reasons = new Map(overrides.map(({ gate, reason }) => [gate, reason.trim()]));
  const question = { project, environment, sources, now, withBackup, cacheDirectory, facts };
  return Promise.all(
    asked.map(async (gate): Promise<GateResult> => {
      const answer = await answerOf(gate, (abort) => gate.check({ ...question, abort }), given.abort, timeLimit);
      const result = redacted(resultOf(gate, answer, reasons.get(gate.id)), redact);
      onResult?.(result);
      return result;
    }),
  );
}

/** Whether a deploy may go on. */
export function isRefused(results: readonly GateResult[]): boolean {
  return results.some(({ state }) => state === 'blocked');
}

function answerOf(
  { unanswered }: Gate,
  check: (abort: AbortSignal) => Promise<GateAnswer>,
  cancelled: AbortSignal,
  timeLimit: number,
): Promise<GateAnswer> {
  const without = (evidence: string): GateAnswer => ({ state: unanswered, evidence });
  return new Promise((resolve) => {
    const cancel = (): void => resolve(without('It was cancelled before there was an answer.'));
    if (cancelled.aborted) return cancel();
    cancelled.addEventListener('abort', cancel, { once: true });
    const late = (): GateAnswer => without(`There was no answer within ${timeLimit / 1000} s.`);
    const body = (abort: AbortSignal): Promise<GateAnswer> => check(AbortSignal.any([abort, cancelled]));
    withTimeLimit(timeLimit, body, late)
      .catch((error: unknown) => without(`It could not look: ${error instanceof Error ? error.message : String(error)}`))
      .then(resolve)
      .finally(() => cancelled.removeEventListener('abort', cancel));
  });
}

function resultOf({ id, title }: Gate, answer: GateAnswer, reason: string | undefined): GateResult {
  const { state, evidence, details = null, fix = null, refusesOverride } = answer;
  const told = { gate: id, title, details, fix };
  if (state !== 'blocked') return { ...told, state, evidence, mayOverride: false };
  if (reason === undefined) return { ...told, state, evidence, mayOverride: refusesOverride === undefined };
  if (refusesOverride !== undefined) return { ...told, state, evidence: `${evidence} ${refusesOverride}`, mayOverride: false };
  if (reason === '') return { ...told, state, evidence: `${evidence} An override needs a reason.`, mayOverride: true };
  return { ...told, state: 'overridden', evidence: `${quotedReason(reason)} ${evidence}`, mayOverride: false };
}

/** On one line, because evidence is one. */
function quotedReason(reason: string): string {
  return `Overridden, "${reason.replace(/\s+/g, ' ')}":`;
}

function redacted(result: GateResult, redact: Redact): GateResult {
  const { evidence, details, fix } = result;
  return { ...result, evidence: redact(evidence), details: details && redact(details), fix: fix && redact(fix) };
}

/** The gate of an id, for those who show or override one. */
export function gateOf(id: GateId): Gate | null {
  return gates.find((gate) => gate.id === id) ?? null;
}
