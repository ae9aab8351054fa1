import type { Index, StoredIndexKey, TableConstraint } from '../../catalog/catalog';
import { objectId } from '../../catalog/references';
import type { DeclaredKey, DeclaredKeyPart } from './declared-key';
import { type Doubt, tableDoubt } from './doubt';
import { indexName, uniqueName } from './names';
import type { NamedModel, SchemaNames } from './names-in-schema';
import { operatorClassOf } from './operator-class';
import { predicateOf } from './partial-index';
import type { TableColumns } from './table-columns';

/** The primary key and the indexes of a model's table. */
export interface TableKeys {
  readonly primaryKey: TableConstraint | null;
  /** With that of the primary key. */
  readonly indexes: readonly Index[];
  readonly origins: ReadonlyMap<string, DeclaredKey>;
  readonly doubts: readonly Doubt[];
}

export function tableKeys(model: NamedModel, names: SchemaNames, columns: TableColumns): TableKeys {
  const indexes: Index[] = [];
  const doubts: Doubt[] = [];
  const origins = new Map<string, DeclaredKey>();
  let primaryKey: TableConstraint | null = null;
  for (const key of model.declared.keys) {
    const index = indexOf(key, model, names, columns);
    if (index === null || origins.has(index.name) || (key.kind === 'primary-key' && primaryKey !== null)) {
      doubts.push(tableDoubt('keys', key.attribute.span.start, `@${key.attribute.name} is not clear.`));
      continue;
    }
    indexes.push(index);
    origins.set(index.name, key);
    if (key.kind === 'primary-key') {
      const id = objectId(index.schema, index.name);
      primaryKey = { type: 'primary-key', name: index.name, columns: columnsOf(key.parts, columns), index: id };
    }
  }
  return { primaryKey, indexes, origins, doubts };
}

/** Null where a part of it is not clear. */
function indexOf(key: DeclaredKey, { table }: NamedModel, { flavour }: SchemaNames, columns: TableColumns): Index | null {
  const keys = key.parts.map((part) => storedKey(part, columns, flavour));
  const where = key.where === null ? null : predicateOf(key.where, (field) => columns.byField.get(field)?.name ?? null, flavour);
  if (keys.includes(null) || where === undefined) return null;
  const onColumns = columnsOf(key.parts, columns);
  const name = key.name === null ? impliedName(key, table.name, onColumns, flavour) : flavour.storedName(key.name);
  return {
    schema: flavour.indexScope(table.schema, table.name),
    name,
    table: objectId(table.schema, table.name),
    unique: key.kind === 'primary-key' || key.kind === 'unique',
    method: key.method ?? 'btree',
    keys: keys.flatMap((one) => one ?? []),
    include: [],
    where,
    nullsNotDistinct: false,
    constraint: key.kind === 'primary-key' ? name : null,
    valid: true,
    partOf: null,
  };
}

function impliedName(key: DeclaredKey, table: string, columns: readonly string[], flavour: SchemaNames['flavour']): string {
  switch (key.kind) {
    case 'primary-key':
      return flavour.primaryKeyName(table);
    case 'unique':
      return uniqueName(table, columns, flavour.maximumName);
    case 'index':
    case 'fulltext':
      return indexName(table, columns, flavour.maximumName);
  }
}

/** A prefix of a column (MySQL) is kept as an expression, so that another length is another index. */
function storedKey(part: DeclaredKeyPart, columns: TableColumns, flavour: SchemaNames['flavour']): StoredIndexKey | null {
  const column = columns.byField.get(part.field)?.name;
  const operatorClass = operatorClassOf(part.operatorClass, flavour);
  if (column === undefined || operatorClass === undefined) return null;
  const { descending } = part;
  if (part.length === null) return { type: 'column', column, descending, operatorClass };
  const expression = { text: `${column}(${part.length})`, constant: null, columns: [column], functions: [] };
  return { type: 'expression', expression, descending, operatorClass };
}

function columnsOf(parts: readonly DeclaredKeyPart[], columns: TableColumns): readonly string[] {
  return parts.flatMap((part) => columns.byField.get(part.field)?.name ?? []);
}
