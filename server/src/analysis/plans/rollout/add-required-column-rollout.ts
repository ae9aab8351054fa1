import type { Table } from '../../catalog/catalog';
import { findTable } from '../../catalog/resolve';
import type { Operation } from '../../operation/operation';
import type { AddColumn } from '../../operation/table';
import { quotedName } from '../../render/postgres-names';
import { clauseText } from '../clause';
import { existingValue } from '../existing-value';
import { folderWords, writtenTable } from '../names';
import { instantOnly, type Step } from '../plan';
import { prismaDefault } from './prisma-default';
import { releaseOf, requiredStages } from './required-stages';
import type { Rollout, RolloutAnswer, RolloutContext, Stage } from './rollout';
import { reversed, type SchemaEdit } from './schema-edit';
import { type PlacedField, placedField } from './schema-member';
import { stageWords } from './stage-words';

/** A required column comes with a default that goes once the application writes it; or empty, filled by a trigger and in batches. */
export function addRequiredColumnRollout(operation: Operation, context: RolloutContext): RolloutAnswer {
  if (operation.kind !== 'add-column') return null;
  const column = operation.column.name.text;
  const found = findTable(context.before, operation.table);
  if (found === null) return refusal('it is not known which table that is');
  const value = existingValue(operation, found.id, context);
  if (!value.ok) return refusal(value.reason);
  const place = placedField(context.schema, found.id, column);
  const shape = context.after.tables.get(found.id);
  if (place === null || shape === undefined) return refusal(`the schema has no field for ${quotedName(column)}`);
  if (place.field.type?.arity !== 'required') return refusal(`${quotedName(column)} is not a required field of the schema`);
  const name = folderWords('add', found.table.name, column);
  const constant = value.perRow ? null : sayable(place, value.sql, context);
  const stages =
    constant === null
      ? filled({ operation, place, shape, value: value.sql, name, context })
      : withDefault({ operation, place, value: value.sql, said: constant, context });
  return {
    ok: true,
    rollout: {
      ...described(place, stages, context.rowsOf(found.id)),
      name,
      replaces: [{ statement: context.statement.index, operation, replacement: null }],
      promise: instantOnly('ACCESS EXCLUSIVE'),
      stages,
    },
  };
}

/** Null where the field has a default of its own, which Prisma Client fills in. */
function sayable(place: PlacedField, sql: string, { schema }: RolloutContext): string | null {
  const hasOwn = place.field.attributes.some(
    ({ name }) => name === 'default' || name === 'updatedAt' || name === 'unique' || name === 'id',
  );
  return hasOwn ? null : prismaDefault(schema, place.field, sql);
}

interface WithDefault {
  readonly operation: AddColumn;
  readonly place: PlacedField;
  /** As SQL. */
  readonly value: string;
  /** As Prisma says it. */
  readonly said: string;
  readonly context: RolloutContext;
}

/** The server stores one value for all rows that are there, and for those that the old release inserts. */
function withDefault({ operation, place, value, said, context }: WithDefault): readonly Stage[] {
  const [written, column] = [writtenTable(operation.table), quotedName(operation.column.name.text)];
  const edit: SchemaEdit = { ...place, expected: place.text, text: `${place.text} @default(${said})` };
  const edits = [{ block: edit.block, member: edit.member, expected: edit.expected, text: edit.text, after: edit.after }];
  const of = `${place.block}.${place.member}`;
  const add: Step = {
    phase: 'constrain',
    alone: true,
    name: folderWords('add', operation.table.name, operation.column.name.text),
    purpose: `Adds ${written}.${column}. Rows that are there, and those that the old release inserts, get ${value}.`,
    statements: [`ALTER TABLE ${written} ${clauseText(context.text, operation)} DEFAULT ${value}`],
    undo: `ALTER TABLE ${written} DROP COLUMN ${column};`,
    notes: [],
  };
  const drop: Step = {
    phase: 'finish',
    alone: true,
    name: folderWords('no_default', operation.table.name, operation.column.name.text),
    purpose: `Takes the default off ${written}.${column}: each insert gives a value now.`,
    statements: [`ALTER TABLE ${written} ALTER COLUMN ${column} DROP DEFAULT`],
    undo: `ALTER TABLE ${written} ALTER COLUMN ${column} SET DEFAULT ${value};`,
    notes: [],
  };
  return [
    { type: 'migrate', name: 'expand', purpose: `Adds ${of} with a default, which the old release needs.`, steps: [add], edits },
    releaseOf(place),
    { type: 'migrate', name: 'contract', purpose: `Takes the default off ${of}.`, steps: [drop], edits: edits.map(reversed) },
  ];
}

interface Filled {
  readonly operation: AddColumn;
  readonly place: PlacedField;
  readonly shape: Table;
  readonly value: string;
  readonly name: string;
  readonly context: RolloutContext;
}

/** Each row gets a value of its own. */
function filled({ operation, place, shape, value, name, context }: Filled): readonly Stage[] {
  const [written, column] = [writtenTable(operation.table), operation.column.name.text];
  const add: Step = {
    phase: 'fill',
    alone: true,
    name: folderWords('add', operation.table.name, column),
    purpose: `Adds ${written}.${quotedName(column)} empty.`,
    statements: [`ALTER TABLE ${written} ${clauseText(context.text, operation).replace(/\s+NOT\s+NULL\b/i, '')}`],
    undo: `ALTER TABLE ${written} DROP COLUMN ${quotedName(column)};`,
    notes: [],
  };
  return requiredStages({ schema: context.schema, place, table: operation.table, shape, column, value, first: [add], rollout: name });
}

/** What people read of it. */
function described(
  { block, member }: PlacedField,
  stages: readonly Stage[],
  rows: number | null,
): Pick<Rollout, 'plan' | 'title' | 'subject'> {
  return {
    plan: 'add-required-column',
    title: `Roll out ${member} over two releases: ${stageWords(stages, rows)}`,
    subject: `${block}.${member}`,
  };
}

function refusal(reason: string): RolloutAnswer {
  return { ok: false, reason };
}
