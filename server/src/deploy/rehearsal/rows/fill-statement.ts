import type { Catalog, Column, ObjectId, Table, TableForeignKey } from '../../../analysis/catalog/catalog';
import { quotedName } from '../../../analysis/render/postgres-names';
import { qualified } from '../postgres/qualified';
import { limitsOf } from './limits';
import { sqlValue } from './sql-value';
import { uniqueSets } from './unique-sets';

export type FillStatement =
  | {
      readonly ok: true;
      readonly sql: string;
      /** The same without leaving out rows that break a unique constraint. */
      readonly strict: string;
    }
  /** A phrase. */
  | { readonly ok: false; readonly problem: string };

/**
 * One statement that fills a table on the server itself: rows that break a unique constraint are left out, keys of other tables are taken from their
 * rows. `filled`: tables that hold rows by now.
 */
export function fillStatement(id: ObjectId, table: Table, catalog: Catalog, rows: number, filled: ReadonlySet<ObjectId>): FillStatement {
  const sets = uniqueSets(id, table, catalog);
  const uniques = new Set(sets.flat());
  const keys = table.constraints.filter((constraint): constraint is TableForeignKey => constraint.type === 'foreign-key');
  // The widest first: what it takes from one row fits the keys over a part of its columns too.
  const usable = keys
    .filter(({ references }) => references !== id && filled.has(references))
    .sort((a, b) => b.columns.length - a.columns.length);
  const sources = new Map<string, string>();
  const parents = usable.flatMap((key, index) => {
    // A column of two keys takes the value of the first.
    if (key.columns.some((column) => sources.has(column))) return [];
    for (const [at, column] of key.columns.entries()) sources.set(column, `p${index}.${quotedName(key.referencedColumns[at] ?? column)}`);
    return [{ key, index }];
  });
  const columns: string[] = [];
  const values: string[] = [];
  for (const column of table.columns) {
    const inKey = sources.get(column.name);
    if (inKey === undefined && keys.some(({ columns }) => columns.includes(column.name)) && !column.notNull) continue;
    if (inKey === undefined && isFilledByServer(column, uniques)) continue;
    const value =
      inKey ?? own(column, { catalog, table: id, rows, distinct: uniques.has(column.name), limits: limitsOf(table, column.name) });
    if (value === null && column.notNull) return { ok: false, problem: `values of "${column.name}" (${column.type.name}) are not known` };
    if (value === null) continue;
    columns.push(quotedName(column.name));
    values.push(value);
  }
  const joins = parents.map(({ key, index }) => {
    // Keys that are unique together are digits of one number: they meet every combination once, as the key of a relation table needs it.
    const before = parents.filter((other) => other.index < index && areTogether(sets, key, other.key)).map((other) => `c${other.index}.n`);
    const digit = `((i - 1) / ${['1', ...before].join(' * ')}) % c${index}.n + 1`;
    const referenced = key.referencedColumns.map(quotedName).join(', ');
    const from = qualified(key.references);
    return `CROSS JOIN (SELECT nullif(count(*), 0) AS n FROM ${from}) c${index}
JOIN (SELECT row_number() OVER () AS k, ${referenced} FROM ${from}) p${index} ON p${index}.k = ${digit}`;
  });
  const target = columns.length === 0 ? `${qualified(id)} DEFAULT VALUES` : `${qualified(id)} (${columns.join(', ')})`;
  if (columns.length === 0) return { ok: true, sql: `INSERT INTO ${target}`, strict: `INSERT INTO ${target}` };
  const select = `SELECT ${values.join(', ')}\nFROM generate_series(1, ${rows}) AS g(i)\n${joins.join('\n')}`;
  const strict = `INSERT INTO ${target}\n${select.trimEnd()}`;
  return { ok: true, sql: `${strict}\nON CONFLICT DO NOTHING`, strict };
}

/** Where a value may be missing it is, now and then, as in real tables. */
function own(column: Column, context: Parameters<typeof sqlValue>[1]): string | null {
  const value = sqlValue(column, context);
  return value === null || column.notNull || context.distinct ? value : `CASE WHEN i % 10 <> 0 THEN ${value} END`;
}

function isFilledByServer({ name, default: stored, identity, generated }: Column, uniques: ReadonlySet<string>): boolean {
  if (identity !== null || generated !== null) return true;
  return stored !== null && (stored.constant === null || !uniques.has(name));
}

function areTogether(sets: readonly (readonly string[])[], a: TableForeignKey, b: TableForeignKey): boolean {
  return sets.some((set) => a.columns.some((column) => set.includes(column)) && b.columns.some((column) => set.includes(column)));
}
