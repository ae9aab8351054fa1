import type { Catalog, Column, ObjectId, Table, TableConstraint } from '../catalog/catalog';
import { describeColumn, describeConstraint } from '../catalog/describe';
import { quotedName } from '../render/postgres-names';
import { columnName, objectName } from '../wording/wording';
import { attachedDifferences } from './attached-differences';
import { columnClause, isSerial, typeWords } from './column-text';
import { constraintPieces } from './constraint-text';
import type { Definitions } from './definitions';
import { holdsMoved } from './moved-columns';
import type { NameOf } from './names';
import { gone, lost, nothing, type Pieces, together, unwritable, written } from './statements';

/** What a difference is written from and with. */
export interface Writing {
  readonly from: Catalog;
  readonly to: Catalog;
  /** Of what was there before the migration. */
  readonly definitions: Definitions;
  /** Of what is there today. */
  readonly latest: Definitions;
  readonly nameOf: NameOf;
  /** Tables, views and functions whose definition the migration has touched, though the catalog does not show it. */
  readonly redefined: ReadonlySet<string>;
}

/** From the tables of one catalog to those of another: columns, constraints, and what is attached to them. */
export function tableDifferences(writing: Writing): Pieces {
  const { from, to } = writing;
  const pieces: Pieces[] = [];
  for (const [id, table] of from.tables) {
    const wanted = to.tables.get(id);
    pieces.push(wanted === undefined ? droppedTable(id, table, writing) : changedTable(id, table, wanted, writing));
  }
  for (const [id, table] of to.tables) {
    if (from.tables.has(id)) continue;
    if (!table.complete) pieces.push(unwritable(`not all columns of ${objectName(id)} are known, which came from a query`));
    else if (table.partitionBy !== null || table.partitionOf !== null || table.inherits.length > 0)
      pieces.push(unwritable(`${objectName(id)} is partitioned or inherits, and nothing but its name is left`));
    else pieces.push(createdTable(id, table, writing), gone(`The rows of ${objectName(id)} are gone: it comes back empty.`));
  }
  return together(pieces);
}

/** Its foreign keys go first: two tables that go may refer to each other. Everything else goes with it. */
function droppedTable(id: ObjectId, table: Table, { nameOf }: Writing): Pieces {
  const keys = table.constraints.filter(({ type }) => type === 'foreign-key');
  return together([
    ...keys.map(({ name }) => written('drop-foreign-keys', `ALTER TABLE ${nameOf(id)} DROP CONSTRAINT ${quotedName(name)}`)),
    written('drop-tables', `DROP TABLE ${nameOf(id)}`),
    lost(`Drops ${objectName(id)} with the rows that it holds.`),
  ]);
}

function createdTable(id: ObjectId, table: Table, writing: Writing): Pieces {
  const lines = table.columns.map((column) => `    ${columnClause(id, column, writing)}`);
  const key = table.constraints.find(({ type }) => type === 'primary-key');
  if (key?.type === 'primary-key') {
    lines.push(`    CONSTRAINT ${quotedName(key.name)} PRIMARY KEY (${key.columns.map(quotedName).join(', ')})`);
  }
  const what = `${table.unlogged ? 'UNLOGGED ' : ''}TABLE`;
  const bare: Table = { ...table, triggers: [], policies: [], rules: [], rowSecurity: { enabled: false, forced: false } };
  return together([
    written('create-tables', `CREATE ${what} ${writing.nameOf(id)} (\n${lines.join(',\n')}\n)`),
    ...table.constraints.map((constraint) => (constraint === key ? nothing : constraintPieces(id, constraint, writing))),
    attachedDifferences(id, bare, table, writing),
  ]);
}

function changedTable(id: ObjectId, table: Table, wanted: Table, writing: Writing): Pieces {
  const structure = ({ partitionBy, partitionOf, inherits, temporary, unlogged, complete }: Table): string =>
    JSON.stringify([partitionBy, partitionOf, inherits, temporary, unlogged, complete]);
  if (structure(table) !== structure(wanted)) return unwritable(`how ${objectName(id)} is partitioned, inherits or is stored has changed`);
  return together([
    columnDifferences(id, table, wanted, writing),
    constraintDifferences(id, table, wanted, writing),
    attachedDifferences(id, table, wanted, writing),
  ]);
}

function constraintDifferences(id: ObjectId, table: Table, wanted: Table, writing: Writing): Pieces {
  const kept = new Set(table.constraints.map(describeConstraint));
  const asked = new Set(wanted.constraints.map(describeConstraint));
  const moves = (constraint: TableConstraint): boolean => holdsMoved(id, constraint, writing);
  const dropped = table.constraints.filter((constraint) => moves(constraint) || !asked.has(describeConstraint(constraint)));
  const created = wanted.constraints.filter((constraint) => moves(constraint) || !kept.has(describeConstraint(constraint)));
  return together([
    ...dropped.map(({ type, name }) =>
      written(
        type === 'foreign-key' ? 'drop-foreign-keys' : 'drop-constraints',
        `ALTER TABLE ${writing.nameOf(id)} DROP CONSTRAINT ${quotedName(name)}`,
      ),
    ),
    ...created.map((constraint) => constraintPieces(id, constraint, writing)),
  ]);
}

function columnDifferences(id: ObjectId, table: Table, wanted: Table, writing: Writing): Pieces {
  const { nameOf } = writing;
  const at = nameOf(id);
  const pieces: Pieces[] = [];
  for (const column of table.columns) {
    const other = wanted.columns.find(({ name }) => name === column.name);
    if (other === undefined) {
      pieces.push(written('drop-columns', `ALTER TABLE ${at} DROP COLUMN ${quotedName(column.name)}`));
      pieces.push(lost(`Drops ${columnName(id, column.name)} with the values that it holds.`));
    } else if (describeColumn(column, table.schema) !== describeColumn(other, table.schema))
      pieces.push(columnChange(id, column, other, writing));
  }
  for (const column of wanted.columns) {
    if (table.columns.some(({ name }) => name === column.name)) continue;
    pieces.push(written('add-columns', `ALTER TABLE ${at} ADD COLUMN     ${columnClause(id, column, writing)}`));
    const filled = column.default !== null || column.generated !== null || column.identity !== null;
    pieces.push(gone(`The values of ${columnName(id, column.name)} are gone: it comes back ${filled ? 'with its default' : 'empty'}.`));
  }
  return together(pieces);
}

function columnChange(id: ObjectId, column: Column, wanted: Column, writing: Writing): Pieces {
  const { nameOf } = writing;
  const quoted = quotedName(column.name);
  const alter = (what: string): string => `ALTER TABLE ${nameOf(id)} ALTER COLUMN ${quoted} ${what}`;
  const differs = (part: (one: Column) => unknown): boolean => JSON.stringify(part(column)) !== JSON.stringify(part(wanted));
  if (
    differs(({ generated }) => generated) ||
    (differs(({ identity }) => identity) && column.identity !== null && wanted.identity !== null)
  )
    return unwritable(`how ${columnName(id, column.name)} is generated has changed`);
  const retyped = differs(({ type, collation }) => [type, collation]);
  const pieces: Pieces[] = [];
  const hadDefault = column.default !== null;
  const newDefault = retyped || differs(({ default: value }) => value);
  if (hadDefault && newDefault) pieces.push(written('drop-defaults', alter('DROP DEFAULT')));
  if (column.identity !== null && wanted.identity === null) pieces.push(written('relax-columns', alter('DROP IDENTITY')));
  if (column.notNull && !wanted.notNull) pieces.push(written('relax-columns', alter('DROP NOT NULL')));
  if (retyped) {
    const { type, using } = typeWords(column, wanted, writing);
    pieces.push(written('change-types', alter(`TYPE ${type}${using}`)));
    pieces.push(lost(`Turns ${columnName(id, column.name)} back into ${type}: it fails where a value does not fit.`));
  }
  if (newDefault && wanted.default !== null) pieces.push(written('set-defaults', alter(`SET DEFAULT ${wanted.default.text}`)));
  if (!column.notNull && wanted.notNull) pieces.push(written('require-columns', alter('SET NOT NULL')));
  if (column.identity === null && wanted.identity !== null) {
    const words = wanted.identity === 'always' ? 'ALWAYS' : 'BY DEFAULT';
    pieces.push(written('require-columns', alter(`ADD GENERATED ${words} AS IDENTITY`)));
    pieces.push(written('require-columns', sequenceRestart(id, column.name, writing)));
  }
  if (isSerial(wanted) && !isSerial(column))
    pieces.push(lost(`The sequence of ${columnName(id, column.name)} goes on behind its greatest value.`));
  return together(pieces);
}

/** A sequence that comes back begins behind the values that are there. */
export function sequenceRestart(id: ObjectId, column: string, { nameOf }: Writing): string {
  const table = nameOf(id);
  const quoted = quotedName(column);
  const sequence = `pg_get_serial_sequence('${table.replaceAll("'", "''")}', '${column.replaceAll("'", "''")}')`;
  return `SELECT setval(${sequence}, COALESCE(MAX(${quoted}), 0) + 1, false) FROM ${table}`;
}
