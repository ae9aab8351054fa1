import type { GateResult } from '../../deploy/gates/gate';
import { markdownTable } from '../../deploy/status/markdown';

/** A mark never stands alone: the word behind it says the same. */
const marks: Readonly<Record<GateResult['state'], string>> = { ok: '✓', warning: '!', blocked: '✗', overridden: '↷', skipped: '-' };

/** The gates of a deploy in one table. What each has seen in detail is opened from the list of gates. */
export function gatesSection(gates: readonly Pick<GateResult, 'title' | 'state' | 'evidence'>[]): string {
  const rows = gates.map(({ title, state, evidence }) => [`${marks[state]} ${state}`, title, evidence]);
  return `## Gates\n\n${markdownTable(['', 'gate', 'what was seen'], rows)}`;
}
