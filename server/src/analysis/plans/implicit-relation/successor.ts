import type { Catalog, Column, ObjectId, Table, TableForeignKey } from '../../catalog/catalog';
import { typeText } from '../../catalog/column-type';
import { linkedTables } from '../../catalog/implicit-relation-table';

/** The table of an implicit relation, and that of the model that takes its place. */
export interface Successor {
  readonly from: ObjectId;
  readonly to: ObjectId;
  readonly old: Table;
  readonly next: Table;
  /** Where the columns `A` and `B` go on, with their foreign keys before and after. */
  readonly sides: readonly [Side, Side];
  /** Columns that the model has beside them. */
  readonly added: readonly Column[];
}

export interface Side {
  readonly from: 'A' | 'B';
  readonly to: string;
  readonly before: TableForeignKey;
  readonly after: TableForeignKey;
}

export type FoundSuccessor = { readonly ok: true; readonly successor: Successor } | { readonly ok: false; readonly reason: string };

/** The one new table that links the same two tables. `reason` completes "No plan is offered: …". */
export function successorOf(from: ObjectId, old: Table, before: Catalog, after: Catalog): FoundSuccessor {
  const [a, b] = linkedTables(old);
  if (a === undefined || b === undefined) return refusal('it is not known which tables it links');
  if (a === b) return refusal('both sides are the same table: nobody but a person can know which is which');
  const found = [...after.tables].flatMap(([to, next]): readonly Successor[] => {
    if (before.tables.has(to)) return [];
    const [left, right] = [sideOf('A', a, old, next), sideOf('B', b, old, next)];
    if (left === null || right === null) return [];
    const added = next.columns.filter(({ name }) => name !== left.to && name !== right.to);
    return [{ from, to, old, next, sides: [left, right], added }];
  });
  const [successor, ...others] = found;
  if (successor === undefined) return refusal('no new model takes its place: it would link the same two models');
  return others.length === 0 ? { ok: true, successor } : refusal('several new models link the same two models');
}

/** The column with the only foreign key to a table, if it has the type of the old one. */
function sideOf(from: Side['from'], linked: ObjectId, old: Table, next: Table): Side | null {
  const [before] = keysTo(old, linked);
  const [after, ...others] = keysTo(next, linked);
  const [to, ...more] = after?.columns ?? [];
  if (before === undefined || after === undefined || to === undefined || others.length > 0 || more.length > 0) return null;
  const [one, other] = [columnIn(old, from), columnIn(next, to)];
  if (one === undefined || other === undefined || typeText(one.type) !== typeText(other.type) || one.notNull !== other.notNull) return null;
  return { from, to, before, after };
}

function keysTo({ constraints }: Table, linked: ObjectId): readonly TableForeignKey[] {
  return constraints.flatMap((one) => (one.type === 'foreign-key' && one.references === linked ? [one] : []));
}

function columnIn({ columns }: Table, name: string): Column | undefined {
  return columns.find((column) => column.name === name);
}

function refusal(reason: string): FoundSuccessor {
  return { ok: false, reason };
}
