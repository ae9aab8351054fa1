import type { Severity } from '../finding';
import type { OperationKind } from '../operation/operation';
import { rules } from '../rules/registry';
import type { MigrationRule, OperationRule, Rule, StatementRule, SuppressionRule } from '../rules/rule';

/** Severities that differ from the rules' own, by rule id. */
export type Severities = ReadonlyMap<string, Severity | 'off'>;

/** A rule that is not turned off, with the severity that it has. */
export interface Active<R extends Rule> {
  readonly rule: R;
  readonly severity: Severity;
}

export interface ActiveRules {
  readonly operation: ReadonlyMap<OperationKind, readonly Active<OperationRule>[]>;
  readonly statement: readonly Active<StatementRule>[];
  readonly migration: readonly Active<MigrationRule>[];
  readonly suppression: readonly Active<SuppressionRule>[];
}

/** One settings object judges thousands of migrations. */
const known = new WeakMap<Severities, ActiveRules>();

/** The rules that run under these settings, by what they look at. The settings must not change afterwards. */
export function activeRules(settings: Severities): ActiveRules {
  const active = known.get(settings) ?? select(settings);
  known.set(settings, active);
  return active;
}

/** Whether a rule of this name runs under these settings. */
export function ruleStatus(id: string, settings: Severities): 'runs' | 'off' | 'unknown' {
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule === undefined) return 'unknown';
  return severityOf(rule, settings) === 'off' ? 'off' : 'runs';
}

function severityOf(rule: Rule, settings: Severities): Severity | 'off' {
  return settings.get(rule.id) ?? rule.severity;
}

function select(settings: Severities): ActiveRules {
  const operation = new Map<OperationKind, Active<OperationRule>[]>();
  const statement: Active<StatementRule>[] = [];
  const migration: Active<MigrationRule>[] = [];
  const suppression: Active<SuppressionRule>[] = [];
  for (const rule of rules) {
    const severity = severityOf(rule, settings);
    if (severity === 'off') continue;
    switch (rule.scope) {
      case 'operation':
        for (const kind of rule.on) operation.set(kind, [...(operation.get(kind) ?? []), { rule, severity }]);
        break;
      case 'statement':
        statement.push({ rule, severity });
        break;
      case 'migration':
        migration.push({ rule, severity });
        break;
      case 'suppression':
        suppression.push({ rule, severity });
        break;
    }
  }
  return { operation, statement, migration, suppression };
}
