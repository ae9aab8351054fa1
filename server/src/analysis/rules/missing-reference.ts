import type { Catalog, Table } from '../catalog/catalog';
import { columnOf, findIndex, findTable, findType, findView, type QualifiedName, resolveRelation } from '../catalog/resolve';
import type { Constraint } from '../operation/constraint';
import type { Identifier, Name } from '../operation/name';
import type { Operation } from '../operation/operation';
import type { TypeName } from '../operation/type';
import type { Span } from '../text/span';
import { quoted, writtenName } from './wording';

/** Something that an operation names and the history does not hold. */
export interface MissingReference {
  /** With its kind: `column "status"`. */
  readonly what: string;
  /** Where it was looked for: ` of "User"`; empty where the name says it all. */
  readonly where: string;
  readonly span: Span;
}

/** What an operation needs and the catalog lacks. What may be absent (`IF EXISTS`) or comes from elsewhere is not asked for. */
export function missingReferences(operation: Operation, catalog: Catalog): readonly MissingReference[] {
  if (operation.conditional) return [];
  return [...missingTables(operation, catalog), ...missingParts(operation, catalog), ...missingTypes(operation, catalog)];
}

/** Schemas that the server or its extensions fill. */
function isSystem({ schema, name }: QualifiedName): boolean {
  return schema === 'information_schema' || schema?.startsWith('pg_') === true || (schema === null && name.startsWith('pg_'));
}

function missingTables(operation: Operation, catalog: Catalog): readonly MissingReference[] {
  return tablesNeeded(operation)
    .filter((name) => !isSystem(name) && resolveRelation(catalog, name) === null)
    .map((name) => ({ what: `table ${writtenName(name)}`, where: '', span: name.span }));
}

/** The relations that must exist for the operation to run. */
function tablesNeeded(operation: Operation): readonly Name[] {
  switch (operation.kind) {
    case 'create-table':
      return [...operation.constraints, ...operation.columns.flatMap(({ constraints }) => constraints)].flatMap((constraint) =>
        constraint.type === 'foreign-key' && !namesItself(constraint.references, operation.table) ? [constraint.references] : [],
      );
    case 'add-column':
      return [...ownTable(operation), ...operation.column.constraints.flatMap(referencedTable)];
    case 'add-foreign-key':
      return [...ownTable(operation), operation.constraint.references];
    case 'insert-rows':
    case 'update-rows':
    case 'delete-rows':
      return operation.query.relations.map(({ name }) => name);
    default:
      return 'table' in operation && operation.table !== null ? ownTable(operation) : [];
  }
}

function namesItself(reference: Name, table: Name): boolean {
  return reference.name === table.name;
}

function referencedTable(constraint: Constraint): readonly Name[] {
  return constraint.type === 'foreign-key' ? [constraint.references] : [];
}

function ownTable(operation: { readonly table: Name | null } & Partial<{ readonly ifExists: boolean }>): readonly Name[] {
  return operation.table === null || operation.ifExists === true ? [] : [operation.table];
}

function missingParts(operation: Operation, catalog: Catalog): readonly MissingReference[] {
  switch (operation.kind) {
    case 'drop-column':
      return operation.columnIfExists ? [] : missingColumns(catalog, operation.table, [operation.column]);
    case 'rename-column':
    case 'change-type':
    case 'set-default':
    case 'drop-default':
    case 'set-not-null':
    case 'drop-not-null':
    case 'add-identity':
    case 'drop-identity':
    case 'set-identity':
      return missingColumns(catalog, operation.table, [operation.column]);
    case 'add-primary-key':
    case 'add-unique':
    case 'add-exclusion':
      return missingColumns(catalog, operation.table, operation.constraint.columns);
    case 'add-foreign-key':
      return [
        ...missingColumns(catalog, operation.table, operation.constraint.columns),
        ...missingColumns(catalog, operation.constraint.references, operation.constraint.referencedColumns),
      ];
    case 'create-index':
      return missingColumns(
        catalog,
        operation.table,
        operation.keys.flatMap((key) => (key.type === 'column' ? [key.column] : [])),
      );
    case 'insert-rows':
    case 'update-rows':
      return missingColumns(catalog, operation.table, operation.columns);
    case 'drop-constraint':
      return operation.constraintIfExists ? [] : missingConstraint(catalog, operation.table, operation.constraint);
    case 'validate-constraint':
    case 'rename-constraint':
    case 'alter-constraint':
      return missingConstraint(catalog, operation.table, operation.constraint);
    case 'drop-index':
    case 'rename-index': {
      const gone = !operation.ifExists && !isSystem(operation.index) && findIndex(catalog, operation.index) === null;
      return gone ? [{ what: `index ${writtenName(operation.index)}`, where: '', span: operation.index.span }] : [];
    }
    case 'drop-view': {
      const gone = !operation.ifExists && !isSystem(operation.view) && findView(catalog, operation.view) === null;
      return gone ? [{ what: `view ${writtenName(operation.view)}`, where: '', span: operation.view.span }] : [];
    }
    default:
      return [];
  }
}

function missingColumns(catalog: Catalog, name: Name, columns: readonly Identifier[]): readonly MissingReference[] {
  const table = findTable(catalog, name)?.table;
  if (table === undefined || !isWhollyKnown(table)) return [];
  return columns
    .filter(({ text }) => columnOf(table, text) === null && !systemColumns.has(text))
    .map(({ text, span }) => ({ what: `column ${quoted(text)}`, where: ` of ${writtenName(name)}`, span }));
}

const systemColumns: ReadonlySet<string> = new Set(['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid']);

/** `CREATE TABLE … AS` and parents outside of the history leave columns that nobody wrote down. */
function isWhollyKnown(table: Table): boolean {
  return table.columns.length > 0 && table.inherits.length === 0 && table.columns.every(({ type }) => type.name !== 'unknown');
}

function missingConstraint(catalog: Catalog, name: Name, constraint: Identifier): readonly MissingReference[] {
  const table = findTable(catalog, name)?.table;
  if (table === undefined || !isWhollyKnown(table)) return [];
  const { text, span } = constraint;
  // Since PostgreSQL 18 every NOT NULL is a constraint that has a name of its own.
  if (table.constraints.some((known) => known.name === text) || text.endsWith('_not_null')) return [];
  return [{ what: `constraint ${quoted(text)}`, where: ` of ${writtenName(name)}`, span }];
}

function missingTypes(operation: Operation, catalog: Catalog): readonly MissingReference[] {
  return typesNeeded(operation)
    .filter((type) => findType(catalog, type) === null && !isSystem(type))
    .map((type) => ({ what: `type ${writtenName(type)}`, where: '', span: type.span }));
}

function typesNeeded(operation: Operation): readonly (Name | TypeName)[] {
  switch (operation.kind) {
    case 'add-enum-value':
    case 'rename-enum-value':
    case 'alter-domain':
    case 'rename-type':
    case 'alter-composite-type':
      return [operation.type];
    case 'drop-type':
      return operation.ifExists ? [] : [operation.type];
    case 'create-table':
      return operation.columns.flatMap(({ type }) => userTypes(type));
    case 'add-column':
      return userTypes(operation.column.type);
    case 'change-type':
      return userTypes(operation.type);
    default:
      return [];
  }
}

/** Built-in types and those of extensions are written in lower case; a name with capitals is one of the schema's own. */
function userTypes(type: TypeName | null): readonly TypeName[] {
  return type !== null && /\p{Lu}/u.test(type.name) ? [type] : [];
}
