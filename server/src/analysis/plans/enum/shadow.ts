import type { ObjectId, Table } from '../../catalog/catalog';
import { clip, maximumNameBytes } from '../../catalog/default-names';
import { indexesOf } from '../../catalog/resolve';
import { writeMigration } from '../../render/migration';
import { quotedName, quotedText } from '../../render/postgres-names';
import { listed } from '../../wording/wording';
import { indexStep } from '../create-index';
import { folderWords, writtenTable } from '../names';
import type { PlanContext, Step } from '../plan';
import { requiredSteps } from '../required-steps';
import type { BackfillFile } from '../rollout/rollout';
import type { EnumSwap, SwapColumn } from './swap';
import { mapped } from './target-values';

/** Columns of the smaller enum beside those of the larger one, until they take over their names. */
export interface Shadow {
  readonly swap: EnumSwap;
  readonly type: { readonly schema: string | null; readonly name: string };
  /** Of the smaller enum, until it has the name of the larger one. */
  readonly next: { readonly schema: string | null; readonly name: string };
  readonly removed: readonly string[];
  readonly values: ReadonlyMap<SwapColumn, string>;
  readonly context: PlanContext;
  /** Of the rollout. */
  readonly rollout: string;
}

export function shadowName(column: string): string {
  return `${clip(column, maximumNameBytes - 4)}_new`;
}

/** The columns by their table. */
export function shadowTables({ values }: Shadow): ReadonlyMap<ObjectId, readonly SwapColumn[]> {
  const columns = [...values.keys()];
  return new Map(columns.map(({ table }) => [table, columns.filter((one) => one.table === table)]));
}

/** The new type, the new columns, and a trigger that writes them along. */
export function expandSteps(shadow: Shadow): readonly Step[] {
  const next = writtenTable(shadow.next);
  const create: Step = {
    phase: 'constrain',
    alone: true,
    name: folderWords('create', shadow.next.name),
    purpose: `Makes the enum without ${listed(shadow.removed.map(quotedText))} beside the one with it.`,
    statements: [`CREATE TYPE ${next} AS ENUM (${shadow.swap.after.map(quotedText).join(', ')})`],
    undo: `DROP TYPE ${next};`,
    notes: [],
  };
  return [create, ...[...shadowTables(shadow).values()].map((columns) => writeAlong(columns, shadow))];
}

function writeAlong(columns: readonly SwapColumn[], shadow: Shadow): Step {
  const table = tableOf(columns);
  const written = writtenTable(table);
  const { trigger, callable } = triggerOf(columns, shadow);
  const names = columns.map(({ operation }) => operation.column.text);
  const added = columns.map(
    (column) => `ADD COLUMN IF NOT EXISTS ${quotedName(shadowName(column.operation.column.text))} ${typeOf(column, shadow)}`,
  );
  const assigned = columns.map(
    (column) => `  NEW.${quotedName(shadowName(column.operation.column.text))} := ${valueIn(column, shadow, 'NEW.')};\n`,
  );
  return {
    phase: 'constrain',
    alone: true,
    name: folderWords('write', table.name, ...names.map(shadowName)),
    purpose: `Adds ${listed(names.map((name) => quotedName(shadowName(name))))} to ${written}, which a trigger writes along with ${listed(names.map(quotedName))}.`,
    statements: [
      `ALTER TABLE ${written} ${added.join(',\n')}`,
      `CREATE OR REPLACE FUNCTION ${callable}() RETURNS trigger LANGUAGE plpgsql AS $lockstep$\nBEGIN\n${assigned.join('')}  RETURN NEW;\nEND\n$lockstep$`,
      // Another attempt finds what the first one has left where each statement commits on its own.
      `DROP TRIGGER IF EXISTS ${trigger} ON ${written}`,
      `CREATE TRIGGER ${trigger} BEFORE INSERT OR UPDATE ON ${written} FOR EACH ROW EXECUTE FUNCTION ${callable}()`,
    ],
    undo: `DROP TRIGGER ${trigger} ON ${written}; DROP FUNCTION ${callable}(); ALTER TABLE ${written} ${names.map((name) => `DROP COLUMN ${quotedName(shadowName(name))}`).join(', ')};`,
    notes: ['The last stage of the rollout takes the trigger away.'],
  };
}

export function backfillOf(columns: readonly SwapColumn[], shadow: Shadow): BackfillFile {
  const [schema = '', name = ''] = (columns[0]?.table ?? '').split(/\.(.*)/s);
  const set = columns.map((column) => [shadowName(column.operation.column.text), valueIn(column, shadow, '')] as const);
  return {
    table: { schema, name },
    set: Object.fromEntries(set),
    where: set.map(([column, value]) => `${quotedName(column)} IS DISTINCT FROM ${value}`).join(' OR '),
  };
}

/** The new columns become required and get their indexes while everyone reads and writes; then they take over, in an instant. */
export function swapSteps(shadow: Shadow): readonly Step[] {
  const tables = [...shadowTables(shadow).values()];
  return [...tables.flatMap((columns) => readySteps(columns, shadow)), takeOver(tables, shadow)];
}

function readySteps(columns: readonly SwapColumn[], shadow: Shadow): readonly Step[] {
  const table = tableOf(columns);
  const shape = shapeOf(columns, shadow);
  const required = columns.filter(({ operation }) => shape?.columns.some(({ name, notNull }) => name === operation.column.text && notNull));
  const names = columns.map(({ operation }) => operation.column.text);
  return [
    ...required.flatMap(({ operation }) => (shape === undefined ? [] : requiredSteps(table, shape, shadowName(operation.column.text)))),
    ...indexesOver(columns, shadow).map((index) => {
      const keys = index.keys.map((key) =>
        key.type === 'column' && names.includes(key.column) ? { ...key, column: shadowName(key.column) } : key,
      );
      const name = shadowName(index.name);
      const { text } = writeMigration([{ kind: 'create-index', index: { ...index, name, keys } }], {
        schemas: table.schema === null ? [] : [table.schema],
      });
      const sql = text
        .replace(/^--.*\n/, '')
        .replace('INDEX', 'INDEX CONCURRENTLY')
        .replace(/;\n$/, '');
      return indexStep(name, table, sql, []);
    }),
  ];
}

/** In one transaction, so that nobody finds the table between two names. */
function takeOver(tables: readonly (readonly SwapColumn[])[], shadow: Shadow): Step {
  const [type, next] = [writtenTable(shadow.type), writtenTable(shadow.next)];
  const old = `${clip(shadow.type.name, maximumNameBytes - 4)}_old`;
  const ofTables = tables.flatMap((columns) => {
    const table = tableOf(columns);
    const { trigger, callable } = triggerOf(columns, shadow);
    const names = columns.map(({ operation }) => operation.column.text);
    return [
      `DROP TRIGGER ${trigger} ON ${writtenTable(table)}`,
      `DROP FUNCTION ${callable}()`,
      `ALTER TABLE ${writtenTable(table)} ${names.map((name) => `DROP COLUMN ${quotedName(name)}`).join(', ')}`,
      ...names.map((name) => `ALTER TABLE ${writtenTable(table)} RENAME COLUMN ${quotedName(shadowName(name))} TO ${quotedName(name)}`),
      ...indexesOver(columns, shadow).map(
        ({ name }) => `ALTER INDEX ${writtenTable({ schema: table.schema, name: shadowName(name) })} RENAME TO ${quotedName(name)}`,
      ),
    ];
  });
  const defaults = tables.flatMap((columns) =>
    columns.flatMap(({ operation }) => {
      const text = shapeOf(columns, shadow)?.columns.find(({ name }) => name === operation.column.text)?.default?.text;
      return text === undefined
        ? []
        : [`ALTER TABLE ${writtenTable(operation.table)} ALTER COLUMN ${quotedName(operation.column.text)} SET DEFAULT ${text}`];
    }),
  );
  return {
    phase: 'finish',
    alone: true,
    name: folderWords('remove', shadow.type.name, ...shadow.removed),
    purpose: `Gives the columns and the enum without ${listed(shadow.removed.map(quotedText))} the names of the old ones, which go.`,
    statements: [
      'BEGIN',
      ...ofTables,
      `ALTER TYPE ${type} RENAME TO ${quotedName(old)}`,
      `ALTER TYPE ${next} RENAME TO ${quotedName(shadow.type.name)}`,
      `DROP TYPE ${writtenTable({ ...shadow.type, name: old })}`,
      ...defaults,
      'COMMIT',
    ],
    undo: `${shadow.removed.map((value) => `ALTER TYPE ${type} ADD VALUE ${quotedText(value)};`).join(' ')} Which rows held it is not known any more.`,
    notes: ['The columns stand behind the others of their tables afterwards, which Prisma does not look at.'],
  };
}

/** As the whole migration leaves it. */
function shapeOf(columns: readonly SwapColumn[], { context }: Shadow): Table | undefined {
  return context.after.tables.get(columns[0]?.table ?? '');
}

function indexesOver(columns: readonly SwapColumn[], { context }: Shadow): ReturnType<typeof indexesOf> {
  const names = columns.map(({ operation }) => operation.column.text);
  return indexesOf(context.after, columns[0]?.table ?? '').filter(({ keys }) =>
    keys.some((key) => key.type === 'column' && names.includes(key.column)),
  );
}

function tableOf(columns: readonly SwapColumn[]): { readonly schema: string | null; readonly name: string } {
  return columns[0]?.operation.table ?? { schema: null, name: '' };
}

function typeOf({ isList }: SwapColumn, { next }: Shadow): string {
  return `${writtenTable(next)}${isList ? '[]' : ''}`;
}

function valueIn(column: SwapColumn, shadow: Shadow, from: string): string {
  const { removed, values } = shadow;
  const sql = values.get(column) ?? 'NULL';
  return mapped({
    column: `${from}${quotedName(column.operation.column.text)}`,
    isList: column.isList,
    removed,
    sql,
    type: typeOf(column, shadow),
  });
}

/** Both are named after the rollout; the function stands in the schema of the table. */
function triggerOf(columns: readonly SwapColumn[], { rollout }: Shadow): { readonly trigger: string; readonly callable: string } {
  const { schema, name: table } = tableOf(columns);
  const name = clip(`lockstep_${rollout}_${table}`, maximumNameBytes);
  return { trigger: quotedName(name), callable: writtenTable({ schema, name }) };
}
