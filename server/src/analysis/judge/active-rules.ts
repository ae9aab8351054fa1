import type { Severity } from '../finding';
import type { OperationKind } from '../operation/operation';
import { rules } from '../rules/registry';
import type { MigrationRule, OperationRule, Rule, SchemaRule, StatementRule, SuppressionRule } from '../rules/rule';

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
  readonly schema: readonly Active<SchemaRule>[];
  readonly suppression: readonly Active<SuppressionRule>[];
}

/** Where findings are told: in a migration, or in the schema that asks for one. */
export type Line = 'sql' | 'schema';

/** One settings object judges thousands of migrations. */
const known = { sql: new WeakMap<Severities, ActiveRules>(), schema: new WeakMap<Severities, ActiveRules>() };

/** The rules that run there under these settings, by what they look at. The settings must not change afterwards. */
export function activeRules(settings: Severities, line: Line): ActiveRules {
  const active = known[line].get(settings) ?? select(settings, line);
  known[line].set(settings, active);
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

function select(settings: Severities, line: Line): ActiveRules {
  const operation = new Map<OperationKind, Active<OperationRule>[]>();
  const statement: Active<StatementRule>[] = [];
  const migration: Active<MigrationRule>[] = [];
  const schema: Active<SchemaRule>[] = [];
  const suppression: Active<SuppressionRule>[] = [];
  for (const rule of rules) {
    const severity = severityOf(rule, settings);
    if (severity === 'off' || (rule.speaks !== 'everywhere' && rule.speaks !== line)) continue;
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
      case 'schema':
        schema.push({ rule, severity });
        break;
      case 'suppression':
        suppression.push({ rule, severity });
        break;
    }
  }
  return { operation, statement, migration, schema, suppression };
}
