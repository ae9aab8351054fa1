import type { ObjectId, Table } from '../catalog/catalog';
import { columnOf, findTable } from '../catalog/resolve';
import { isVolatile } from '../effects/volatility';
import type { AnalysedStatement } from '../migration/migration';
import type { UpdateRows } from '../operation/data';
import type { Expression } from '../operation/expression';
import { quotedName, quotedNames, quotedText } from '../render/postgres-names';
import { backfillPath } from './backfill-text';
import { statementText } from './clause';
import { folderWords, writtenTable } from './names';
import { type PlanContext, type PlanKind, type PlanPromise, type Replacement, refused, type Step } from './plan';
import { backfillProblem } from './rollout/backfill-problem';
import type { BackfillFile } from './rollout/rollout';
import { segmentsOf } from './segments';

/** Rows are changed in batches, each committed on its own; the migration changes as many as take a moment. */
export const moveDataChange: PlanKind = {
  id: 'move-data-change',
  summary: 'Moves an UPDATE of many rows into a backfill, and leaves as much of it in the migration as takes a moment.',
  answers: ['unbatched-data-change', 'rows-changed-without-where'],
  make: (operation, context) => {
    switch (operation.kind) {
      case 'update-rows':
        return moved(operation, context);
      case 'delete-rows':
        return refused('`lockstep backfill` changes rows, and deletes none');
      case 'insert-rows':
      case 'merge-rows':
        return refused('`lockstep backfill` changes rows of one table, and inserts none');
      default:
        return null;
    }
  },
};

function moved(operation: UpdateRows, context: PlanContext) {
  const { statement, before, server, text } = context;
  const found = findTable(before, operation.table);
  if (found === null) return refused('it is not known which table that is');
  if (statement.operations.length > 1) return refused('the statement does more than to change rows');
  if (operation.values === null) return refused('the values come from more than the row itself: FROM, WITH, RETURNING, or several at once');
  if (/^UPDATE\s+ONLY\b/i.test(statementText(text, statement))) return refused('ONLY leaves out rows that a backfill would change');
  if (isRenamed(operation)) return refused('the statement gives the table another name, which a backfill does not know');
  const keys = keyOf(found.table);
  if (keys === null) return refused(`${writtenTable(operation.table)} has no primary key, so that its rows cannot be changed in batches`);
  const where = stillToDo(operation, operation.values, found, context);
  if (!where.ok) return refused(where.reason);
  const set = Object.fromEntries(operation.columns.map(({ text: column }, index) => [column, operation.values?.[index]?.text ?? '']));
  const spec: BackfillFile = { table: { schema: found.table.schema, name: found.table.name }, set, where: where.sql };
  const problem = backfillProblem(spec, before, server);
  if (problem !== null) return refused(problem);
  const name = folderWords('change', found.table.name, ...operation.columns.map((column) => column.text));
  const behind = dependents(found.id, context);
  const dependent = new Set(behind.map(({ index }) => index));
  return {
    ok: true,
    plan: {
      id: moveDataChange.id,
      title: `Change the rows in batches: the first ${atOnce} in the migration, the others by a backfill`,
      way: 'one-release',
      preferred: false,
      promise: asWritten,
      replaces: [
        { statement: statement.index, operation, replacement: limited(operation, where.sql, keys) },
        ...context.statements.filter(({ index }) => dependent.has(index)).flatMap(replacements),
      ],
      steps: behind.length === 0 ? [] : [guarded(operation, where.sql, name, behind, context)],
      keepsComments: true,
      backfills: [{ name, spec }],
    },
  } as const;
}

/** Small tables, such as those of a developer or of a shadow database, are changed by the migration itself. */
const atOnce = 1000;

/** What comes behind does what it did. */
const asWritten: PlanPromise = { lock: 'ACCESS EXCLUSIVE', lockWhileWorking: 'ACCESS EXCLUSIVE', rewrites: true };

function isRenamed({ query }: UpdateRows): boolean {
  const alias = query.relations.find(({ access }) => access === 'write')?.alias ?? null;
  return alias !== null && query.columns.some(({ qualifier }) => qualifier === alias);
}

function keyOf(table: Table): readonly string[] | null {
  for (const constraint of table.constraints) if (constraint.type === 'primary-key') return constraint.columns;
  return null;
}

interface Found {
  readonly id: ObjectId;
  readonly table: Table;
}

type Condition = { readonly ok: true; readonly sql: string } | { readonly ok: false; readonly reason: string };

/** True for a row that is still to do, and false once it is done: an UPDATE says the first only. */
function stillToDo({ columns, where }: UpdateRows, values: readonly Expression[], { id, table }: Found, context: PlanContext): Condition {
  const names = columns.map(({ text }) => text);
  const asked = where === null ? [] : [where.text.trim()];
  // What the application writes into a new column meanwhile stays.
  const isNew = (name: string): boolean => columnOf(context.statements[0]?.before.tables.get(id) ?? table, name) === null;
  const empty = names.find((name, index) => (isEmptyTest(where, name) || isNew(name)) && values[index]?.constant?.value !== null);
  const at = { before: context.before, server: context.server };
  const changing = values.find((value) => isVolatile(value, at) || value.functions.some(({ name }) => clocks.has(name.name)));
  const own = values.find((value) => value.columns.some(({ text }) => names.includes(text)));
  if (empty !== undefined) {
    const value = values[names.indexOf(empty)];
    const mayStayEmpty = value !== undefined && value.constant === null && changing === undefined;
    const conditions = [
      ...asked.map((one) => (/\bor\b/i.test(one) ? `(${one})` : one)),
      ...(isEmptyTest(where, empty) ? [] : [`${quotedName(empty)} IS NULL`]),
      ...(mayStayEmpty ? [`(${value.text}) IS NOT NULL`] : []),
    ];
    return { ok: true, sql: conditions.join(' AND ') };
  }
  if (changing !== undefined) {
    const reason = `${JSON.stringify(changing.text)} yields another value each time, so that nobody could tell which rows are done`;
    return { ok: false, reason };
  }
  if (own !== undefined && !isIdempotent(own)) {
    return { ok: false, reason: `${JSON.stringify(own.text)} is made from the value before: nobody could tell which rows are done` };
  }
  const uncomparable = names.find((name) => plainOnly.has(columnOf(table, name)?.type.name ?? ''));
  if (uncomparable !== undefined) return { ok: false, reason: `values of ${quotedName(uncomparable)} cannot be compared` };
  const different = names.map((name, index) => `${quotedName(name)} IS DISTINCT FROM ${parenthesized(values[index])}`);
  const condition = different.length === 1 ? different : [`(${different.join(' OR ')})`];
  return { ok: true, sql: [...asked.map((one) => (/\bor\b/i.test(one) ? `(${one})` : one)), ...condition].join(' AND ') };
}

/** `"c" IS NULL`, alone or beside other conditions that all have to hold. */
function isEmptyTest(where: Expression | null, column: string): boolean {
  if (where === null || /\b(?:or|case|not\s*\()/i.test(where.text)) return false;
  const name = column.replace(/\W/g, '\\$&');
  return where.text
    .split(/\band\b/i)
    .some((part) => new RegExp(`^\\s*\\(?\\s*(?:"${name}"|${name})\\s+IS\\s+NULL\\s*\\)?\\s*$`).test(part));
}

const clocks: ReadonlySet<string> = new Set(['now', 'current_timestamp', 'localtimestamp', 'current_date', 'current_time', 'localtime']);

/** Once more changes nothing: `lower("email")`. */
function isIdempotent({ text }: Expression): boolean {
  return /^(?:lower|upper|trim|btrim|ltrim|rtrim)\(\s*(?:"[^"]+"|\w+)\s*\)$/i.test(text.trim());
}

/** Types without an equality. */
const plainOnly: ReadonlySet<string> = new Set(['json', 'xml', 'point', 'box', 'polygon', 'path']);

function parenthesized(value: Expression | undefined): string {
  if (value === undefined) return 'NULL';
  return value.constant === null ? `(${value.text})` : value.text;
}

/** The same for as many rows as take a moment. */
function limited({ table, columns, values }: UpdateRows, where: string, keys: readonly string[]): string {
  const written = writtenTable(table);
  const set = columns.map(({ text }, index) => `${quotedName(text)} = ${values?.[index]?.text ?? ''}`).join(', ');
  const key = keys.length === 1 ? quotedNames(keys) : `(${quotedNames(keys)})`;
  return `UPDATE ${written} SET ${set}\nWHERE ${key} IN (SELECT ${quotedNames(keys)} FROM ${written} WHERE ${where} LIMIT ${atOnce})`;
}

/** From the first statement behind it that may need the rows: it, and all that follow. */
function dependents(table: string, { statement, statements }: PlanContext): readonly AnalysedStatement[] {
  const behind = statements.filter(({ index }) => index > statement.index);
  const first = behind.findIndex((one) => mayNeed(one, table));
  return first === -1 ? [] : behind.slice(first);
}

function mayNeed({ operations, before, effect }: AnalysedStatement, table: string): boolean {
  if (effect.locks.has(table) || effect.scans.includes(table)) return true;
  return operations.some(
    (operation) =>
      operation.kind === 'unknown' ||
      ('query' in operation && operation.query?.relations.some(({ name }) => findTable(before, name)?.id === table)),
  );
}

function replacements({ index, operations }: AnalysedStatement): readonly Replacement[] {
  return operations.map((operation) => ({ statement: index, operation, replacement: null }));
}

/** What needs the rows comes in the next migration, which stops where some are still to do. */
function guarded(
  { table }: UpdateRows,
  where: string,
  backfill: string,
  behind: readonly AnalysedStatement[],
  { text, statements }: PlanContext,
): Step {
  const written = writtenTable(table);
  const segments = segmentsOf(text, statements);
  const command = `lockstep backfill ${backfillPath(backfill)}`;
  const message = `Rows of ${written} are still to change: run ${command}, mark this migration as rolled back, and deploy again.`;
  return {
    phase: 'finish',
    alone: true,
    name: folderWords('after', table.name),
    purpose: `What needs the changed rows of ${written}. It stops where the backfill has not changed all of them.`,
    statements: [
      `DO $$\nBEGIN\n  IF EXISTS (SELECT FROM ${written} WHERE ${where}) THEN\n    RAISE EXCEPTION ${quotedText(message)};\n  END IF;\nEND $$`,
      ...behind.map((one) => `${segments[one.index]?.commentText.trimStart() ?? ''}${statementText(text, one)}`),
    ],
    undo: 'the opposite of what it does; it stands here as it was written.',
    notes: [`Hold it back until the backfill is through: ${command}`],
  };
}
