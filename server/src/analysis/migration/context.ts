import type { Catalog, ObjectId } from '../catalog/catalog';
import { findIndex, idForNew, resolveRelation } from '../catalog/resolve';
import type { Server } from '../effects/effect';
import type { Name } from '../operation/name';
import type { Operation, OperationKind } from '../operation/operation';
import type { Script } from '../sql/statement';
import type { Names } from '../wording/names';
import { lockHistory } from './lock-history';
import type { AnalysedStatement, Execution, MigrationContext, MigrationFacts, OperationContext, PlacedOperation } from './migration';
import { newRelations } from './new-relations';
import type { SchemaEdit } from './schema-edit';
import { transactionsOf } from './transactions';

/** What the engine has gathered before the rules run. */
export interface Gathered {
  readonly migration: MigrationFacts;
  readonly text: string;
  readonly script: Script;
  readonly statements: readonly AnalysedStatement[];
  /** What earlier migrations have left; `before` is the same where there are any. */
  readonly history: Catalog;
  /** Every operation, in order. */
  readonly operations: readonly PlacedOperation[];
  readonly before: Catalog;
  readonly after: Catalog;
  readonly server: Server;
  readonly execution: Execution;
  readonly names: Names;
  readonly edit: SchemaEdit | null;
  /** Tables that earlier pending migrations create. */
  readonly newTables: ReadonlySet<ObjectId>;
}

/** The context of the whole migration, and what it found to be new. To name each property is much faster than to spread them. */
export function migrationContext(gathered: Gathered): { readonly context: MigrationContext; readonly created: ReadonlySet<ObjectId> } {
  const { migration, text, script, statements, operations, history, before, after, server, execution, names, edit, newTables } = gathered;
  const created = newRelations(operations, before, (relation) => newTables.has(relation));
  const transactions = transactionsOf(statements, execution);
  let byRelation: ReadonlyMap<ObjectId, readonly PlacedOperation[]> | null = null;
  const operationsOn = (relation: ObjectId) => {
    byRelation ??= groupByRelation(operations);
    return byRelation.get(relation) ?? [];
  };
  const byKind = new Map<ObjectId, ReadonlyMap<OperationKind, readonly PlacedOperation[]>>();
  const kindsOf = (relation: ObjectId) => {
    const kinds = byKind.get(relation) ?? groupByKind(operationsOn(relation));
    byKind.set(relation, kinds);
    return kinds;
  };
  const context: MigrationContext = {
    migration,
    statements,
    operations,
    script,
    text,
    server,
    execution,
    names,
    edit,
    history,
    before,
    after,
    catalogBefore: (index) => statements[index]?.before ?? after,
    isNew: (relation) => created.has(relation) || newTables.has(relation),
    operationsOn,
    operationsOfKind: (relation, kind) => kindsOf(relation).get(kind) ?? [],
    sameTransaction: transactions.sameTransaction,
    inTransaction: transactions.inTransaction,
    lockDuring: lockHistory(statements, transactions.sameTransaction),
  };
  return { context, created };
}

/** From the context of the operation before, where there is one: to replace properties is much faster than to add some. */
export function operationContext(context: MigrationContext | OperationContext, placed: PlacedOperation): OperationContext {
  return { ...context, statement: placed.statement, effect: placed.effect, beforeOperation: placed.before };
}

function groupByRelation(operations: readonly PlacedOperation[]): ReadonlyMap<ObjectId, readonly PlacedOperation[]> {
  const groups = new Map<ObjectId, PlacedOperation[]>();
  for (const placed of operations) {
    const id = relationOf(placed.operation, placed.before);
    if (id === null) continue;
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [placed]);
    else group.push(placed);
  }
  return groups;
}

function groupByKind(operations: readonly PlacedOperation[]): ReadonlyMap<OperationKind, readonly PlacedOperation[]> {
  const groups = new Map<OperationKind, PlacedOperation[]>();
  for (const placed of operations) {
    const group = groups.get(placed.operation.kind);
    if (group === undefined) groups.set(placed.operation.kind, [placed]);
    else group.push(placed);
  }
  return groups;
}

/** The table or view that an operation is about; for an index, the relation that it belongs to. */
function relationOf(operation: Operation, before: Catalog): ObjectId | null {
  if (operation.kind === 'create-table') return idForNew(before, operation.table);
  if (operation.kind === 'create-view') return idForNew(before, operation.view);
  if ('index' in operation) return findIndex(before, operation.index)?.index.table ?? null;
  if ('table' in operation && operation.table !== null) return idOf(before, operation.table);
  if ('view' in operation) return idOf(before, operation.view);
  return null;
}

/** A name that means nothing still stands for the relation that it would be. */
function idOf(before: Catalog, name: Name): ObjectId {
  return resolveRelation(before, name)?.id ?? idForNew(before, name);
}
