import type { Catalog } from '../catalog';
import type { Change } from './change';
import { describedCatalog } from './described';
import { enumChanges } from './enum-changes';
import type { DiffOptions } from './options';
import { sightOf } from './prisma-version';
import { withRelationTables } from './relation-tables';
import { resolvedParts } from './resolved';
import { type Sides, type TableChange, tableChange } from './table-change';
import { declaredCatalog, type VisibleTable } from './visible';

/**
 * The steps that Prisma takes from one catalog to the other, in its order: `migrate dev` writes each as a statement. Nothing for
 * providers other than PostgreSQL yet.
 * https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/sql-schema-connector/src/sql_schema_differ.rs
 */
export function diffCatalogs(before: Catalog, after: Catalog, options: DiffOptions): readonly Change[] {
  if (options.provider !== 'postgresql') return [];
  const sides = resolvedParts(
    {
      before: options.from === 'migrations' ? describedCatalog(before, sightOf(options)) : declaredCatalog(before),
      after: withRelationTables(declaredCatalog(after), before, options),
    },
    options.unresolved,
  );
  return stepsInOrder(sides, tablesOf(sides), options);
}

interface Tables {
  readonly changed: readonly TableChange[];
  readonly created: readonly VisibleTable[];
  readonly dropped: readonly VisibleTable[];
}

function tablesOf(sides: Sides): Tables {
  const changed: TableChange[] = [];
  const dropped: VisibleTable[] = [];
  const created: VisibleTable[] = [];
  // All tables of both sides, at each keystroke: `forEach` makes no object for each of them.
  sides.before.tables.forEach((table, id) => {
    const wanted = sides.after.tables.get(id);
    const change = wanted === undefined ? null : tableChange(table, wanted, sides);
    if (wanted === undefined) dropped.push(table);
    else if (change !== null) changed.push(change);
  });
  sides.after.tables.forEach((table, id) => {
    if (!sides.before.tables.has(id)) created.push(table);
  });
  return { changed, dropped, created };
}

/** The order of the variants of `SqlMigrationStep`; within one, that of the tables before, of the tables after for what is new. */
function stepsInOrder(sides: Sides, tables: Tables, options: DiffOptions): readonly Change[] {
  const enums = enumChanges(sides, tables.dropped);
  const steps: readonly Change[] = [
    ...createdSchemas(sides, options),
    ...createdExtensions(sides, options),
    ...enums.created,
    ...enums.altered,
    ...droppedForeignKeys(sides, tables),
    ...tables.changed.flatMap(({ droppedIndexes }) => droppedIndexes.map(({ index }): Change => ({ kind: 'drop-index', index }))),
    ...tables.changed.flatMap(({ table, clauses }): readonly Change[] =>
      clauses.length === 0 ? [] : [{ kind: 'alter-table', table, clauses }],
    ),
    ...tables.dropped.map(({ id }): Change => ({ kind: 'drop-table', table: id })),
    ...enums.dropped,
    ...tables.created.map(({ table }): Change => ({ kind: 'create-table', table })),
    ...createdIndexes(tables),
    ...tables.changed.flatMap(({ table, renamedForeignKeys }) =>
      renamedForeignKeys.map(({ from, to }): Change => ({ kind: 'rename-foreign-key', table, name: from.name, to: to.name })),
    ),
    ...addedForeignKeys(sides, tables),
    ...tables.changed.flatMap(({ renamedIndexes }) =>
      renamedIndexes.map(({ from, to }): Change => ({ kind: 'rename-index', index: from.index, to: to.index.name })),
    ),
  ];
  return uniqueAfterPrimaryKey(steps, sides);
}

/** A schema is created for its first table or enum. */
function createdSchemas({ before, after }: Sides, { schemas }: DiffOptions): readonly Change[] {
  if (schemas.length === 0) return [];
  const used = new Set([...after.tables.values()].map(({ table }) => table.schema));
  for (const [id, type] of after.enums) if (!before.enums.has(id)) used.add(type.schema);
  return schemas.filter((name) => used.has(name) && !before.catalog.schemas.has(name)).map((name) => ({ kind: 'create-schema', name }));
}

/** Prisma drops no extension. */
function createdExtensions({ before }: Sides, { extensions }: DiffOptions): readonly Change[] {
  return (extensions ?? [])
    .filter(({ name }) => !before.catalog.extensions.has(name))
    .map(({ name, schema, version }) => ({ kind: 'create-extension', name, schema, version }));
}

function droppedForeignKeys(sides: Sides, { changed, dropped }: Tables): readonly Change[] {
  const byTable = new Map([
    ...changed.map(({ table, droppedForeignKeys: keys }) => [table, keys] as const),
    ...dropped.map(({ id, foreignKeys }) => [id, foreignKeys] as const),
  ]);
  const steps: Change[] = [];
  sides.before.tables.forEach((_, table) => {
    for (const { name } of byTable.get(table) ?? []) steps.push({ kind: 'drop-foreign-key', table, name });
  });
  return steps;
}

function addedForeignKeys(sides: Sides, { changed, created }: Tables): readonly Change[] {
  const byTable = new Map([
    ...changed.map(({ table, addedForeignKeys: keys }) => [table, keys] as const),
    ...created.map(({ id, foreignKeys }) => [id, foreignKeys] as const),
  ]);
  const steps: Change[] = [];
  sides.after.tables.forEach((_, table) => {
    for (const foreignKey of byTable.get(table) ?? []) steps.push({ kind: 'add-foreign-key', table, foreignKey });
  });
  return steps;
}

/** Those of new tables first. */
function createdIndexes({ changed, created }: Tables): readonly Change[] {
  const indexes = [...created.flatMap((table) => table.indexes), ...changed.flatMap((table) => table.createdIndexes)];
  return indexes.map(({ index }) => ({ kind: 'create-index', index }));
}

/**
 * A unique index that gives way to a primary key on the same columns goes after it, so that the table is never without a key
 * (`apply_partial_order_permutations`).
 */
function uniqueAfterPrimaryKey(steps: readonly Change[], { before }: Sides): readonly Change[] {
  const sorted = [...steps];
  for (const step of steps) {
    if (step.kind !== 'drop-index' || !step.index.unique) continue;
    const table = before.tables.get(step.index.table);
    if (table === undefined || table.primaryKey !== null) continue;
    const columns = table.indexes.find(({ index }) => index === step.index)?.columns.map(({ name }) => name) ?? [];
    const target = sorted.findIndex(
      (other) => other.kind === 'alter-table' && other.table === table.id && makesKey(other.clauses, columns),
    );
    if (target < 0) continue;
    sorted.splice(target + 1, 0, step);
    sorted.splice(sorted.indexOf(step), 1);
  }
  return sorted;
}

function makesKey(clauses: Extract<Change, { kind: 'alter-table' }>['clauses'], columns: readonly string[]): boolean {
  let makes = false;
  for (const clause of clauses) {
    if (clause.kind === 'drop-column' && columns.includes(clause.column.name)) return false;
    if (clause.kind === 'redefine-column' && columns.includes(clause.before.name)) return false;
    if (clause.kind === 'add-primary-key') {
      makes = clause.columns.length === columns.length && clause.columns.every((name, place) => name === columns[place]);
    }
  }
  return makes;
}
