import type { Catalog, Table } from '../catalog/catalog';
import { columnOf, findTable, findType, findView, idForNew, objectId, relationAt, resolveRelation } from '../catalog/resolve';
import type { Constraint } from '../operation/constraint';
import type { Identifier } from '../operation/name';
import type { Operation, OperationOf } from '../operation/operation';
import type { Span } from '../text/span';
import { quoted, writtenName } from './wording';

/** Something that an operation creates and that is there already. */
export interface ExistingObject {
  /** `table "User"`, `column "status" of "User"`. */
  readonly what: string;
  readonly span: Span;
}

/** What stands in the way of an operation that makes something new; null where nothing does, or where that is allowed for. */
export function existingObject(operation: Operation, catalog: Catalog): ExistingObject | null {
  if (operation.conditional || ('ifNotExists' in operation && operation.ifNotExists)) return null;
  switch (operation.kind) {
    case 'create-table':
      return operation.temporary ? null : relation('table', operation.table, catalog);
    case 'create-view':
      return operation.orReplace || operation.temporary ? null : relation('view', operation.view, catalog);
    case 'create-sequence':
      return relation('sequence', operation.sequence, catalog);
    case 'create-index':
      return operation.name === null ? null : index(operation.name, operation.table, catalog);
    case 'create-enum':
    case 'create-domain':
    case 'create-type':
      return catalog.types.has(idForNew(catalog, operation.type))
        ? { what: `type ${writtenName(operation.type)}`, span: operation.type.span }
        : null;
    case 'create-schema':
      return catalog.schemas.has(operation.schema.text) ? found('schema', operation.schema) : null;
    case 'create-extension':
      return catalog.extensions.has(operation.extension.text) ? found('extension', operation.extension) : null;
    case 'add-enum-value':
      return enumValue(operation, operation.value, catalog);
    case 'rename-enum-value':
      return enumValue(operation, operation.to, catalog);
    case 'add-column':
      return column(operation, operation.column.name, catalog);
    case 'rename-column':
      return column(operation, operation.to, catalog);
    case 'add-primary-key':
    case 'add-unique':
    case 'add-foreign-key':
    case 'add-check':
    case 'add-exclusion':
      return constraint(operation, operation.constraint, catalog);
    case 'rename-table':
      return renamed('table', operation.table, operation.to, catalog);
    case 'rename-index':
      return renamed('index', operation.index, operation.to, catalog);
    default:
      return null;
  }
}

function found(kind: string, { text, span }: Identifier): ExistingObject {
  return { what: `${kind} ${quoted(text)}`, span };
}

/** Tables, views, indexes and sequences share their names. */
function relation(kind: string, name: OperationOf<'create-table'>['table'], catalog: Catalog): ExistingObject | null {
  return relationAt(catalog, idForNew(catalog, name)) === null ? null : { what: `${kind} ${writtenName(name)}`, span: name.span };
}

/** An index lands in the schema of its table. */
function index(name: Identifier, table: OperationOf<'create-index'>['table'], catalog: Catalog): ExistingObject | null {
  const schema = findTable(catalog, table)?.table.schema ?? findView(catalog, table)?.view.schema;
  const taken = schema !== undefined && relationAt(catalog, objectId(schema, name.text)) !== null;
  return taken ? found('index', name) : null;
}

function renamed(kind: string, from: OperationOf<'rename-table'>['table'], to: Identifier, catalog: Catalog): ExistingObject | null {
  const id = resolveRelation(catalog, from)?.id;
  if (id === undefined) return null;
  const schema = id.slice(0, id.indexOf('.'));
  return relationAt(catalog, objectId(schema, to.text)) === null ? null : found(kind, to);
}

function enumValue(
  operation: OperationOf<'add-enum-value' | 'rename-enum-value'>,
  value: Identifier,
  catalog: Catalog,
): ExistingObject | null {
  const type = findType(catalog, operation.type)?.type;
  if (type?.type !== 'enum' || !type.values.includes(value.text)) return null;
  return { what: `value ${quoted(value.text)} of ${writtenName(operation.type)}`, span: value.span };
}

function column(operation: OperationOf<'add-column' | 'rename-column'>, name: Identifier, catalog: Catalog): ExistingObject | null {
  const table = findTable(catalog, operation.table)?.table;
  if (table === undefined || columnOf(table, name.text) === null) return null;
  return { what: `column ${quoted(name.text)} of ${writtenName(operation.table)}`, span: name.span };
}

function constraint(
  operation: OperationOf<'add-primary-key' | 'add-unique' | 'add-foreign-key' | 'add-check' | 'add-exclusion'>,
  added: Constraint,
  catalog: Catalog,
): ExistingObject | null {
  const table = findTable(catalog, operation.table)?.table;
  if (table === undefined) return null;
  if (added.type === 'primary-key' && hasPrimaryKey(table)) {
    return { what: `a primary key of ${writtenName(operation.table)}`, span: operation.span };
  }
  const { name } = added;
  if (name === null || !table.constraints.some((known) => known.name === name.text)) return null;
  return { what: `constraint ${quoted(name.text)} of ${writtenName(operation.table)}`, span: name.span };
}

function hasPrimaryKey(table: Table): boolean {
  return table.constraints.some(({ type }) => type === 'primary-key');
}
