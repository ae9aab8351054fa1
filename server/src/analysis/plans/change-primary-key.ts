import type { Catalog, ObjectId, Table } from '../catalog/catalog';
import { typeText } from '../catalog/column-type';
import { clip, maximumNameBytes } from '../catalog/default-names';
import { columnOf, type ForeignKeyUse, findTable, objectId } from '../catalog/resolve';
import type { AddPrimaryKey, DropConstraint, DropNotNull } from '../operation/table';
import { quotedName, quotedNames, splitId } from '../render/postgres-names';
import { indexStep } from './create-index';
import { folderWords, writtenTable } from './names';
import { instantOnly, type PlanContext, type PlanKind, type Replacement, refused, type Step } from './plan';
import { type LateDrop, lateDropStep, lateDrops } from './primary-key/late-drops';
import { isUniqueAfter, keptReferences, primaryKeyOf } from './primary-key/references';
import { type Key, nameOf, swapStep } from './primary-key/swap';
import { widerKeyRollout } from './primary-key/wider-key-rollout';
import { requiredSteps } from './required-steps';
import { validateStep } from './validate';

/** A new primary key takes over an index that is built while everyone reads and writes. */
export const changePrimaryKey: PlanKind = {
  id: 'change-primary-key',
  summary: 'Builds the index of a new primary key CONCURRENTLY, and swaps the keys in one statement that lasts an instant.',
  answers: ['primary-key-changed', 'primary-key-builds-under-lock'],
  rollout: widerKeyRollout,
  rollsOut: ['primary-key-changed'],
  make: (operation, context) => {
    if (operation.kind === 'drop-column') return refused('the migration drops a column of the old key: drop it in a later one');
    if (operation.kind !== 'drop-constraint' && operation.kind !== 'add-primary-key') return null;
    const found = findTable(context.start, operation.table);
    if (found === null) return refused('it is not known which table that is');
    const parts = partsOf(found.id, found.table, context);
    const add = parts.find(isAddition);
    const name = primaryKeyOf(context.after.tables.get(found.id))?.name;
    if (add === undefined || name === undefined) return refused('the table gets no other primary key');
    if (parts.some((part) => part.operation.conditional || part.operation.ifExists)) return refused('the statement may not run');
    const { constraint } = add.operation;
    if (constraint.usingIndex !== null) return null;
    if (constraint.include.length > 0) return refused('the key has columns beside it: INCLUDE');
    const columns = constraint.columns.map(({ text }) => text);
    const problem = columnProblem(columns, found.id, context) ?? oldKeyProblem(found.id, found.table, context);
    if (problem !== null) return refused(problem);
    const references = keptReferences(found.id, found.table, context.start, context.after);
    const lost = references.find(({ constraint: { referencedColumns } }) => !isUniqueAfter(referencedColumns, found.id, context.after));
    if (lost !== undefined)
      return refused(`${quotedName(lost.constraint.name)} refers to the old key, and nothing else says that its columns are unique`);
    const late = lateDrops(columns, found.id, context);
    const key: Key = {
      table: add.operation.table,
      name,
      columns,
      drops: parts.some(({ operation: { kind } }) => kind === 'drop-constraint'),
      optional: parts.flatMap((part) => (part.operation.kind === 'drop-not-null' ? [part.operation.column.text] : [])),
    };
    return {
      ok: true,
      plan: {
        id: changePrimaryKey.id,
        title: `Build the index of the primary key without blocking: CONCURRENTLY, then ${key.drops ? 'swap the keys' : 'USING INDEX'}`,
        way: 'one-release',
        preferred: false,
        promise: instantOnly('ACCESS EXCLUSIVE'),
        replaces: [...parts, ...late]
          .sort((a, b) => Number(b.operation === operation) - Number(a.operation === operation))
          .map(replacement),
        steps: [...stepsOf(key, references, found.id, context), ...late.map(lateDropStep)],
      },
    };
  },
};

interface Part {
  readonly statement: number;
  readonly operation: AddPrimaryKey | DropConstraint | DropNotNull;
}

function isAddition(part: Part): part is Part & { readonly operation: AddPrimaryKey } {
  return part.operation.kind === 'add-primary-key';
}

function replacement({ statement, operation }: Part | LateDrop): Replacement {
  return { statement, operation, replacement: null };
}

/** What the migration does to the primary key of a table. */
function partsOf(id: ObjectId, table: Table, { statements }: PlanContext): readonly Part[] {
  const old = primaryKeyOf(table);
  return statements.flatMap(({ index, operations, before }) =>
    operations.flatMap((operation): readonly Part[] => {
      const isKey =
        operation.kind === 'add-primary-key' ||
        (operation.kind === 'drop-constraint' && operation.constraint.text === old?.name) ||
        // The server refuses it as long as the column is in the key.
        (operation.kind === 'drop-not-null' && old?.columns.includes(operation.column.text) === true);
      return isKey && findTable(before, operation.table)?.id === id ? [{ statement: index, operation }] : [];
    }),
  );
}

function columnProblem(columns: readonly string[], id: ObjectId, { start, after }: PlanContext): string | null {
  const [old, next] = [start.tables.get(id), after.tables.get(id)];
  for (const name of columns) {
    const [before, behind] = [old && columnOf(old, name), next && columnOf(next, name)];
    if (before != null && behind != null && typeText(before.type) !== typeText(behind.type))
      return `the type of ${quotedName(name)} changes as well, which writes every row and index anew: roll it out`;
  }
  return null;
}

function oldKeyProblem(id: ObjectId, table: Table, { after }: PlanContext): string | null {
  const next = after.tables.get(id);
  const gone = primaryKeyOf(table)?.columns.find((name) => next === undefined || columnOf(next, name) === null);
  return gone === undefined ? null : `the migration drops ${quotedName(gone)}, a column of the old key: drop it in a later one`;
}

function stepsOf(key: Key, references: readonly ForeignKeyUse[], id: ObjectId, context: PlanContext): readonly Step[] {
  const { table, columns } = key;
  const written = writtenTable(table);
  const index = key.drops ? freeName(key.name, id, context.start) : key.name;
  const list = quotedNames(columns);
  const create = `CREATE UNIQUE INDEX CONCURRENTLY ${quotedName(index)} ON ${written} (${list})`;
  const duplicates = `SELECT ${list}, count(*) FROM ${written} GROUP BY ${list} HAVING count(*) > 1;`;
  return [
    ...unproven(key, id, context).flatMap(({ shape, column }) => requiredSteps(table, shape, column)),
    indexStep(index, table, create, [`It fails on duplicates. Look for them first: ${duplicates}`]),
    swapStep(key, index, references, context),
    ...references.map(({ table: holder, constraint }) => ({
      ...validateStep({
        table: nameOf(holder, context, table),
        constraint: constraint.name,
        name: folderWords('validate', constraint.name),
        purpose: `Checks that ${quotedName(constraint.name)} holds for the rows that were there before, as it did over the old key.`,
        note: null,
      }),
      // Behind the swap, which makes it.
      phase: 'clean' as const,
    })),
  ];
}

/** Columns that may be NULL, and that the migration does not require in a clause of its own. */
function unproven({ columns }: Key, id: ObjectId, { start, statements }: PlanContext) {
  const shape = start.tables.get(id);
  return columns.flatMap((column) => {
    const old = shape === undefined ? null : columnOf(shape, column);
    const isRequired = statements.some(({ operations, before }) =>
      operations.some((one) => one.kind === 'set-not-null' && one.column.text === column && findTable(before, one.table)?.id === id),
    );
    return shape === undefined || old === null || old.notNull || isRequired ? [] : [{ shape, column }];
  });
}

function freeName(name: string, table: ObjectId, { indexes }: Catalog): string {
  for (let number = 1; ; number++) {
    const end = number === 1 ? '_new' : `_new_${number}`;
    const free = `${clip(name, maximumNameBytes - end.length)}${end}`;
    if (!indexes.has(objectId(splitId(table).schema, free))) return free;
  }
}
