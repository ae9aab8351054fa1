import { findTable } from '../catalog/resolve';
import type { UniqueConstraint } from '../operation/constraint';
import type { CreateIndex } from '../operation/index-operation';
import type { AddUnique } from '../operation/table';
import { quotedName, quotedNames } from '../render/postgres-names';
import { concurrentIndex, indexStep } from './create-index';
import { folderWords, writtenTable } from './names';
import { instantOnly, type PlanAnswer, type PlanContext, type PlanKind, refused } from './plan';

/** What is unique from now on is proven by an index that is built while everyone reads and writes. */
export const addUnique: PlanKind = {
  id: 'add-unique',
  summary: 'Builds a unique index CONCURRENTLY, alone in its migration; a constraint takes it over in the next one.',
  answers: ['index-blocks-writes', 'unique-builds-under-lock', 'concurrently-in-transaction', 'concurrent-index-if-not-exists'],
  make: (operation, context) => {
    if (operation.kind === 'create-index' && operation.unique) return uniqueIndex(operation, context);
    if (operation.kind === 'add-unique') return uniqueConstraint(operation, context);
    return null;
  },
};

function uniqueIndex(operation: CreateIndex, context: PlanContext): PlanAnswer {
  const parts = operation.keys.map((key) => (key.type === 'column' ? quotedName(key.column.text) : `(${key.expression.text})`));
  const note = duplicatesNote(writtenTable(operation.table), parts, operation.where?.text ?? null, operation.nullsNotDistinct);
  return concurrentIndex(
    operation,
    context,
    addUnique.id,
    'Build the unique index without blocking writes: CONCURRENTLY, alone in its migration',
    [note],
  );
}

function uniqueConstraint(operation: AddUnique, { statement, before }: PlanContext): PlanAnswer {
  const { constraint, table } = operation;
  const { name } = constraint;
  if (name === null) return refused('the constraint has no name, which its index has to share');
  if (constraint.usingIndex !== null || operation.ifExists || operation.conditional) return null;
  if (findTable(before, table)?.table.partitionBy) return refused('a partitioned table takes no concurrent build');
  const written = writtenTable(table);
  const add = `ALTER TABLE ${written} ADD CONSTRAINT ${quotedName(name.text)} UNIQUE USING INDEX ${quotedName(name.text)}`;
  const parts = constraint.columns.map(({ text }) => quotedName(text));
  const note = duplicatesNote(written, parts, null, constraint.nullsNotDistinct);
  return {
    ok: true,
    plan: {
      id: addUnique.id,
      title: 'Build the index of the constraint without blocking: CONCURRENTLY, then USING INDEX',
      way: 'one-release',
      preferred: false,
      promise: instantOnly('ACCESS EXCLUSIVE'),
      replaces: [{ statement: statement.index, operation, replacement: null }],
      steps: [
        indexStep(name.text, table, createIndexOf(constraint, name.text, written), [note]),
        {
          phase: 'finish',
          alone: true,
          name: folderWords('unique', table.name, ...constraint.columns.map(({ text }) => text)),
          purpose: `Makes the index ${quotedName(name.text)} a constraint.`,
          statements: [add],
          undo: `ALTER TABLE ${written} DROP CONSTRAINT ${quotedName(name.text)}; it takes the index with it.`,
          notes: [],
        },
      ],
    },
  };
}

function createIndexOf({ columns, include, nullsNotDistinct }: UniqueConstraint, name: string, table: string): string {
  const key = `(${quotedNames(columns.map(({ text }) => text))})`;
  const included = include.length === 0 ? '' : ` INCLUDE (${quotedNames(include.map(({ text }) => text))})`;
  return `CREATE UNIQUE INDEX CONCURRENTLY ${quotedName(name)} ON ${table} ${key}${included}${nullsNotDistinct ? ' NULLS NOT DISTINCT' : ''}`;
}

/** A NULL equals no other, unless the index says so: rows that hold one are no duplicates. */
function duplicatesNote(table: string, parts: readonly string[], where: string | null, nullsNotDistinct: boolean): string {
  const list = parts.join(', ');
  const filters = [...(where === null ? [] : [`(${where})`]), ...(nullsNotDistinct ? [] : parts.map((part) => `${part} IS NOT NULL`))];
  const filter = filters.length === 0 ? '' : ` WHERE ${filters.join(' AND ')}`;
  return `It fails on duplicates. Look for them first: SELECT ${list}, count(*) FROM ${table}${filter} GROUP BY ${list} HAVING count(*) > 1;`;
}
