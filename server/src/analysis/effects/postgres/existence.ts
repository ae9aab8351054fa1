import type { Table } from '../../catalog/catalog';
import { findIndex, findType, findView, idForNew } from '../../catalog/resolve';
import type { Constraint } from '../../operation/constraint';
import type { Operation } from '../../operation/operation';
import type { EffectContext } from '../effect';
import { fails } from '../parts';
import type { Existence } from './existence-facts';
import {
  existingColumn,
  existingConstraint,
  existingIndex,
  existingInTable,
  exists,
  newRelation,
  newTable,
  newType,
  newView,
  renamedColumn,
  renamedRelation,
  renamedType,
} from './existing';
import {
  missing,
  missingColumn,
  missingConstraint,
  missingFunction,
  missingInTable,
  missingReference,
  missingRelation,
  missingSchema,
  missingTarget,
  missingType,
  missingUserType,
  serialForType,
} from './missing';
import { firstMissingColumn, missingInCondition, missingInExpressions, missingKey } from './missing-columns';
import { missingInDefault, missingInNewDefault } from './missing-enum-value';

/**
 * What the server does with an operation whose object is missing or exists already; null where it goes on. A conditional
 * operation is taken to be guarded against both.
 */
export function existenceOf(operation: Operation, at: EffectContext): Existence | null {
  const found = check(operation, at);
  if (found === null) return null;
  const parts = operation.conditional && found.parts.failures !== undefined ? {} : found.parts;
  return { ...found, parts: refusesTransaction(operation) ? { ...parts, transactional: false } : parts };
}

/** CONCURRENTLY is refused in a transaction block before anything is looked up. */
function refusesTransaction(operation: Operation): boolean {
  return (operation.kind === 'create-index' || operation.kind === 'drop-index' || operation.kind === 'reindex') && operation.concurrently;
}

function check(operation: Operation, at: EffectContext): Existence | null {
  switch (operation.kind) {
    case 'create-table':
      return newTable(operation, at) ?? missingSchema(operation.table, at) ?? missingReference(operation, at);
    case 'create-view':
      return operation.orReplace && findView(at.before, operation.view) !== null
        ? null
        : (newView(operation, at) ?? missingSchema(operation.view, at));
    case 'create-sequence':
      return newRelation(operation.sequence, operation.ifNotExists, at) ?? missingSchema(operation.sequence, at);
    case 'create-index':
      return missingRelation(operation.table, false, at) ?? existingIndex(operation, at) ?? missingKey(operation, at);
    case 'drop-table':
      return missingRelation(operation.table, operation.ifExists, at);
    case 'rename-view':
      return missingRelation(operation.view, operation.ifExists, at) ?? renamedRelation(operation.view, operation.to, at);
    case 'drop-view':
    case 'move-view':
    case 'alter-view':
      return missingRelation(operation.view, operation.ifExists, at);
    case 'rename-view-column':
    case 'refresh-materialized-view':
      return missingRelation(operation.view, false, at);
    case 'rename-sequence':
      return missingRelation(operation.sequence, operation.ifExists, at) ?? renamedRelation(operation.sequence, operation.to, at);
    case 'alter-sequence':
    case 'drop-sequence':
      return missingRelation(operation.sequence, operation.ifExists, at);
    case 'drop-index':
      return findIndex(at.before, operation.index) === null
        ? missing(operation.index.name, operation.ifExists, 'missing/object', '42704')
        : null;
    case 'rename-index':
      return missingRelation(operation.index, operation.ifExists, at) ?? renamedRelation(operation.index, operation.to, at);
    case 'set-index-option':
      return missingRelation(operation.index, operation.ifExists, at);
    case 'attach-index':
      return missingRelation(operation.index, false, at) ?? missingRelation(operation.child, false, at);
    case 'reindex':
      return operation.target === 'index' || operation.target === 'table' ? missingRelation(operation.name, false, at) : null;
    case 'rename-table':
      return missingRelation(operation.table, operation.ifExists, at) ?? renamedRelation(operation.table, operation.to, at);
    case 'move-table':
    case 'set-table-option':
    case 'set-row-security':
      return missingRelation(operation.table, operation.ifExists, at);
    case 'add-column':
      return (
        missingRelation(operation.table, operation.ifExists, at) ??
        existingColumn(operation, at) ??
        missingType(operation.column.type, at) ??
        missingFunction(operation.column.default, at) ??
        missingInDefault(operation.column, at) ??
        missingInExpressions(operation.table, [operation.column.generated?.expression ?? null], at) ??
        missingTarget(foreignKeysToOthers(operation), at)
      );
    case 'drop-column':
      return missingRelation(operation.table, operation.ifExists, at) ?? missingColumn(operation, operation.columnIfExists, at);
    case 'change-type':
      return (
        missingRelation(operation.table, operation.ifExists, at) ??
        missingColumn(operation, false, at) ??
        missingType(operation.type, at) ??
        serialForType(operation.type) ??
        missingInExpressions(operation.table, [operation.using], at)
      );
    case 'rename-column':
      return (
        missingRelation(operation.table, operation.ifExists, at) ??
        missingColumn(operation, false, at) ??
        renamedColumn(operation.table, operation.to, at)
      );
    case 'set-default':
      return (
        missingRelation(operation.table, operation.ifExists, at) ??
        missingColumn(operation, false, at) ??
        missingFunction(operation.default, at) ??
        missingInNewDefault(operation, at)
      );
    case 'drop-default':
    case 'set-not-null':
    case 'drop-not-null':
    case 'add-identity':
    case 'drop-identity':
    case 'set-identity':
    case 'set-generation-expression':
    case 'drop-generation-expression':
    case 'set-column-option':
      return missingRelation(operation.table, operation.ifExists, at) ?? missingColumn(operation, false, at);
    case 'add-primary-key':
    case 'add-unique':
    case 'add-exclusion':
    case 'add-foreign-key':
    case 'add-check':
    case 'add-not-null-constraint':
      return (
        missingRelation(operation.table, operation.ifExists, at) ?? constraintOnMissing(operation, at) ?? existingConstraint(operation, at)
      );
    case 'drop-constraint':
      return missingRelation(operation.table, operation.ifExists, at) ?? missingConstraint(operation, operation.constraintIfExists, at);
    case 'rename-constraint':
      return (
        missingRelation(operation.table, operation.ifExists, at) ??
        missingConstraint(operation, false, at) ??
        existingInTable(operation.table, operation.to, at, constraintNames)
      );
    case 'validate-constraint':
    case 'alter-constraint':
      return missingRelation(operation.table, operation.ifExists, at) ?? missingConstraint(operation, false, at);
    case 'attach-partition':
    case 'detach-partition':
      return missingRelation(operation.table, operation.ifExists, at) ?? missingRelation(operation.partition, false, at);
    case 'create-enum':
    case 'create-domain':
    case 'create-type':
      return newType(idForNew(at.before, operation.type), operation.type.name, at);
    case 'drop-type':
      return missingUserType(operation.type, operation.ifExists, at);
    case 'add-enum-value':
    case 'rename-enum-value':
      return missingUserType(operation.type, false, at) ?? enumValue(operation, at);
    case 'alter-domain':
    case 'alter-composite-type':
    case 'move-type':
      return missingUserType(operation.type, false, at);
    case 'rename-type':
      return missingUserType(operation.type, false, at) ?? renamedType(operation, at);
    case 'create-trigger':
      return (
        missingRelation(operation.table, false, at) ??
        (operation.orReplace ? null : existingInTable(operation.table, operation.trigger, at, triggerNames)) ??
        // Before 14 a server does not even read OR REPLACE here.
        (operation.orReplace && at.server.version < 14 ? null : firstMissingColumn(operation.table, operation.columns, at))
      );
    case 'drop-trigger':
      return (
        missingRelation(operation.table, operation.ifExists, at) ??
        missingInTable(operation.table, operation.trigger, operation.ifExists, at, triggerNames)
      );
    case 'rename-trigger':
      return missingRelation(operation.table, false, at) ?? missingInTable(operation.table, operation.trigger, false, at, triggerNames);
    case 'create-policy':
      return missingRelation(operation.table, false, at) ?? existingInTable(operation.table, operation.policy, at, policyNames);
    case 'alter-policy':
      return missingRelation(operation.table, false, at) ?? missingInTable(operation.table, operation.policy, false, at, policyNames);
    case 'drop-policy':
      return (
        missingRelation(operation.table, operation.ifExists, at) ??
        missingInTable(operation.table, operation.policy, operation.ifExists, at, policyNames)
      );
    case 'set-trigger-state':
    case 'create-rule':
      return missingRelation(operation.table, false, at);
    case 'drop-rule':
      return missingRelation(operation.table, operation.ifExists, at);
    case 'create-schema':
      if (!at.before.schemas.has(operation.schema.text)) return null;
      return operation.ifNotExists
        ? { fact: 'exists/skipped', parts: {} }
        : { fact: 'exists/schema', parts: exists('42P06', operation.schema.text) };
    case 'drop-schema':
      return at.before.schemas.has(operation.schema.text)
        ? null
        : missing(operation.schema.text, operation.ifExists, 'missing/schema', '3F000');
    case 'create-extension':
      if (!at.before.extensions.has(operation.extension.text)) return null;
      return operation.ifNotExists
        ? { fact: 'exists/skipped', parts: {} }
        : { fact: 'exists/object', parts: exists('42710', operation.extension.text) };
    case 'insert-rows':
      return missingRelation(operation.table, false, at) ?? firstMissingColumn(operation.table, operation.columns, at);
    case 'update-rows':
      return (
        missingRelation(operation.table, false, at) ??
        firstMissingColumn(operation.table, operation.columns, at) ??
        missingInCondition(operation, at)
      );
    case 'delete-rows':
      return missingRelation(operation.table, false, at) ?? missingInCondition(operation, at);
    case 'merge-rows':
    case 'truncate':
    case 'create-statistics':
      return missingRelation(operation.table, false, at);
    case 'copy-rows':
    case 'analyze':
    case 'vacuum':
    case 'cluster':
      return operation.table === null ? null : missingRelation(operation.table, false, at);
    case 'set-comment':
      return operation.relation === null ? null : missingRelation(operation.relation, false, at);
    case 'rename-schema':
    case 'create-function':
    case 'drop-function':
    case 'alter-function':
    case 'drop-extension':
    case 'alter-extension':
    case 'drop-statistics':
    case 'alter-publication':
    case 'change-privileges':
    case 'alter-other':
    case 'select-rows':
    case 'call-procedure':
    case 'lock-tables':
    case 'set-variable':
    case 'transaction-control':
    case 'session-other':
    case 'unknown':
      return null;
  }
}

const constraintNames = (table: Table) => table.constraints.map(({ name }) => name);

const triggerNames = (table: Table) => table.triggers.map(({ name }) => name);

const policyNames = (table: Table) => table.policies;

type OnEnumValue = Extract<Operation, { kind: 'add-enum-value' | 'rename-enum-value' }>;

function enumValue(operation: OnEnumValue, at: EffectContext): Existence | null {
  const type = findType(at.before, operation.type)?.type;
  if (type?.type !== 'enum') return null;
  const has = (value: string) => type.values.includes(value);
  if (operation.kind === 'rename-enum-value') {
    if (!has(operation.value.text)) return noEnumValue(operation.value.text);
    return has(operation.to.text) ? { fact: 'exists/object', parts: exists('42710', operation.to.text) } : null;
  }
  if (has(operation.value.text)) {
    return operation.ifNotExists
      ? { fact: 'exists/skipped', parts: {} }
      : { fact: 'exists/object', parts: exists('42710', operation.value.text) };
  }
  const neighbour = operation.position?.neighbour ?? null;
  return neighbour === null || has(neighbour) ? null : noEnumValue(neighbour);
}

function noEnumValue(value: string): Existence {
  return { fact: 'missing/enum-value', parts: fails('22023', 'certain', `the enum has no value "${value}"`) };
}

type AddConstraint = Extract<
  Operation,
  { kind: 'add-primary-key' | 'add-unique' | 'add-exclusion' | 'add-foreign-key' | 'add-check' | 'add-not-null-constraint' }
>;

function constraintOnMissing(operation: AddConstraint, at: EffectContext): Existence | null {
  const { constraint } = operation;
  if ('columns' in constraint && constraint.type !== 'exclusion') {
    const absent = firstMissingColumn(operation.table, constraint.columns, at);
    if (absent !== null) return absent;
  }
  if (constraint.type === 'check') return missingInExpressions(operation.table, [constraint.expression], at);
  return missingTarget([constraint], at);
}

/** A new column may refer to itself, as no other column of its table. */
function foreignKeysToOthers({ table, column }: AddColumn): readonly Constraint[] {
  return column.constraints.filter((constraint) => constraint.type === 'foreign-key' && constraint.references.name !== table.name);
}

type AddColumn = Extract<Operation, { kind: 'add-column' }>;
