import type { ReferentialAction } from '../operation/constraint';
import type { Comparison } from '../operation/expression';
import type { Volatility } from '../operation/object';
import type { PartitionBound } from '../operation/table';
import type { CatalogObjects } from './build';
import type {
  Column,
  ColumnType,
  Index,
  Sequence,
  StoredExpression,
  StoredIndexKey,
  Table,
  TableConstraint,
  Trigger,
  UserFunction,
  UserType,
  View,
} from './catalog';
import { flag, integer, listOf, orNull, record, type Shape, text, variant, word } from './shape';

const texts = listOf(text);

const expression = record<StoredExpression>({
  text,
  constant: orNull(record<{ value: string | null }>({ value: orNull(text) })),
  columns: texts,
  functions: texts,
});

const columnType = record<ColumnType>({ name: text, user: flag, modifiers: listOf(integer), dimensions: integer });

const column = record<Column>({
  name: text,
  type: columnType,
  notNull: flag,
  default: orNull(expression),
  identity: orNull(word('always', 'by-default')),
  generated: orNull(record<NonNullable<Column['generated']>>({ expression, stored: flag })),
  collation: orNull(text),
});

const action: Shape<ReferentialAction> = word('no-action', 'restrict', 'cascade', 'set-null', 'set-default');

const comparison = record<Comparison>({ column: text, operator: word('=', '<', '<=', '>', '>=', '<>', 'in'), values: texts });

const constraint = variant<TableConstraint>({
  'primary-key': record({ type: word('primary-key'), name: text, columns: texts, index: text }),
  unique: record({ type: word('unique'), name: text, columns: texts, index: text }),
  exclusion: record({ type: word('exclusion'), name: text, columns: texts, index: text }),
  'foreign-key': record({
    type: word('foreign-key'),
    name: text,
    columns: texts,
    references: text,
    referencedColumns: texts,
    onDelete: action,
    onUpdate: action,
    valid: flag,
    enforced: flag,
  }),
  check: record({
    type: word('check'),
    name: text,
    text,
    columns: texts,
    provesNotNull: texts,
    comparisons: listOf(comparison),
    valid: flag,
    enforced: flag,
  }),
  'not-null': record({ type: word('not-null'), name: text, column: text, valid: flag }),
});

const bound = variant<PartitionBound>({
  default: record({ type: word('default') }),
  list: record({ type: word('list'), values: texts }),
  range: record({ type: word('range'), from: texts, to: texts }),
  hash: record({ type: word('hash') }),
});

const table = record<Table>({
  schema: text,
  name: text,
  columns: listOf(column),
  complete: flag,
  constraints: listOf(constraint),
  triggers: listOf(record<Trigger>({ name: text, function: text, enabled: flag, forEachRow: flag })),
  policies: texts,
  rules: texts,
  rowSecurity: record<Table['rowSecurity']>({ enabled: flag, forced: flag }),
  partitionBy: orNull(record<NonNullable<Table['partitionBy']>>({ strategy: word('range', 'list', 'hash'), columns: texts })),
  partitionOf: orNull(record<NonNullable<Table['partitionOf']>>({ parent: text, bound })),
  inherits: texts,
  temporary: flag,
  unlogged: flag,
});

const key = variant<StoredIndexKey>({
  column: record({ type: word('column'), column: text, descending: flag, operatorClass: orNull(text) }),
  expression: record({ type: word('expression'), expression, descending: flag, operatorClass: orNull(text) }),
});

const index = record<Index>({
  schema: text,
  name: text,
  table: text,
  unique: flag,
  method: text,
  keys: listOf(key),
  include: texts,
  where: orNull(expression),
  nullsNotDistinct: flag,
  constraint: orNull(text),
  valid: flag,
  partOf: orNull(text),
});

const view = record<View>({
  schema: text,
  name: text,
  materialized: flag,
  populated: flag,
  columns: texts,
  complete: flag,
  dependsOn: listOf(record<View['dependsOn'][number]>({ relation: text, columns: orNull(texts) })),
});

const sequence = record<Sequence>({
  schema: text,
  name: text,
  ownedBy: orNull(record<NonNullable<Sequence['ownedBy']>>({ table: text, column: text })),
});

const plainType = { schema: text, name: text };

const type = variant<UserType>({
  enum: record({ type: word('enum'), ...plainType, values: texts }),
  domain: record({
    type: word('domain'),
    ...plainType,
    base: columnType,
    notNull: flag,
    default: orNull(expression),
    checks: listOf(record<{ name: string; valid: boolean }>({ name: text, valid: flag })),
  }),
  composite: record({ type: word('composite'), ...plainType }),
  range: record({ type: word('range'), ...plainType }),
  base: record({ type: word('base'), ...plainType }),
});

const volatility: Shape<Volatility> = word('immutable', 'stable', 'volatile');

const userFunction = record<UserFunction>({
  schema: text,
  name: text,
  procedure: flag,
  volatility,
  language: text,
  overloads: listOf(record<UserFunction['overloads'][number]>({ arguments: text, volatility })),
});

/** Whether a value read from a file is a list of a catalog's objects. */
export const isCatalogObjects = record<CatalogObjects>({
  schemas: texts,
  extensions: texts,
  searchPath: texts,
  tables: listOf(table),
  indexes: listOf(index),
  views: listOf(view),
  sequences: listOf(sequence),
  types: listOf(type),
  functions: listOf(userFunction),
});
