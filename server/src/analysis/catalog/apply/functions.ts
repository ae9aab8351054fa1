import type { AlterFunction, CreateFunction, DropFunction, Volatility } from '../../operation/object';
import type { TypeName } from '../../operation/type';
import type { FunctionOverload, ObjectId } from '../catalog';
import { resolveType, typeText } from '../column-type';
import { type CatalogDraft, put, remove } from '../draft';
import { rename } from '../rename';
import { findFunction, objectId, schemaForNew, tablesCalling } from '../resolve';
import { addSchema } from './schemas';

export function applyCreateFunction(draft: CatalogDraft, operation: CreateFunction): void {
  const { name } = operation.function;
  const schema = schemaForNew(draft, operation.function.schema);
  const before = draft.functions.get(objectId(schema, name));
  const overload: FunctionOverload = {
    arguments: signature(draft, operation.argumentTypes),
    volatility: operation.volatility,
  };
  const others = before?.overloads.filter((other) => other.arguments !== overload.arguments) ?? [];
  if (before !== undefined && others.length < before.overloads.length && !operation.orReplace) return;
  addSchema(draft, schema);
  const overloads = [...others, overload];
  put(draft, 'functions', {
    schema,
    name,
    procedure: operation.procedure,
    volatility: mostVolatile(overloads),
    language: operation.language,
    overloads,
  });
}

/** The name stays while an overload of it is left. */
export function applyDropFunction(draft: CatalogDraft, operation: DropFunction): void {
  const found = findFunction(draft, operation.function);
  if (found === null) return;
  const dropped = operation.argumentTypes === null ? null : signature(draft, operation.argumentTypes);
  const overloads = dropped === null ? [] : found.function.overloads.filter((overload) => overload.arguments !== dropped);
  if (overloads.length === 0) dropFunction(draft, found.id, operation.cascade);
  else put(draft, 'functions', { ...found.function, overloads, volatility: mostVolatile(overloads) });
}

function signature(draft: CatalogDraft, types: readonly TypeName[]): string {
  return types.map((type) => typeText({ ...resolveType(draft, type), modifiers: [] })).join(',');
}

/** With CASCADE the triggers that call it go too; see `apply/drop.ts` for what happens without. */
export function dropFunction(draft: CatalogDraft, id: ObjectId, cascade: boolean): void {
  for (const tableId of cascade ? tablesCalling(draft, id) : []) {
    const table = draft.tables.get(tableId);
    if (table !== undefined) put(draft, 'tables', { ...table, triggers: table.triggers.filter((trigger) => trigger.function !== id) });
  }
  remove(draft, 'functions', id);
}

export function applyAlterFunction(draft: CatalogDraft, operation: AlterFunction): void {
  const found = findFunction(draft, operation.function);
  if (found === null) return;
  const { volatility, to } = operation;
  if (volatility !== null) {
    const overloads = found.function.overloads.map((overload) => ({ ...overload, volatility }));
    put(draft, 'functions', { ...found.function, overloads, volatility });
  }
  const current = draft.functions.get(found.id);
  if (to === null || current === undefined || draft.functions.has(objectId(current.schema, to.text))) return;
  rename(draft, 'functions', found.id, { ...current, name: to.text });
}

const volatilities: readonly Volatility[] = ['immutable', 'stable', 'volatile'];

function mostVolatile(overloads: readonly FunctionOverload[]): Volatility {
  return overloads.reduce<Volatility>(
    (most, { volatility }) => (volatilities.indexOf(volatility) > volatilities.indexOf(most) ? volatility : most),
    'immutable',
  );
}
