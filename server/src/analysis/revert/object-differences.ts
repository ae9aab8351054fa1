import type { Catalog, ObjectId, Sequence, Table, UserType } from '../catalog/catalog';
import { describeFunction, describeIndex, describeType, describeView } from '../catalog/describe';
import { allDependentViews } from '../catalog/resolve';
import { quotedName, quotedText } from '../render/postgres-names';
import { objectName } from '../wording/wording';
import type { DefinedKind, Definitions } from './definitions';
import { enumDifference } from './enum-difference';
import { indexText } from './index-text';
import { comparesMoved, movedColumns } from './moved-columns';
import { nothing, type Pieces, together, unwritable, written } from './statements';
import type { Writing } from './table-differences';

/** From one catalog to another: everything that is no table. */
export function objectDifferences(writing: Writing): Pieces {
  const { from, to } = writing;
  const quotedAll = (names: readonly string[]): readonly string[] => names.map(quotedName);
  const only = (a: ReadonlySet<string>, b: ReadonlySet<string>): readonly string[] => [...a].filter((name) => !b.has(name));
  const views = viewsInTheWay(writing);
  const indexesOnViews = [...to.indexes].flatMap(([id, { table }]) => (views.has(table) ? [id] : []));
  const inTheWay = [...to.indexes].flatMap(([id, index]) => (from.indexes.has(id) && comparesMoved(index, writing) ? [id] : []));
  const indexes = new Set([...changed(from.indexes, to.indexes, describeIndex), ...indexesOnViews, ...inTheWay]);
  return together([
    written('create-schemas', ...quotedAll(only(to.schemas, from.schemas)).map((name) => `CREATE SCHEMA ${name}`)),
    written('drop-schemas', ...quotedAll(only(from.schemas, to.schemas)).map((name) => `DROP SCHEMA ${name}`)),
    ...only(to.extensions, from.extensions).map((name) => extension(name, writing)),
    written('drop-extensions', ...quotedAll(only(from.extensions, to.extensions)).map((name) => `DROP EXTENSION ${name}`)),
    ...changed(from.types, to.types, describeType).map((id) => typeDifference(id, writing)),
    ...changed(from.functions, to.functions, describeFunction, redefinedIn('function', writing)).map((id) =>
      functionDifference(id, writing),
    ),
    ...changed(from.sequences, to.sequences, () => '').map((id) => sequenceDifference(id, writing)),
    ...[...indexes].map((id) => indexDifference(id, writing, views)),
    viewDifferences(views, writing),
  ]);
}

function changed<T>(
  from: ReadonlyMap<ObjectId, T>,
  to: ReadonlyMap<ObjectId, T>,
  describe: (object: T) => unknown,
  redefined: (id: ObjectId) => boolean = () => false,
): readonly ObjectId[] {
  return [...new Set([...from.keys(), ...to.keys()])].filter((id) => {
    const [a, b] = [from.get(id), to.get(id)];
    if (redefined(id)) return true;
    return a !== b && (a === undefined || b === undefined || JSON.stringify(describe(a)) !== JSON.stringify(describe(b)));
  });
}

function redefinedIn(kind: DefinedKind, { redefined }: Writing): (id: ObjectId) => boolean {
  return (id) => redefined.has(`${kind} ${id}`);
}

function extension(name: string, { definitions }: Writing): Pieces {
  const [found] = definitions.find({ kind: 'extension', id: name, name: null });
  return written('create-extensions', found?.text ?? `CREATE EXTENSION ${quotedName(name)}`);
}

function typeDifference(id: ObjectId, writing: Writing): Pieces {
  const { from, to, nameOf } = writing;
  const [a, b] = [from.types.get(id), to.types.get(id)];
  if (b === undefined) return written('drop-types', `DROP ${a?.type === 'domain' ? 'DOMAIN' : 'TYPE'} ${nameOf(id)}`);
  if (a === undefined) return newType(id, b, writing);
  if (a.type === 'enum' && b.type === 'enum') return enumDifference(id, a.values, b.values, writing);
  return unwritable(`the ${b.type} ${objectName(id)} has changed`);
}

function newType(id: ObjectId, type: UserType, { nameOf, definitions }: Writing): Pieces {
  if (type.type === 'enum') return written('create-types', `CREATE TYPE ${nameOf(id)} AS ENUM (${type.values.map(quotedText).join(', ')})`);
  const [found] = definitions.find({ kind: 'type', id, name: null });
  return found === undefined
    ? unwritable(`the text of the ${type.type} ${objectName(id)} is not found`)
    : written('create-types', found.text);
}

/** Overloads that are not wanted go one by one; all that are wanted are written again. */
function functionDifference(id: ObjectId, { from, to, nameOf, definitions }: Writing): Pieces {
  const [a, b] = [from.functions.get(id), to.functions.get(id)];
  const wanted = new Set((b?.overloads ?? []).map((overload) => overload.arguments));
  const word = (a ?? b)?.procedure === true ? 'PROCEDURE' : 'FUNCTION';
  const gone = (a?.overloads ?? []).filter((overload) => !wanted.has(overload.arguments));
  const typed = (words: string): string =>
    words
      .split(',')
      .map((type) => argumentType(type.trim(), nameOf))
      .join(', ');
  const drops = gone.map((overload) => `DROP ${word} ${nameOf(id)}(${overload.arguments === '' ? '' : typed(overload.arguments)})`);
  const found = b === undefined ? [] : definitions.find({ kind: 'function', id, name: null });
  if (b !== undefined && found.length === 0) return unwritable(`the text of the function ${objectName(id)} is not found`);
  const texts = found.map(({ text }) => text.replace(/^CREATE\s+(?=FUNCTION|PROCEDURE)/i, 'CREATE OR REPLACE '));
  return together([
    written('drop-functions', ...drops),
    written(isCalledByColumns(id, to) ? 'create-early-functions' : 'create-functions', ...texts),
  ]);
}

function argumentType(type: string, nameOf: Writing['nameOf']): string {
  const [, name = type, brackets = ''] = /^(.*?)((?:\[\])*)$/.exec(type) ?? [];
  return `${name.includes('.') ? nameOf(name) : name}${brackets}`;
}

function isCalledByColumns(id: ObjectId, { tables }: Catalog): boolean {
  const names = [id, id.slice(id.indexOf('.') + 1)];
  return [...tables.values()].some(({ columns }) =>
    columns.some((column) =>
      [column.default, column.generated?.expression].some((one) => one?.functions.some((name) => names.includes(name)) === true),
    ),
  );
}

/** Those of serial and identity columns come and go with their column. */
function sequenceDifference(id: ObjectId, { from, to, nameOf, definitions }: Writing): Pieces {
  const [a, b] = [from.sequences.get(id), to.sequences.get(id)];
  if (b === undefined)
    return a === undefined || goesWithColumn(a, from, to) ? nothing : written('drop-sequences', `DROP SEQUENCE ${nameOf(id)}`);
  if (a !== undefined || comesWithColumn(b, from, to)) return nothing;
  const [found] = definitions.find({ kind: 'sequence', id, name: null });
  const { ownedBy } = b;
  return together([
    written('create-sequences', found?.text ?? `CREATE SEQUENCE ${nameOf(id)}`),
    ...(ownedBy === null ? [] : [ownedSequence(id, ownedBy, nameOf)]),
  ]);
}

function ownedSequence(id: ObjectId, { table, column }: NonNullable<Sequence['ownedBy']>, nameOf: Writing['nameOf']): Pieces {
  const owner = `${nameOf(table)}.${quotedName(column)}`;
  const next = `COALESCE(MAX(${quotedName(column)}), 0) + 1`;
  return written(
    'set-defaults',
    `ALTER SEQUENCE ${nameOf(id)} OWNED BY ${owner}`,
    `SELECT setval(${quotedText(nameOf(id))}, ${next}, false) FROM ${nameOf(table)}`,
  );
}

function goesWithColumn({ ownedBy }: Sequence, from: Catalog, to: Catalog): boolean {
  if (ownedBy === null) return false;
  const [before, after] = [columnAt(from, ownedBy), columnAt(to, ownedBy)];
  return after === undefined || (before?.identity !== null && after.identity === null);
}

function comesWithColumn({ ownedBy }: Sequence, from: Catalog, to: Catalog): boolean {
  if (ownedBy === null) return false;
  const [before, after] = [columnAt(from, ownedBy), columnAt(to, ownedBy)];
  if (after === undefined) return false;
  return (after.identity !== null && before?.identity == null) || before === undefined;
}

function columnAt({ tables }: Catalog, { table, column }: NonNullable<Sequence['ownedBy']>) {
  return tables.get(table)?.columns.find(({ name }) => name === column);
}

/** Indexes of constraints, and those of tables that go, are not written on their own. */
function indexDifference(id: ObjectId, writing: Writing, gone: ReadonlySet<ObjectId>): Pieces {
  const { from, to, nameOf } = writing;
  const [a, b] = [from.indexes.get(id), to.indexes.get(id)];
  const isDropped = a !== undefined && a.constraint === null && to.tables.has(a.table) && !gone.has(a.table);
  const create = b === undefined || b.constraint !== null ? nothing : indexText(id, b, writing);
  return together([isDropped ? written('drop-indexes', `DROP INDEX ${nameOf(id)}`) : nothing, create]);
}

/** The views that go, with all that is built on them: those that change, and those that stand on a column that does. */
function viewsInTheWay(writing: Writing): ReadonlySet<ObjectId> {
  const { from, to } = writing;
  const own = changed(from.views, to.views, describeView, redefinedIn('view', writing));
  const above = [...from.tables].flatMap(([id, table]) =>
    [...goneColumns(table, to.tables.get(id)), ...movedColumns(id, writing)].flatMap((column) => allDependentViews(from, id, column)),
  );
  return new Set([...own, ...above, ...own.flatMap((id) => allDependentViews(from, id))]);
}

function goneColumns(table: Table, wanted: Table | undefined): readonly string[] {
  return table.columns.flatMap(({ name }) => (wanted?.columns.some((column) => column.name === name) === true ? [] : [name]));
}

function viewDifferences(all: ReadonlySet<ObjectId>, writing: Writing): Pieces {
  const { from, to, nameOf } = writing;
  const drops = inOrder(
    [...all].filter((id) => from.views.has(id)),
    from,
  ).toReversed();
  const creates = inOrder(
    [...all].filter((id) => to.views.has(id)),
    to,
  );
  const kindOf = (id: ObjectId): string => (from.views.get(id)?.materialized === true ? 'MATERIALIZED VIEW' : 'VIEW');
  return together([
    written('drop-views', ...drops.map((id) => `DROP ${kindOf(id)} ${nameOf(id)}`)),
    ...creates.map((id) => {
      const [found] = viewDefinitions(id, writing).find({ kind: 'view', id, name: null });
      return found === undefined ? unwritable(`the text of the view ${objectName(id)} is not found`) : written('create-views', found.text);
    }),
  ]);
}

/** One that only gives way to a column comes back as it is today; another one as it was before the migration. */
function viewDefinitions(id: ObjectId, { from, to, definitions, latest, redefined }: Writing): Definitions {
  const [a, b] = [from.views.get(id), to.views.get(id)];
  const isKept = a !== undefined && b !== undefined && describeView(a) === describeView(b) && !redefined.has(`view ${id}`);
  return isKept ? latest : definitions;
}

/** What others are built on first. */
function inOrder(ids: readonly ObjectId[], { views }: Catalog): readonly ObjectId[] {
  const ordered: ObjectId[] = [];
  const visit = (id: ObjectId): void => {
    if (ordered.includes(id) || !ids.includes(id)) return;
    for (const { relation } of views.get(id)?.dependsOn ?? []) if (relation !== id) visit(relation);
    if (!ordered.includes(id)) ordered.push(id);
  };
  for (const id of ids) visit(id);
  return ordered;
}
