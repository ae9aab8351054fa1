import type { Catalog, ObjectId } from '../catalog/catalog';
import { findIndex, findTable, findType, findView, objectId, resolveRelation } from '../catalog/resolve';
import type { PlacedOperation } from '../migration/migration';
import type { Name } from '../operation/name';
import { quotedName, quotedText, splitId } from '../render/postgres-names';
import type { NameOf } from './names';

/** What has one name before a migration and another one after it. */
interface Known {
  readonly kind: 'table' | 'column' | 'constraint' | 'index' | 'type' | 'value' | 'sequence' | 'view' | 'trigger';
  /** Table of a column, constraint or trigger, type of a value; null for what stands for itself. */
  readonly owner: Known | null;
  readonly before: string;
  /** Of today, without its schema for what has an id. */
  name: string;
  gone: boolean;
}

/**
 * The statements that give everything that a migration has renamed its old name back, last renaming first. What the migration has
 * made itself, or has dropped in the end, does not count: as in the exchange of an enum.
 */
export function renamesBack(operations: readonly PlacedOperation[], before: Catalog, today: Catalog, nameOf: NameOf): readonly string[] {
  const known: Known[] = [];
  for (const placed of operations) {
    const [one = null, name = null] = happeningOf(placed, before, known) ?? [];
    if (one === null) continue;
    if (name === null) one.gone = true;
    else one.name = one.owner === null ? objectId(splitId(one.name).schema, name) : name;
  }
  const renamed = known.filter(({ gone, owner, before: old, name }) => !gone && owner?.gone !== true && old !== name);
  // Parts first: their owner still has the name that it has today.
  const backs = [...renamed].sort((a, b) => Number(a.owner === null) - Number(b.owner === null)).map((one) => renameBack(one, nameOf));
  return [...renamed.flatMap((one) => cleared(one, known, before, today, nameOf)), ...backs];
}

/** What the migration has put in the place of an old name goes first: a view of that name, or a column, which is dropped under another one. */
function cleared(
  { kind, owner, before: old }: Known,
  known: readonly Known[],
  before: Catalog,
  today: Catalog,
  nameOf: NameOf,
): readonly string[] {
  if (kind === 'table' && today.views.has(old) && !before.views.has(old)) return [`DROP VIEW ${nameOf(old)}`];
  if (kind !== 'column' || owner === null) return [];
  const columns = today.tables.get(owner.name)?.columns.map((column) => column.name) ?? [];
  const isKnown = known.some((one) => one.kind === 'column' && one.owner === owner && one.name === old && !one.gone);
  if (!columns.includes(old) || isKnown) return [];
  let aside = `${old}_reverted`;
  while (columns.includes(aside)) aside = `${aside}_`;
  return [`ALTER TABLE ${nameOf(owner.name)} RENAME COLUMN ${quotedName(old)} TO ${quotedName(aside)}`];
}

/** A thing and the name that an operation gives it, null where it goes. */
type Happening = readonly [Known | null, string | null];

function happeningOf({ operation, before: at }: PlacedOperation, start: Catalog, known: Known[]): Happening | null {
  const whole = (kind: Known['kind'], id: ObjectId | undefined): Known | null =>
    id === undefined ? null : find(known, start, kind, null, id);
  const tableOf = (name: Name): Known | null => whole('table', findTable(at, name)?.id);
  const part = (kind: Known['kind'], owner: Known | null, name: string): Known | null =>
    owner === null ? null : find(known, start, kind, owner, name);
  switch (operation.kind) {
    case 'rename-table':
      return [tableOf(operation.table), operation.to.text];
    case 'drop-table':
      return [tableOf(operation.table), null];
    case 'rename-column':
      return [part('column', tableOf(operation.table), operation.column.text), operation.to.text];
    case 'drop-column':
      return [part('column', tableOf(operation.table), operation.column.text), null];
    case 'rename-constraint':
      return [part('constraint', tableOf(operation.table), operation.constraint.text), operation.to.text];
    case 'drop-constraint':
      return [part('constraint', tableOf(operation.table), operation.constraint.text), null];
    case 'rename-trigger':
      return [part('trigger', tableOf(operation.table), operation.trigger.text), operation.to.text];
    case 'drop-trigger':
      return [part('trigger', tableOf(operation.table), operation.trigger.text), null];
    case 'rename-index': {
      const index = findIndex(at, operation.index);
      const table = index === null || index.index.constraint === null ? null : whole('table', index.index.table);
      // The index of a constraint and the constraint have one name.
      return [table === null ? whole('index', index?.id) : part('constraint', table, operation.index.name), operation.to.text];
    }
    case 'drop-index':
      return [whole('index', findIndex(at, operation.index)?.id), null];
    case 'rename-type':
      return [whole('type', findType(at, operation.type)?.id), operation.to.text];
    case 'drop-type':
      return [whole('type', findType(at, operation.type)?.id), null];
    case 'rename-enum-value':
      return [part('value', whole('type', findType(at, operation.type)?.id), operation.value.text), operation.to.text];
    case 'rename-sequence': {
      const relation = resolveRelation(at, operation.sequence);
      return [relation?.kind === 'sequence' ? whole('sequence', relation.id) : null, operation.to.text];
    }
    case 'rename-view':
      return [whole('view', findView(at, operation.view)?.id), operation.to.text];
    case 'drop-view':
      return [whole('view', findView(at, operation.view)?.id), null];
    default:
      return null;
  }
}

/** The one that has this name now, met for the first time under the name of the beginning; null where it is new. */
function find(known: Known[], start: Catalog, kind: Known['kind'], owner: Known | null, name: string): Known | null {
  const met = known.find((one) => one.kind === kind && one.owner === owner && one.name === name && !one.gone);
  if (met !== undefined) return met;
  // The name may belong to another one now, which has given its own away or is gone.
  const isTaken = known.some((one) => one.kind === kind && one.owner === owner && one.before === name);
  if (isTaken || !existed(start, kind, owner, name)) return null;
  const found: Known = { kind, owner, before: name, name, gone: false };
  known.push(found);
  return found;
}

function existed(start: Catalog, kind: Known['kind'], owner: Known | null, name: string): boolean {
  const table = start.tables.get(owner?.before ?? '');
  const type = start.types.get(owner?.before ?? '');
  switch (kind) {
    case 'table':
      return start.tables.has(name);
    case 'column':
      return table?.columns.some((column) => column.name === name) === true;
    case 'constraint':
      return table?.constraints.some((constraint) => constraint.name === name) === true;
    case 'trigger':
      return table?.triggers.some((trigger) => trigger.name === name) === true;
    case 'index':
      return start.indexes.has(name);
    case 'type':
      return start.types.has(name);
    case 'value':
      return type?.type === 'enum' && type.values.includes(name);
    case 'sequence':
      return start.sequences.has(name);
    case 'view':
      return start.views.has(name);
  }
}

function renameBack({ kind, owner, before, name }: Known, nameOf: NameOf): string {
  const at = owner === null ? '' : nameOf(owner.name);
  const own = owner === null ? nameOf(name) : quotedName(name);
  const old = quotedName(owner === null ? splitId(before).name : before);
  switch (kind) {
    case 'table':
    case 'index':
    case 'type':
    case 'sequence':
    case 'view':
      return `ALTER ${kind.toUpperCase()} ${own} RENAME TO ${old}`;
    case 'column':
    case 'constraint':
      return `ALTER TABLE ${at} RENAME ${kind.toUpperCase()} ${own} TO ${old}`;
    case 'trigger':
      return `ALTER TRIGGER ${own} ON ${at} RENAME TO ${old}`;
    case 'value':
      return `ALTER TYPE ${at} RENAME VALUE ${quotedText(name)} TO ${quotedText(before)}`;
  }
}
