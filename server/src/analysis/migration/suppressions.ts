import type { Finding } from '../finding';
import type { SuppressedRule, Suppression } from './directives';

/** A suppression after the rules have run. */
export interface JudgedSuppression extends Suppression {
  readonly unused: readonly UnusedRule[];
}

export interface UnusedRule extends SuppressedRule {
  readonly why: 'no-finding' | 'unknown-rule' | 'no-target' | 'not-at-top';
}

/** Whether a suppression takes this finding away. */
export function suppresses({ rules, reason, target }: Suppression, finding: Finding): boolean {
  if (reason === null || !rules.some((rule) => rule.id === finding.rule)) return false;
  return target.type === 'findings' && target.covers(finding);
}

/**
 * Says which of a suppression's rules it was not needed for. `status` knows the rules: one that is turned off did not run, so
 * nothing can be said about it.
 */
export function judgeSuppression(
  suppression: Suppression,
  findings: readonly Finding[],
  status: (rule: string) => 'runs' | 'off' | 'unknown',
): JudgedSuppression {
  const unused = suppression.rules.flatMap((rule): readonly UnusedRule[] => {
    const known = status(rule.id);
    if (known === 'unknown') return [{ ...rule, why: 'unknown-rule' }];
    if (known === 'off' || suppression.reason === null) return [];
    if (suppression.target.type === 'nothing') return [{ ...rule, why: suppression.target.why }];
    const used = findings.some((finding) => finding.rule === rule.id && suppresses(suppression, finding));
    return used ? [] : [{ ...rule, why: 'no-finding' }];
  });
  return { ...suppression, unused };
}
