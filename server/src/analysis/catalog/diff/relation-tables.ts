import type { Catalog, Index, ObjectId, Table } from '../catalog';
import type { DiffOptions } from './options';
import { isBefore } from './prisma-version';
import type { VisibleCatalog, VisibleTable } from './visible';

/**
 * Prisma 6 gave the tables of implicit many-to-many relations a primary key instead of a unique index. A wanted catalog has the
 * new form; this gives it the one that the project's Prisma makes. Where the version is not known, what the history has stays.
 * https://www.prisma.io/docs/orm/more/upgrade-guides/upgrading-versions/upgrading-to-prisma-6#schema-change-for-implicit-m-n-relations-on-postgresql
 */
export function withRelationTables(
  wanted: VisibleCatalog,
  before: Catalog,
  { prismaVersion }: Pick<DiffOptions, 'prismaVersion'>,
): VisibleCatalog {
  if (prismaVersion !== null && !isBefore(prismaVersion, 6, 0)) return wanted;
  const relations: VisibleTable[] = [];
  wanted.tables.forEach((table) => {
    if (isRelationTable(table) && (prismaVersion !== null || hasUniqueIndex(before, table.id))) relations.push(withUniqueIndex(table));
  });
  if (relations.length === 0) return wanted;
  const tables = new Map(wanted.tables);
  for (const table of relations) tables.set(table.id, table);
  return { ...wanted, tables };
}

function isRelationTable({ table, primaryKey }: VisibleTable): boolean {
  if (table.columns.length !== 2) return false;
  const [a, b] = table.columns;
  return a?.name === 'A' && b?.name === 'B' && primaryKey?.name === `${table.name}_AB_pkey`;
}

function hasUniqueIndex(catalog: Catalog, id: ObjectId): boolean {
  const table = catalog.tables.get(id);
  return (
    table?.constraints.some(({ type }) => type === 'primary-key') === false &&
    catalog.indexes.has(`${table.schema}.${table.name}_AB_unique`)
  );
}

/** From one keystroke to the next most tables stay the same objects, in this form too. */
const remembered = new WeakMap<VisibleTable, VisibleTable>();

function withUniqueIndex(visible: VisibleTable): VisibleTable {
  const found = remembered.get(visible) ?? makeUniqueIndex(visible);
  remembered.set(visible, found);
  return found;
}

function makeUniqueIndex(visible: VisibleTable): VisibleTable {
  const table: Table = { ...visible.table, constraints: visible.table.constraints.filter(({ type }) => type !== 'primary-key') };
  const columns = ['A', 'B'].map((name) => ({ name, descending: false, operatorClass: null }));
  const index: Index = {
    schema: table.schema,
    name: `${table.name}_AB_unique`,
    table: visible.id,
    unique: true,
    method: 'btree',
    keys: columns.map(({ name, descending, operatorClass }) => ({ type: 'column', column: name, descending, operatorClass })),
    include: [],
    where: null,
    nullsNotDistinct: false,
    constraint: null,
    valid: true,
    partOf: null,
  };
  return {
    ...visible,
    table,
    primaryKey: null,
    indexes: [{ name: index.name, index, columns, method: 'btree', kept: false }, ...visible.indexes],
  };
}
