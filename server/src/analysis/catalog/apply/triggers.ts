import type {
  AlterPolicy,
  CreatePolicy,
  CreateRule,
  CreateTrigger,
  DropPolicy,
  DropRule,
  DropTrigger,
  RenameTrigger,
  SetRowSecurity,
  SetTriggerState,
} from '../../operation/object';
import type { Table, Trigger } from '../catalog';
import { type CatalogDraft, put } from '../draft';
import { findFunction, findTable, idForNew, type QualifiedName } from '../resolve';

/** What is attached to a table and has no life without it: triggers, policies, rules, row security. */
function change(draft: CatalogDraft, name: QualifiedName, next: (table: Table) => Table): void {
  const found = findTable(draft, name);
  if (found !== null) put(draft, 'tables', next(found.table));
}

export function applyCreateTrigger(draft: CatalogDraft, operation: CreateTrigger): void {
  const name = operation.trigger.text;
  const trigger: Trigger = {
    name,
    function: findFunction(draft, operation.function)?.id ?? idForNew(draft, operation.function),
    enabled: true,
  };
  change(draft, operation.table, (table) => {
    const others = table.triggers.filter((other) => other.name !== name);
    return others.length < table.triggers.length && !operation.orReplace ? table : { ...table, triggers: [...others, trigger] };
  });
}

export function applyDropTrigger(draft: CatalogDraft, operation: DropTrigger): void {
  change(draft, operation.table, (table) => ({
    ...table,
    triggers: table.triggers.filter((trigger) => trigger.name !== operation.trigger.text),
  }));
}

export function applyRenameTrigger(draft: CatalogDraft, operation: RenameTrigger): void {
  changeTriggers(draft, operation.table, (trigger) =>
    trigger.name === operation.trigger.text ? { ...trigger, name: operation.to.text } : trigger,
  );
}

export function applySetTriggerState(draft: CatalogDraft, operation: SetTriggerState): void {
  const { trigger: which, enabled } = operation;
  changeTriggers(draft, operation.table, (trigger) =>
    which.type !== 'one' || which.name.text === trigger.name ? { ...trigger, enabled } : trigger,
  );
}

function changeTriggers(draft: CatalogDraft, name: QualifiedName, next: (trigger: Trigger) => Trigger): void {
  change(draft, name, (table) => ({ ...table, triggers: table.triggers.map(next) }));
}

export function applyCreatePolicy(draft: CatalogDraft, operation: CreatePolicy): void {
  change(draft, operation.table, (table) => ({ ...table, policies: withName(table.policies, operation.policy.text) }));
}

export function applyAlterPolicy(draft: CatalogDraft, operation: AlterPolicy): void {
  const { to } = operation;
  if (to === null) return;
  change(draft, operation.table, (table) => ({
    ...table,
    policies: table.policies.map((policy) => (policy === operation.policy.text ? to.text : policy)),
  }));
}

export function applyDropPolicy(draft: CatalogDraft, operation: DropPolicy): void {
  change(draft, operation.table, (table) => ({ ...table, policies: table.policies.filter((policy) => policy !== operation.policy.text) }));
}

export function applyCreateRule(draft: CatalogDraft, operation: CreateRule): void {
  change(draft, operation.table, (table) => ({ ...table, rules: withName(table.rules, operation.rule.text) }));
}

export function applyDropRule(draft: CatalogDraft, operation: DropRule): void {
  change(draft, operation.table, (table) => ({ ...table, rules: table.rules.filter((rule) => rule !== operation.rule.text) }));
}

export function applySetRowSecurity(draft: CatalogDraft, operation: SetRowSecurity): void {
  change(draft, operation.table, (table) => ({ ...table, rowSecurity: { ...table.rowSecurity, ...rowSecurityStates[operation.state] } }));
}

const rowSecurityStates: Readonly<Record<SetRowSecurity['state'], Partial<Table['rowSecurity']>>> = {
  enabled: { enabled: true },
  disabled: { enabled: false },
  forced: { forced: true },
  'not-forced': { forced: false },
};

function withName(names: readonly string[], name: string): readonly string[] {
  return names.includes(name) ? names : [...names, name];
}
