import type { Catalog, Column, Index, ObjectId, Table, TableConstraint } from '../../catalog/catalog';
import type { Change } from '../../catalog/diff/change';
import { ownSchema } from '../../catalog/own-schema';
import { referencesTo } from '../../catalog/resolve';
import { writeMigration } from '../../render/migration';
import { columnDefinition } from '../../render/postgres-column';
import { nameWriters, quotedName, quotedNames, quotedText } from '../../render/postgres-names';
import { noSpelling } from '../../render/schema-spelling';

/** What is to be brought back from an archive. */
export interface Lost {
  /** Before and after the migration that drops it. */
  readonly before: Catalog;
  readonly after: Catalog;
  readonly table: ObjectId;
  /** Right before it is dropped, with what is dropped earlier gone: so it is when it is brought back, if the last file is undone first. */
  readonly at: Catalog;
  /** Names of what is dropped of the table; null: the whole table. */
  readonly columns: readonly string[] | null;
  /** The columns by which rows are found again; not asked for a whole table. */
  readonly key: readonly string[];
  /** The archive's name as a statement has it. */
  readonly archive: string;
}

/** The statements that bring back what was dropped, with its values, indexes and constraints: each on a line, with its semicolon. */
export function restoreStatements(lost: Lost): readonly string[] {
  const shape = lost.before.tables.get(lost.table);
  if (shape === undefined) return [];
  const { columns } = lost;
  const statements = columns === null ? wholeTable(lost, shape) : someColumns(lost, shape, columns);
  return [...lostEnums(lost, shape), ...statements, ...lostIndexes(lost), ...lostConstraints(lost, shape)];
}

/** Several undos of one migration may bring back the same. */
function lostEnums({ before, after, columns }: Lost, shape: Table): readonly string[] {
  const used = shape.columns.filter(({ name, type }) => type.user && (columns === null || columns.includes(name)));
  return [...new Set(used.map(({ type }) => type.name))].flatMap((type) => {
    const found = after.types.has(type) ? undefined : before.types.get(type);
    const sql = found?.type === 'enum' ? written(before, { kind: 'create-enum', type, values: found.values }) : [];
    return sql.map((one) => `${one} -- unless it is there again`);
  });
}

function someColumns(lost: Lost, shape: Table, names: readonly string[]): readonly string[] {
  const style = styleOf(lost.before);
  const table = style.nameOf(lost.table);
  const columns = shape.columns.filter(({ name }) => names.includes(name));
  // Without a default a required column has no value for the rows that are there.
  const added = columns.map((column) => ({ ...column, notNull: column.notNull && column.default !== null }));
  const required = columns.filter((column) => column.notNull && column.default === null);
  const values = columns.map((column) => `${quotedName(column.name)} = ${restored(column, style.nameOf, 'a.')}`).join(', ');
  const where = lost.key.map((name) => `a.${quotedName(name)} = t.${quotedName(name)}${keyCast(shape, name)}`).join(' AND ');
  return [
    `ALTER TABLE ${table} ${added.map((column) => `ADD COLUMN ${columnDefinition(lost.table, column, style)}`).join(', ')};`,
    `UPDATE ${table} AS t SET ${values} FROM ${lost.archive} AS a WHERE ${where};`,
    ...required.map(
      ({ name }) => `ALTER TABLE ${table} ALTER COLUMN ${quotedName(name)} SET NOT NULL; -- once rows that have come since have a value`,
    ),
  ];
}

function wholeTable({ before, table, archive }: Lost, shape: Table): readonly string[] {
  const { nameOf } = styleOf(before);
  const kept = shape.columns.filter(({ generated }) => generated === null);
  const names = quotedNames(kept.map(({ name }) => name));
  const serials = kept.filter((column) => column.identity !== null || /^nextval\(/.test(column.default?.text ?? ''));
  return [
    ...written(before, { kind: 'create-table', table: shape }),
    `INSERT INTO ${nameOf(table)} (${names}) SELECT ${kept.map((column) => restored(column, nameOf, '')).join(', ')} FROM ${archive};`,
    ...serials.map(
      ({ name }) =>
        `SELECT setval(pg_get_serial_sequence(${quotedText(nameOf(table))}, ${quotedText(name)}), max(${quotedName(name)})) FROM ${nameOf(table)};`,
    ),
  ];
}

/** What the archive holds as text gets its type back. */
function restored({ name, type }: Column, nameOf: (id: ObjectId) => string, from: string): string {
  return `${from}${quotedName(name)}${type.user ? `::${nameOf(type.name)}${type.dimensions > 0 ? '[]' : ''}` : ''}`;
}

function keyCast({ columns }: Table, name: string): string {
  return columns.some((column) => column.name === name && column.type.user) ? '::text' : '';
}

function lostIndexes({ before, after, table, columns }: Lost): readonly string[] {
  const lost = [...before.indexes].filter(
    ([id, index]) => index.table === table && index.constraint === null && !after.indexes.has(id) && isAbout(index, columns),
  );
  return lost.flatMap(([, index]) => written(before, { kind: 'create-index', index }));
}

function isAbout({ keys }: Index, columns: readonly string[] | null): boolean {
  return columns === null || keys.some((key) => key.type === 'column' && columns.includes(key.column));
}

/** One between two tables that are dropped comes back with the table that does so last. */
function lostConstraints({ before, at, after, table, columns }: Lost, shape: Table): readonly string[] {
  const has = (id: ObjectId, name: string): boolean => after.tables.get(id)?.constraints.some((one) => one.name === name) === true;
  const own = shape.constraints.filter(
    (one) =>
      !has(table, one.name) &&
      one.type !== 'not-null' &&
      (one.type !== 'foreign-key' || at.tables.has(one.references)) &&
      (columns === null || one.columns.some((name) => columns.includes(name))),
  );
  const foreign = referencesTo(before, table).filter(
    ({ table: from, constraint }) =>
      at.tables.has(from) &&
      !has(from, constraint.name) &&
      (columns === null || constraint.referencedColumns.some((name) => columns.includes(name))),
  );
  return [
    ...own.flatMap((one) => constraintStatements(before, table, one)),
    ...foreign.flatMap(({ table: from, constraint }) => written(before, { kind: 'add-foreign-key', table: from, foreignKey: constraint })),
  ];
}

function constraintStatements(before: Catalog, table: ObjectId, constraint: TableConstraint): readonly string[] {
  const add = `ALTER TABLE ${styleOf(before).nameOf(table)} ADD CONSTRAINT ${quotedName(constraint.name)}`;
  switch (constraint.type) {
    case 'foreign-key':
      return written(before, { kind: 'add-foreign-key', table, foreignKey: constraint });
    case 'unique':
      return [`${add} UNIQUE (${quotedNames(constraint.columns)});`];
    case 'check':
      return [`${add} CHECK (${constraint.text});`];
    case 'primary-key':
    case 'exclusion':
    case 'not-null':
      return [];
  }
}

/** One statement as Prisma writes it, on one line. */
function written(catalog: Catalog, change: Change): readonly string[] {
  const { text } = writeMigration([change], { schemas: schemasOf(catalog) });
  const lines = text.split('\n').filter((line) => !line.startsWith('--'));
  return [lines.join(' ').replace(/\s+/g, ' ').replace('( ', '(').replace(' );', ');').trim()];
}

function styleOf(catalog: Catalog): Parameters<typeof columnDefinition>[2] {
  return { ...nameWriters({ schemas: schemasOf(catalog), prismaVersion: null, from: 'migrations' }), spelling: noSpelling };
}

function schemasOf({ schemas }: Catalog): readonly string[] {
  return [...schemas].filter((schema) => schema !== ownSchema);
}
