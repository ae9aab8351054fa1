import type { Operation } from '../../analysis/operation/operation';
import type { VerifiedRollout } from '../../analysis/plans/rollout/verify-rollout';
import type { JudgedSchema } from '../schema-analysis';
import type { Snapshot } from '../snapshot';
import { rolloutOfSchema, type Said } from './rollout-of-finding';

export interface RolloutChoices {
  readonly offers: readonly { readonly verified: VerifiedRollout /** Null: the whole edit. */; readonly rest: string | null }[];
  /** Why there is none for a finding that asks for one. `reason` completes "No rollout is offered: …". */
  readonly refusals: readonly { readonly message: string; readonly reason: string }[];
}

/** Everything that the schema changes and that could be rolled out, each operation once. */
export function rolloutChoices(snapshot: Snapshot, schema: JudgedSchema, said: Said): RolloutChoices {
  const offers: { readonly verified: VerifiedRollout; readonly rest: string | null }[] = [];
  const refusals: { readonly message: string; readonly reason: string }[] = [];
  const taken = new Set<Operation>();
  for (const finding of schema.analysis.findings) {
    if (finding.operation === null || taken.has(finding.operation)) continue;
    const planned = rolloutOfSchema(snapshot, schema, finding, said);
    if (planned === null) continue;
    if (!planned.ok) refusals.push({ message: finding.message, reason: planned.reason });
    else {
      for (const { operation } of planned.verified.rollout.replaces) taken.add(operation);
      offers.push(planned);
    }
  }
  return { offers, refusals };
}
