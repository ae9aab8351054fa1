import type { Table } from '../../analysis/catalog/catalog';
import { quotedName, splitId } from '../../analysis/render/postgres-names';
import { columnName, objectName } from '../../analysis/wording/wording';
import { definitionKey } from '../introspection/introspection';
import { inParentheses, splitAtCommas, unquoted } from '../introspection/sql-text';
import type { Difference } from './difference';
import type { WrittenSide, WrittenStatements } from './written-side';

/**
 * Leads from one side to the other in the given differences. What ALTER TABLE cannot do is done as Prisma does it: the table is made anew beside
 * the old one and takes its rows. https://www.sqlite.org/lang_altertable.html#otheralter
 */
export function sqliteStatements(from: WrittenSide, to: WrittenSide, differences: readonly Difference[], back: boolean): WrittenStatements {
  const losses: string[] = [];
  const of = (kind: Difference['kind'], change: 'gone' | 'new'): readonly Difference[] =>
    differences.filter((one) => one.kind === kind && (changeOf(one, back) === change || changeOf(one, back) === 'changed'));
  const tables = differences.filter(({ kind }) => kind === 'table');
  const gone = tables.filter((one) => changeOf(one, back) === 'gone').map(({ object }) => object);
  const made = tables.filter((one) => changeOf(one, back) === 'new').map(({ object }) => object);
  const altered = [...new Set(differences.filter(isPartOfTable).map(({ object }) => object))];
  const plans = altered.map((id) =>
    alteration(
      id,
      from,
      to,
      differences.filter((one) => one.object === id),
      back,
    ),
  );
  const rebuilt = new Set(plans.flatMap(({ id, rebuilds }) => (rebuilds ? [id] : [])));
  for (const id of gone) losses.push(`Drops ${objectName(id)} with the rows that it holds.`);
  for (const plan of plans) losses.push(...plan.losses);
  const stays = (difference: Difference): boolean => !rebuilt.has(difference.object);
  const sql = [
    ...of('trigger', 'gone')
      .filter(stays)
      .map(({ part }) => `DROP TRIGGER ${quotedName(part ?? '')}`),
    ...of('view', 'gone').map(({ object }) => `DROP VIEW ${bare(object)}`),
    ...of('index', 'gone')
      .filter(stays)
      .map((one) => `DROP INDEX ${quotedName(nameIn(one, back, 'from'))}`),
    ...gone.map((id) => `DROP TABLE ${bare(id)}`),
    ...made.flatMap((id) => wholeTable(id, to)),
    ...(plans.length === 0
      ? []
      : guarded(
          plans.flatMap((plan) => plan.sql),
          rebuilt.size > 0,
        )),
    ...of('index', 'new')
      .filter(stays)
      .flatMap((one) => text(to, 'index', `main.${nameIn(one, back, 'to')}`)),
    ...of('view', 'new').flatMap(({ object }) => text(to, 'view', object)),
    ...of('trigger', 'new')
      .filter(stays)
      .flatMap(({ part }) => text(to, 'trigger', `main.${part}`)),
  ];
  return { sql, losses, unwritten: [] };
}

/** As seen from the side that the statements begin with. */
function changeOf({ change }: Difference, back: boolean): 'gone' | 'new' | 'changed' {
  if (change === 'changed') return 'changed';
  return (change === 'only-in-database') === back ? 'gone' : 'new';
}

/** The name of a part that is called otherwise on either side. */
function nameIn({ part, renamedFrom }: Difference, back: boolean, side: 'from' | 'to'): string {
  return ((side === 'from') === back ? part : (renamedFrom ?? part)) ?? '';
}

const partKinds: ReadonlySet<Difference['kind']> = new Set([
  ...(['column', 'primary key', 'unique constraint', 'foreign key', 'check constraint'] as const),
]);

function isPartOfTable({ kind }: Difference): boolean {
  return partKinds.has(kind);
}

function bare(id: string): string {
  return quotedName(splitId(id).name);
}

function text({ written }: WrittenSide, kind: 'table' | 'index' | 'view' | 'trigger', id: string): readonly string[] {
  const sql = written.get(definitionKey(kind, id));
  return sql === undefined ? [] : [sql];
}

function wholeTable(id: string, side: WrittenSide): readonly string[] {
  return [...text(side, 'table', id), ...attachedTo(id, side)];
}

/** Indexes and triggers of a table. */
function attachedTo(id: string, side: WrittenSide): readonly string[] {
  const { catalog } = side;
  const indexes = [...catalog.indexes].flatMap(([name, { table, constraint }]) =>
    table === id && constraint === null ? text(side, 'index', name) : [],
  );
  return [...indexes, ...(catalog.tables.get(id)?.triggers ?? []).flatMap(({ name }) => text(side, 'trigger', `main.${name}`))];
}

interface Alteration {
  readonly id: string;
  readonly rebuilds: boolean;
  readonly sql: readonly string[];
  readonly losses: readonly string[];
}

function alteration(id: string, from: WrittenSide, to: WrittenSide, differences: readonly Difference[], back: boolean): Alteration {
  const [table, target] = [from.catalog.tables.get(id), to.catalog.tables.get(id)];
  const definition = to.written.get(definitionKey('table', id)) ?? '';
  if (table === undefined || target === undefined) return { id, rebuilds: false, sql: [], losses: [] };
  const parts = differences.filter(isPartOfTable);
  const isNew = ({ kind, ...rest }: Difference): boolean => kind === 'column' && changeOf({ kind, ...rest }, back) === 'new';
  const added = parts.filter(isNew).flatMap(({ part }) => addable(part ?? '', target, definition));
  const names = new Set(added.map(({ name }) => name));
  const sql = added.map(({ clause }) => `ALTER TABLE ${bare(id)} ADD COLUMN ${clause}`);
  if (parts.every((one) => isNew(one) && names.has(one.part ?? ''))) return { id, rebuilds: false, sql, losses: [] };
  const had = new Set([...table.columns.map(({ name }) => name), ...names]);
  const copied = target.columns.filter(({ name, generated }) => had.has(name) && generated === null).map(({ name }) => quotedName(name));
  const lost = table.columns.filter(({ name }) => !target.columns.some((column) => column.name === name));
  const fresh = quotedName(`new_${splitId(id).name}`);
  return {
    id,
    rebuilds: true,
    sql: [
      ...sql,
      definition.replace(/^CREATE TABLE\s+(?:"(?:[^"]|"")+"|`[^`]+`|\[[^\]]+\]|[^\s(]+)/i, `CREATE TABLE ${fresh}`),
      `INSERT INTO ${fresh} (${copied.join(', ')}) SELECT ${copied.join(', ')} FROM ${bare(id)}`,
      `DROP TABLE ${bare(id)}`,
      `ALTER TABLE ${fresh} RENAME TO ${bare(id)}`,
      ...attachedTo(id, to),
    ],
    losses: lost.map(({ name }) => `Drops ${columnName(id, name)} with the values that it holds.`),
  };
}

/** A column that ALTER TABLE can add, with its clause as it is written. */
function addable(name: string, table: Table, definition: string): readonly { readonly name: string; readonly clause: string }[] {
  const column = table.columns.find((one) => one.name === name);
  const clause = splitAtCommas(inParentheses(definition)?.text ?? '').find((one) => unquoted(/^\S+/.exec(one)?.[0] ?? '') === name);
  if (column === undefined || clause === undefined || /\b(?:PRIMARY|UNIQUE|REFERENCES)\b/i.test(clause)) return [];
  const isConstant = column.default?.constant != null;
  if ((column.notNull && !isConstant) || (column.default !== null && !isConstant) || column.generated?.stored === true) return [];
  return [{ name, clause }];
}

/** Others refer to the table while it is away. */
function guarded(sql: readonly string[], rebuilds: boolean): readonly string[] {
  if (!rebuilds) return sql;
  return [
    ...['PRAGMA foreign_keys=OFF', 'PRAGMA legacy_alter_table=ON'],
    ...sql,
    ...['PRAGMA legacy_alter_table=OFF', 'PRAGMA foreign_keys=ON'],
  ];
}
