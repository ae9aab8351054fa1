import { nearestName } from '../../project/nearest-name';
import { type GateId, type GateOverride, gateIds } from './gate';

/** `problem` and `help` are sentences. */
export type ReadOverrides =
  | { readonly ok: true; readonly overrides: readonly GateOverride[] }
  | { readonly ok: false; readonly problem: string; readonly help: string };

/** Reads `<gate>=<reason>`, as `--skip` takes it. Each gate once, and never without a reason: the report keeps it. */
export function readOverrides(words: readonly string[]): ReadOverrides {
  const overrides = new Map<GateId, string>();
  for (const word of words) {
    const at = word.indexOf('=');
    const name = (at < 0 ? word : word.slice(0, at)).trim();
    const reason = at < 0 ? '' : word.slice(at + 1).trim();
    const gate = gateIds.find((id) => id === name);
    if (gate === undefined) {
      const near = nearestName(name, gateIds);
      const help = near === null ? `There are: ${gateIds.join(', ')}.` : `Did you mean "${near}"?`;
      return { ok: false, problem: `There is no gate "${name}".`, help };
    }
    if (reason === '') {
      return { ok: false, problem: `The override of ${gate} has no reason.`, help: `Write it as --skip "${gate}=why it is safe now".` };
    }
    if (overrides.has(gate)) return { ok: false, problem: `${gate} is overridden twice.`, help: 'Give one reason.' };
    overrides.set(gate, reason);
  }
  return { ok: true, overrides: [...overrides].map(([gate, reason]) => ({ gate, reason })) };
}
