import type { Catalog, Table } from '../catalog/catalog';
import { columnOf, findTable, resolveRelation } from '../catalog/resolve';
import type { Draft } from '../finding';
import type { Identifier, Name } from '../operation/name';
import type { Operation } from '../operation/operation';
import { failing } from './certain-failures';
import { isHistoryKnown } from './history';
import type { MigrationContext, PlacedOperation } from './migration';

/** Tables and columns that a statement reads and that do not exist, as far as that is certain. */
export function missingReads(context: MigrationContext): readonly Draft[] {
  const historyIsKnown = isHistoryKnown(context);
  const drafts: Draft[] = [];
  for (const placed of context.operations) {
    if (placed.operation.conditional || placed.effect.failures.some(({ when }) => when === 'certain')) continue;
    if (historyIsKnown) drafts.push(...missingTables(placed, context));
    drafts.push(...missingColumns(placed, context));
  }
  return drafts;
}

function missingTables({ operation, statement, before }: PlacedOperation, context: MigrationContext): readonly Draft[] {
  const read = tablesRead(operation);
  if (read.length === 0) return [];
  return read
    .filter((name) => !isSystem(name) && resolveRelation(before, name) === null)
    .map((name) => ({
      message: failing(context, `${context.names.written(name)} does not exist`),
      span: name.span,
      statement: statement.index,
      operation,
    }));
}

function tablesRead(operation: Operation): readonly Name[] {
  switch (operation.kind) {
    case 'insert-rows':
    case 'update-rows':
    case 'delete-rows':
    case 'select-rows':
      return operation.query.relations.map(({ name }) => name);
    case 'create-view':
      // One that is RECURSIVE reads itself.
      return operation.query.relations.flatMap(({ name }) => (name.name === operation.view.name ? [] : [name]));
    case 'create-table':
      return operation.constraints
        .concat(operation.columns.flatMap(({ constraints }) => constraints))
        .flatMap((constraint) =>
          constraint.type === 'foreign-key' && constraint.references.name !== operation.table.name ? [constraint.references] : [],
        );
    case 'add-column':
      return operation.column.constraints.flatMap((constraint) => (constraint.type === 'foreign-key' ? [constraint.references] : []));
    default:
      return [];
  }
}

/** Relations that no migration makes: those of the server and of extensions, and the table in which Prisma records migrations. */
function isSystem({ schema, name }: Name): boolean {
  return (
    schema === 'information_schema' ||
    schema?.startsWith('pg_') === true ||
    (schema === null && name.startsWith('pg_')) ||
    otherRelations.has(name)
  );
}

/** Beside Prisma's own, those of PostGIS (manual, 4.5 and 4.6). */
const otherRelations: ReadonlySet<string> = new Set([
  '_prisma_migrations',
  'spatial_ref_sys',
  'geometry_columns',
  'geography_columns',
  'raster_columns',
  'raster_overviews',
]);

function missingColumns({ operation, statement, before }: PlacedOperation, context: MigrationContext): readonly Draft[] {
  return columnsRead(operation, before).map(({ table, column }) => ({
    message: failing(context, `${context.names.written(table)} has no column ${context.names.name(column.text)}`),
    span: column.span,
    statement: statement.index,
    operation,
  }));
}

interface ColumnRead {
  readonly table: Name;
  readonly column: Identifier;
}

function columnsRead(operation: Operation, catalog: Catalog): readonly ColumnRead[] {
  switch (operation.kind) {
    case 'create-index':
      return absent(
        operation.table,
        operation.keys.flatMap((key) => (key.type === 'column' ? [key.column] : [])),
        catalog,
      );
    case 'update-rows':
    case 'delete-rows': {
      const { where } = operation;
      // With one relation and no subquery, every column of the condition can only be its own.
      const isPlain = where !== null && !where.hasSubquery && operation.query.relations.length === 1;
      return isPlain ? absent(operation.table, where.columns, catalog) : [];
    }
    default:
      return [];
  }
}

function absent(name: Name, columns: readonly Identifier[], catalog: Catalog): readonly ColumnRead[] {
  const table = findTable(catalog, name)?.table;
  if (table === undefined) return [];
  const missing = columns.filter(({ text }) => columnOf(table, text) === null && !systemColumns.has(text));
  return missing.length === 0 || !isWhollyKnown(table) ? [] : missing.map((column) => ({ table: name, column }));
}

const systemColumns: ReadonlySet<string> = new Set(['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid']);

/** `CREATE TABLE … AS` and parents outside of the history leave columns that nobody wrote down. */
function isWhollyKnown(table: Table): boolean {
  return (
    table.complete && table.columns.length > 0 && table.inherits.length === 0 && table.columns.every(({ type }) => type.name !== 'unknown')
  );
}
