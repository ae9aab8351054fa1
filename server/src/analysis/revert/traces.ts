import type { Catalog, ObjectId } from '../catalog/catalog';
import { findFunction, findTable, findView, idForNew } from '../catalog/resolve';
import type { AnalysedStatement, PlacedOperation } from '../migration/migration';
import type { Name } from '../operation/name';
import type { Operation } from '../operation/operation';
import { operationWords } from '../wording/operation-words';
import { clipped, objectName } from '../wording/wording';
import type { Definitions } from './definitions';

/** What a migration did that the catalogs before and after it do not show. */
export interface Traces {
  /** Why it cannot be undone at all, in words that complete "The revert is not written: …"; null where it can. */
  readonly obstacle: string | null;
  /** What stays as it is, in sentences. */
  readonly stays: readonly string[];
  /** `function public.f`, `trigger public.t name`: there before and after, with another definition. */
  readonly redefined: ReadonlySet<string>;
}

export interface Followed {
  readonly text: string;
  readonly statements: readonly AnalysedStatement[];
  readonly operations: readonly PlacedOperation[];
  readonly before: Catalog;
  readonly after: Catalog;
}

export function tracesOf(followed: Followed, earlier: Definitions, own: Definitions): Traces {
  const { statements, operations, text } = followed;
  const unread = statements.find(({ kind, operations: all }) => kind === 'invalid' || all.some((one) => one.kind === 'unknown'));
  const moved = operations.find(({ operation }) => moves.has(operation.kind));
  const remade = operations.flatMap((placed) => remadeFromQuery(placed, followed.before));
  const redefined = new Set<string>();
  const stays = new Set<string>();
  for (const placed of operations) {
    const key = definitionKey(placed);
    if (key !== null && isRedefined(key, followed, earlier, own)) redefined.add(key.key);
    const sentence = sentenceFor(placed, followed);
    if (sentence !== null) stays.add(sentence);
  }
  return {
    obstacle:
      unread !== undefined
        ? `nobody knows what its statement ${unread.index + 1} did, which could not be analysed`
        : moved !== undefined
          ? `it moves something to another schema: ${clipped(operationWords(moved.operation, text.slice(moved.operation.span.start, moved.operation.span.end)))}`
          : remade[0] !== undefined
            ? `not all columns of ${objectName(remade[0])} are known, which came from a query`
            : null,
    stays: [...stays],
    redefined,
  };
}

const moves: ReadonlySet<Operation['kind']> = new Set(['move-table', 'move-type', 'move-view', 'rename-schema']);

/** A table that was there, and is made anew from a query: neither shows its columns. */
function remadeFromQuery({ operation, before: at }: PlacedOperation, before: Catalog): readonly ObjectId[] {
  if (operation.kind !== 'create-table' || operation.query === null) return [];
  const id = idForNew(at, operation.table);
  return before.tables.has(id) ? [id] : [];
}

interface DefinitionKey {
  readonly key: string;
  readonly kind: 'function' | 'view' | 'trigger' | 'policy' | 'rule';
  readonly id: ObjectId;
  readonly name: string | null;
}

function definitionKey({ operation, before }: PlacedOperation): DefinitionKey | null {
  const onTable = (kind: 'trigger' | 'policy' | 'rule', table: Name, name: string): DefinitionKey | null => {
    const id = findTable(before, table)?.id;
    return id === undefined ? null : { key: `${kind} ${id} ${name}`, kind, id, name };
  };
  const whole = (kind: 'function' | 'view', id: ObjectId | undefined): DefinitionKey | null =>
    id === undefined ? null : { key: `${kind} ${id}`, kind, id, name: null };
  switch (operation.kind) {
    case 'create-function':
    case 'drop-function':
      return whole('function', findFunction(before, operation.function)?.id);
    case 'create-view':
    case 'drop-view':
      return whole('view', findView(before, operation.view)?.id);
    case 'create-trigger':
    case 'drop-trigger':
      return onTable('trigger', operation.table, operation.trigger.text);
    case 'create-policy':
    case 'drop-policy':
      return onTable('policy', operation.table, operation.policy.text);
    case 'create-rule':
    case 'drop-rule':
      return onTable('rule', operation.table, operation.rule.text);
    default:
      return null;
  }
}

/** Whether it was there before and is there after, under another text. A view that was made anew had to give way to something. */
function isRedefined({ kind, id, name }: DefinitionKey, { before, after }: Followed, earlier: Definitions, own: Definitions): boolean {
  const isIn = ({ functions, views, tables }: Catalog): boolean => {
    const table = tables.get(id);
    switch (kind) {
      case 'function':
        return functions.has(id);
      case 'view':
        return views.has(id);
      case 'trigger':
        return table?.triggers.some((trigger) => trigger.name === name) === true;
      case 'policy':
        return table?.policies.includes(name ?? '') === true;
      case 'rule':
        return table?.rules.includes(name ?? '') === true;
    }
  };
  if (!isIn(before) || !isIn(after)) return false;
  if (kind === 'view') return true;
  const texts = (definitions: Definitions): string =>
    definitions
      .find({ kind, id, name })
      .map(({ text }) => text)
      .join(';\n');
  return texts(earlier) !== texts(own);
}

/** What the revert leaves as the migration made it; null for what it undoes, and for what leaves nothing behind. */
function sentenceFor({ operation, statement, before: at }: PlacedOperation, { text, before }: Followed): string | null {
  const place = `statement ${statement.index + 1}`;
  const rows = (name: Name | null): string | null => {
    const id = name === null ? undefined : findTable(at, name)?.id;
    if (id === undefined) return `What ${place} did to rows stays.`;
    return before.tables.has(id) ? `What ${place} did to the rows of ${objectName(id)} stays.` : null;
  };
  switch (operation.kind) {
    case 'insert-rows':
    case 'update-rows':
    case 'delete-rows':
    case 'merge-rows':
      return rows(operation.table);
    case 'truncate': {
      const id = findTable(at, operation.table)?.id;
      return id !== undefined && before.tables.has(id) ? `The rows of ${objectName(id)}, which ${place} removed, stay gone.` : null;
    }
    case 'copy-rows':
      return operation.direction === 'from' ? rows(operation.table) : null;
    case 'call-procedure':
      return `What the procedure did that ${place} calls stays.`;
    case 'select-rows':
      return operation.query.functions.length > 0 ? `What the functions did that ${place} calls stays.` : null;
    case 'set-comment':
    case 'change-privileges':
    case 'create-statistics':
    case 'drop-statistics':
    case 'alter-publication':
    case 'alter-other':
    case 'alter-extension':
    case 'alter-composite-type':
    case 'alter-constraint':
    case 'alter-policy':
    case 'alter-function':
    case 'alter-view':
    case 'set-column-option':
    case 'set-index-option':
      return stays(place, text, operation);
    case 'set-table-option':
      return ['logged', 'unlogged', 'inherit', 'no-inherit'].includes(operation.option) ? null : stays(place, text, operation);
    case 'alter-sequence':
      return operation.change === 'owned-by' ? null : stays(place, text, operation);
    default:
      return operation.conditional
        ? `Statement ${statement.index + 1} runs under a condition; what it may have done is taken for done.`
        : null;
  }
}

function stays(place: string, text: string, { span }: Operation): string {
  return `Not undone, ${place}: ${clipped(text.slice(span.start, span.end), 80)}`;
}
