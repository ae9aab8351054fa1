import type { Column, ObjectId } from '../catalog';
import type { Change } from './change';
import { compareNames, sameNames } from './compare-names';
import type { Sides } from './table-change';
import type { EnumType, VisibleTable } from './visible';

export interface EnumChanges {
  readonly created: readonly Change[];
  readonly altered: readonly Change[];
  readonly dropped: readonly Change[];
}

type EnumDefault = Extract<Change, { kind: 'redefine-enum' }>['defaults'][number];

export function enumChanges(sides: Sides, droppedTables: readonly VisibleTable[]): EnumChanges {
  const { before, after } = sides;
  const created: Change[] = [];
  after.enums.forEach(({ values }, type) => {
    if (!before.enums.has(type)) created.push({ kind: 'create-enum', type, values });
  });
  const altered: Change[] = [];
  const dropped: Change[] = [];
  before.enums.forEach((from, type) => {
    const to = after.enums.get(type);
    if (to === undefined) dropped.push({ kind: 'drop-enum', type });
    else if (to !== from) altered.push(...alteredEnum(type, from, to, sides, droppedTables));
  });
  return { created, altered, dropped };
}

function alteredEnum(id: ObjectId, from: EnumType, to: EnumType, sides: Sides, droppedTables: readonly VisibleTable[]): readonly Change[] {
  // As of most enums, at each keystroke.
  if (sameNames(from.values, to.values)) return [];
  const added = to.values.filter((value) => !from.values.includes(value));
  if (from.values.every((value) => to.values.includes(value))) {
    return added.length === 0 ? [] : [{ kind: 'add-enum-values', type: id, values: added }];
  }
  return [
    {
      kind: 'redefine-enum',
      type: id,
      before: from.values,
      values: to.values,
      defaults: [...droppedTables.flatMap((table) => defaultsThatGo(table.id, table.table.columns, id)), ...changedDefaults(sides, id)],
      columns: [...sides.after.tables].flatMap(([table, wanted]) =>
        wanted.table.columns.filter((column) => isOf(column, id)).map((column) => ({ table, column })),
      ),
    },
  ];
}

function isOf(column: Column, id: ObjectId): boolean {
  return column.type.user && column.type.name === id;
}

function defaultsThatGo(table: ObjectId, columns: readonly Column[], type: ObjectId): readonly EnumDefault[] {
  return columns
    .filter((column) => isOf(column, type) && column.default !== null)
    .map((column) => ({ table, before: column, after: null }));
}

/** Of each table the columns that go, then those that stay; both by name. */
function changedDefaults({ before, after }: Sides, type: ObjectId): readonly EnumDefault[] {
  return [...before.tables].flatMap(([id, { table }]) => {
    const wanted = after.tables.get(id)?.table.columns;
    if (wanted === undefined) return [];
    const byName = new Map(wanted.map((column) => [column.name, column]));
    const columns = [...table.columns].sort((a, b) => compareNames(a.name, b.name));
    const pairs = columns.filter(({ name }) => byName.has(name));
    return [
      ...defaultsThatGo(
        id,
        columns.filter(({ name }) => !byName.has(name)),
        type,
      ),
      ...defaultsThatGo(id, pairs, type).map((one) => ({ ...one, after: withDefault(byName.get(one.before.name), type) })),
    ];
  });
}

function withDefault(column: Column | undefined, type: ObjectId): Column | null {
  return column !== undefined && isOf(column, type) && column.default !== null ? column : null;
}
