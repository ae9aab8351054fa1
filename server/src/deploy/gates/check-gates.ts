import { setMaxListeners } from 'node:events';
import type { Project } from '../../project/project';
import { type Redact, redactorFor } from '../connection/redact';
import { withTimeLimit } from '../connection/time-limit';
import type { Environment, UrlSources } from '../environments/environment';
import { createFacts } from './facts';
import type { Gate, GateAnswer, GateId, GateOverride, GateQuestion, GateResult } from './gate';
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

/** Asks all gates at the same time. One result each, in their order; never rejects, and takes no longer than the slowest gate. */
export function checkGates(given: GatesGiven, asked: readonly Gate[] = gates, timeLimit = gateTimeLimit): Promise<readonly GateResult[]> {
  const { project, environment, sources, withBackup, cacheDirectory, now, overrides, onResult } = given;
  // Each gate listens to it.
  setMaxListeners(0, given.abort);
  const facts = createFacts(project, environment, cacheDirectory, now);
  const redact = environment.connection.ok ? environment.connection.redact : redactorFor('');
  const reasons = new Map(overrides.map(({ gate, reason }) => [gate, reason.trim()]));
  const question = { project, environment, sources, now, withBackup, cacheDirectory, facts };
  const { cancelled, forget } = cancellation(given.abort);
  const answers = asked.map(async (gate): Promise<GateResult> => {
    const answer = await Promise.race([answerOf(gate, question, timeLimit), cancelled.then(() => unanswered(gate, cancelledEvidence))]);
    const result = redacted(resultOf(gate, answer, reasons.get(gate.id)), redact);
    onResult?.(result);
    return result;
  });
  return Promise.all(answers).finally(forget);
}

/** Whether a deploy may go on. */
export function isRefused(results: readonly GateResult[]): boolean {
  return results.some(({ state }) => state === 'blocked');
}

const cancelledEvidence = 'It was cancelled before there was an answer.';

/** One listener for all gates. */
function cancellation(abort: AbortSignal): { readonly cancelled: Promise<void>; readonly forget: () => void } {
  let cancel = (): void => undefined;
  const cancelled = new Promise<void>((resolve) => {
    cancel = resolve;
  });
  if (abort.aborted) cancel();
  abort.addEventListener('abort', cancel, { once: true });
  return { cancelled, forget: () => abort.removeEventListener('abort', cancel) };
}

function unanswered({ unanswered: state }: Gate, evidence: string): GateAnswer {
  return { state, evidence };
}

/** What it goes on doing behind its time has limits of its own. */
async function answerOf(gate: Gate, question: GateQuestion, timeLimit: number): Promise<GateAnswer> {
  try {
    return await withTimeLimit(
      timeLimit,
      () => gate.check(question),
      () => unanswered(gate, `There was no answer within ${timeLimit / 1000} s.`),
    );
  } catch (error) {
    return unanswered(gate, `It could not look: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function resultOf({ id, title }: Gate, answer: GateAnswer, reason: string | undefined): GateResult {
  const { state, evidence, details = null, fix = null, refusesOverride = null } = answer;
  const told: GateResult = { gate: id, title, state, evidence, reason: null, details, fix, mayOverride: false, refusal: null };
  if (state !== 'blocked') return told;
  if (refusesOverride !== null) return { ...told, refusal: refusesOverride };
  if (reason === undefined) return { ...told, mayOverride: true };
  if (reason === '') return { ...told, evidence: `${evidence} An override needs a reason.`, mayOverride: true };
  // On one line, because evidence is one.
  const line = reason.replace(/\s+/g, ' ');
  return { ...told, state: 'overridden', reason: line, evidence: `Overridden, "${line}": ${evidence}` };
}

function redacted(result: GateResult, redact: Redact): GateResult {
  const { evidence, reason, details, fix, refusal } = result;
  const hidden = (text: string | null): string | null => (text === null ? null : redact(text));
  return {
    ...result,
    evidence: redact(evidence),
    reason: hidden(reason),
    details: hidden(details),
    fix: hidden(fix),
    refusal: hidden(refusal),
  };
}

/** The gate of an id, for those who show or override one. */
export function gateOf(id: GateId): Gate | null {
  return gates.find((gate) => gate.id === id) ?? null;
}
