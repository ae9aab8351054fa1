import type { Table } from '../catalog/catalog';
import { findTable } from '../catalog/resolve';
import type { AnalysedStatement } from '../migration/migration';
import type { UpdateRows } from '../operation/data';
import { quotedName, quotedNames, quotedText } from '../render/postgres-names';
import { backfillPath } from './backfill-text';
import { statementText } from './clause';
import { folderWords, writtenTable } from './names';
import { type PlanContext, type PlanKind, type PlanPromise, type Replacement, refused, type Step } from './plan';
import { backfillProblem } from './rollout/backfill-problem';
import type { BackfillFile } from './rollout/rollout';
import { segmentsOf } from './segments';
import { stillToDo } from './still-to-do';

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
