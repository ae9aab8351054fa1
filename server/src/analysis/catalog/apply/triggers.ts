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
import type { ObjectId, Table, Trigger } from '../catalog';
import { type CatalogDraft, put } from '../draft';
import { findFunction, findTable, idForNew, partitionsOf, type QualifiedName } from '../resolve';

/** Policies, rules and row security: each table has its own. */
function change(draft: CatalogDraft, name: QualifiedName, next: (table: Table) => Table): void {
  const found = findTable(draft, name);
  if (found !== null) put(draft, 'tables', next(found.table));
}

export function applyCreateTrigger(draft: CatalogDraft, operation: CreateTrigger): void {
  const found = findTable(draft, operation.table);
  if (found === null) return;
  addTrigger(
    draft,
    found.id,
    {
      name: operation.trigger.text,
      function: findFunction(draft, operation.function)?.id ?? idForNew(draft, operation.function),
      enabled: true,
      forEachRow: operation.forEachRow,
    },
    operation.orReplace,
  );
}

/** A trigger for each row stands on every partition too. */
export function addTrigger(draft: CatalogDraft, id: ObjectId, trigger: Trigger, orReplace: boolean): void {
  const table = draft.tables.get(id);
  if (table === undefined) return;
  const others = table.triggers.filter((other) => other.name !== trigger.name);
  if (others.length < table.triggers.length && !orReplace) return;
  put(draft, 'tables', { ...table, triggers: [...others, trigger] });
  if (trigger.forEachRow) for (const partition of partitionsOf(draft, id)) addTrigger(draft, partition, trigger, orReplace);
}

export function applyDropTrigger(draft: CatalogDraft, operation: DropTrigger): void {
  changeTriggers(draft, operation.table, (triggers) => triggers.filter((trigger) => trigger.name !== operation.trigger.text));
}

export function applyRenameTrigger(draft: CatalogDraft, operation: RenameTrigger): void {
  changeTriggers(draft, operation.table, (triggers) =>
    triggers.map((trigger) => (trigger.name === operation.trigger.text ? { ...trigger, name: operation.to.text } : trigger)),
  );
}

export function applySetTriggerState(draft: CatalogDraft, operation: SetTriggerState): void {
  const { trigger: which, enabled } = operation;
  changeTriggers(draft, operation.table, (triggers) =>
    triggers.map((trigger) => (which.type !== 'one' || which.name.text === trigger.name ? { ...trigger, enabled } : trigger)),
  );
}

function changeTriggers(draft: CatalogDraft, name: QualifiedName, next: (triggers: Table['triggers']) => Table['triggers']): void {
  const found = findTable(draft, name);
  if (found !== null) changeTriggersBelow(draft, found.id, next);
}

function changeTriggersBelow(draft: CatalogDraft, id: ObjectId, next: (triggers: Table['triggers']) => Table['triggers']): void {
  const table = draft.tables.get(id);
  if (table === undefined) return;
  put(draft, 'tables', { ...table, triggers: next(table.triggers) });
  for (const partition of partitionsOf(draft, id)) changeTriggersBelow(draft, partition, next);
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
