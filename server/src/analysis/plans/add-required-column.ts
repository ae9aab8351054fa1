import type { ObjectId } from '../catalog/catalog';
import { findTable } from '../catalog/resolve';
import type { AddColumn } from '../operation/table';
import { quotedName } from '../render/postgres-names';
import { clauseText } from './clause';
import { existingValue } from './existing-value';
import { folderWords, writtenTable } from './names';
import { instantOnly, type Plan, type PlanContext, type PlanKind, refused } from './plan';
import { fillStep, requiredSteps } from './required-steps';
import { addRequiredColumnRollout } from './rollout/add-required-column-rollout';

/** A required column gets a value for the rows that are there. */
export const addRequiredColumn: PlanKind = {
  id: 'add-required-column',
  summary: 'Adds a required column with a default for existing rows that goes again, or adds it empty, fills it, and requires it.',
  answers: ['required-column-without-default'],
  make: (operation, context) => {
    if (operation.kind !== 'add-column') return null;
    const found = findTable(context.before, operation.table);
    if (found === null) return refused('it is not known which table that is');
    const value = existingValue(operation, found.id, context);
    if (!value.ok) return refused(value.reason);
    return { ok: true, plan: value.perRow ? filled(operation, found.id, value.sql, context) : withDefault(operation, value.sql, context) };
  },
  rollout: addRequiredColumnRollout,
};

/** The server evaluates it once for all rows, and stores it once. */
function withDefault(operation: AddColumn, value: string, { text, statement }: PlanContext): Plan {
  const [written, column] = [writtenTable(operation.table), quotedName(operation.column.name.text)];
  return {
    id: addRequiredColumn.id,
    title: `Add ${column} with ${value} for existing rows: a default that goes in the next migration`,
    way: 'one-release',
    preferred: false,
    promise: instantOnly('ACCESS EXCLUSIVE'),
    replaces: [{ statement: statement.index, operation, replacement: `${clauseText(text, operation)} DEFAULT ${value}` }],
    steps: [
      {
        phase: 'finish',
        alone: false,
        name: folderWords('no_default', operation.table.name, operation.column.name.text),
        purpose: `Takes the default for existing rows off ${written}.${column}. From then on each insert has to give a value.`,
        statements: [`ALTER TABLE ${written} ALTER COLUMN ${column} DROP DEFAULT`],
        undo: `ALTER TABLE ${written} ALTER COLUMN ${column} SET DEFAULT ${value};`,
        notes: ['An application that does not know the column yet fails on insert from here on: deploy the new one first.'],
      },
    ],
  };
}

/** Each row gets a value of its own. */
function filled(operation: AddColumn, table: ObjectId, value: string, { text, statement, before }: PlanContext): Plan {
  const column = operation.column.name.text;
  const shape = before.tables.get(table);
  return {
    id: addRequiredColumn.id,
    title: `Add ${quotedName(column)} empty, fill it with ${value}, then require it`,
    way: 'one-release',
    preferred: false,
    promise: instantOnly('ACCESS EXCLUSIVE'),
    replaces: [{ statement: statement.index, operation, replacement: clauseText(text, operation).replace(/\s+NOT\s+NULL\b/i, '') }],
    steps: [fillStep(operation.table, column, value), ...(shape === undefined ? [] : requiredSteps(operation.table, shape, column))],
  };
}
