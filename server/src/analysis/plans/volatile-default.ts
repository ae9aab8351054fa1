import type { ObjectId } from '../catalog/catalog';
import { objectName } from '../catalog/default-names';
import { columnOf, findTable, sequencesOf } from '../catalog/resolve';
import { isVolatile } from '../effects/volatility';
import type { IdentityKind } from '../operation/column';
import type { AddColumn } from '../operation/table';
import { quotedName, quotedText } from '../render/postgres-names';
import { folderWords, writtenTable } from './names';
import { instantOnly, type PlanAnswer, type PlanContext, type PlanKind, refused, type Step } from './plan';
import { fillStep, requiredSteps } from './required-steps';

/** A default that differs from row to row would write every row anew under a lock that blocks everyone. */
export const volatileDefault: PlanKind = {
  id: 'volatile-default',
  summary: 'Adds the column empty, sets the default or the sequence for new rows, and fills the old ones without a rewrite.',
  answers: ['default-rewrites-table'],
  make: (operation, context) => {
    if (operation.kind !== 'add-column') return null;
    const found = findTable(context.before, operation.table);
    const { column } = operation;
    if (found === null) return refused('it is not known which table that is');
    if (operation.ifExists || operation.ifNotExists || operation.conditional) return refused('the statement may not run');
    if (column.generated !== null) return refused(generatedReason(operation, context));
    if (column.constraints.length > 0 || column.collation !== null) return refused('the column has constraints of its own');
    const numbers = numbered(operation, found.id, context);
    if (numbers !== null) return planOf(operation, context, found.id, numbers);
    if (column.default === null || !isVolatile(column.default, { before: context.before, server: context.server }))
      return refused('the checks of the type are made for every row, whatever its default is');
    return planOf(operation, context, found.id, { type: writtenType(operation, context), value: column.default.text, sequence: null });
  },
};

/** What new rows, and the old ones, get. */
interface Filling {
  /** Of the column while it is empty. */
  readonly type: string;
  /** SQL, another one for each row. */
  readonly value: string;
  readonly sequence: NumberSource | null;
}

interface NumberSource {
  /** As written, quoted. */
  readonly name: string;
  /** Of a serial column, or of an identity column, which takes the place of the sequence in the end. */
  readonly identity: IdentityKind | null;
}

function generatedReason({ column }: AddColumn, { server }: PlanContext): string {
  const virtual = server.version >= 18 ? 'VIRTUAL is instant; ' : '';
  return (
    `PostgreSQL adds a stored generated column only by writing every row anew, and makes none of a column that is there: ${virtual}a plain ` +
    `${quotedName(column.name.text)} that a trigger fills is another schema`
  );
}

function planOf(operation: AddColumn, context: PlanContext, table: ObjectId, filling: Filling): PlanAnswer {
  const column = operation.column.name.text;
  const quoted = quotedName(column);
  const { type, value, sequence } = filling;
  const shape = context.before.tables.get(table);
  const target = context.after.tables.get(table);
  if (shape === undefined || target === undefined) return refused('the migration drops the table');
  const isRequired = columnOf(target, column)?.notNull === true;
  const add = `ADD COLUMN ${quoted} ${type}`;
  return {
    ok: true,
    plan: {
      id: volatileDefault.id,
      title: `Add ${quoted} without writing the table anew: empty, then ${sequence === null ? value : 'numbered'}, row by row`,
      way: 'one-release',
      preferred: true,
      promise: instantOnly('ACCESS EXCLUSIVE'),
      replaces: [
        {
          statement: context.statement.index,
          operation,
          // The default of a clause of its own is for new rows only: no row is touched.
          replacement: sequence === null ? `${add}, ALTER COLUMN ${quoted} SET DEFAULT ${value}` : add,
        },
      ],
      steps: [
        ...(sequence === null ? [] : [sequenceStep(operation, sequence, type, value)]),
        fillStep(operation.table, column, value),
        ...(isRequired ? requiredSteps(operation.table, shape, column) : []),
        ...(sequence === null || sequence.identity === null ? [] : [identityStep(operation, sequence.name, sequence.identity)]),
      ],
    },
  };
}

function writtenType({ column }: AddColumn, { text }: PlanContext): string {
  return column.type === null ? '' : text.slice(column.type.span.start, column.type.span.end);
}

/** The numbers of a serial or identity column; null where the column is neither. */
function numbered(operation: AddColumn, table: ObjectId, context: PlanContext): Filling | null {
  const { column } = operation;
  const [{ schema }, name] = [operation.table, column.name.text];
  const integer = column.type === null ? undefined : serialTypes.get(column.type.name);
  if (column.identity !== null) {
    const helper = writtenTable({ schema, name: objectName(operation.table.name, name, 'fill') });
    return { type: writtenType(operation, context), value: next(helper), sequence: { name: helper, identity: column.identity } };
  }
  // The server has chosen the name of the sequence: Prisma compares it.
  const owned = sequencesOf(context.after, table).find(({ ownedBy }) => ownedBy?.column === name);
  if (integer === undefined || owned === undefined) return null;
  const sequence = writtenTable({ schema, name: owned.name });
  return { type: integer, value: next(sequence), sequence: { name: sequence, identity: null } };
}

function next(sequence: string): string {
  return `nextval(${quotedText(sequence)})`;
}

const serialTypes: ReadonlyMap<string, string> = new Map([
  ...['serial', 'serial4'].map((name) => [name, 'INTEGER'] as const),
  ...['bigserial', 'serial8'].map((name) => [name, 'BIGINT'] as const),
  ...['smallserial', 'serial2'].map((name) => [name, 'SMALLINT'] as const),
]);

/** Before the rows are filled, so that a row that is inserted meanwhile has its number too. */
function sequenceStep({ table, column }: AddColumn, { name: sequence, identity }: NumberSource, type: string, value: string): Step {
  const [written, quoted] = [writtenTable(table), quotedName(column.name.text)];
  // Of two sequences that a column owns, pg_get_serial_sequence() would name either.
  const owner = identity === null ? ` OWNED BY ${written}.${quoted}` : '';
  return {
    phase: 'fill',
    alone: true,
    name: folderWords('number', table.name, column.name.text),
    purpose: `Gives new rows of ${written} a number in ${quoted}.`,
    statements: [
      // Both may run again, where an earlier attempt has committed the first one only.
      `CREATE SEQUENCE IF NOT EXISTS ${sequence} AS ${type}${owner}`,
      `ALTER TABLE ${written} ALTER COLUMN ${quoted} SET DEFAULT ${value}`,
    ],
    undo: `ALTER TABLE ${written} ALTER COLUMN ${quoted} DROP DEFAULT; DROP SEQUENCE ${sequence};`,
    notes: [],
  };
}

/** PostgreSQL makes an identity of a required column without default only, and begins at 1: it has to go on from the last number. */
function identityStep({ table, column }: AddColumn, sequence: string, identity: IdentityKind): Step {
  const [written, quoted] = [writtenTable(table), quotedName(column.name.text)];
  const kind = identity === 'always' ? 'ALWAYS' : 'BY DEFAULT';
  return {
    phase: 'finish',
    alone: false,
    name: folderWords('identity', table.name, column.name.text),
    purpose: `Makes ${written}.${quoted} an identity column that goes on from the last number. In one block, so that nobody gets a number twice.`,
    statements: [
      [
        'DO $$',
        'BEGIN',
        `  ALTER TABLE ${written} ALTER COLUMN ${quoted} DROP DEFAULT;`,
        `  ALTER TABLE ${written} ALTER COLUMN ${quoted} ADD GENERATED ${kind} AS IDENTITY;`,
        `  PERFORM setval(pg_get_serial_sequence(${quotedText(written)}, ${quotedText(column.name.text)}), nextval(${quotedText(sequence)}), false);`,
        `  DROP SEQUENCE ${sequence};`,
        'END $$',
      ].join('\n'),
    ],
    undo: `ALTER TABLE ${written} ALTER COLUMN ${quoted} DROP IDENTITY; the numbers stay.`,
    notes: [],
  };
}
