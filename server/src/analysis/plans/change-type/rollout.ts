import type { Column } from '../../catalog/catalog';
import { foldScript } from '../../catalog/fold';
import { indexesOf, type QualifiedName } from '../../catalog/resolve';
import type { Operation } from '../../operation/operation';
import { quotedName } from '../../render/postgres-names';
import { readPostgres } from '../../sql/postgres/read';
import { statementText } from '../clause';
import { folderWords, freeConstraintName, writtenTable } from '../names';
import { instantOnly, type Replacement, type Step } from '../plan';
import { isCautious, type Part, partsOf } from '../rename/parts';
import { copyTrigger } from '../rollout/copy-trigger';
import type { RolloutAnswer, RolloutContext, Stage } from '../rollout/rollout';
import { placedField } from '../rollout/schema-member';
import { addStep, buildSteps, type Succession, successionOf } from '../rollout/successor';
import { dropTrigger } from '../rollout/trigger-names';
import { type Conversion, conversionOf, guardedCast } from './conversion';
import { guardSteps } from './converted';
import { shadowEdits } from './shadow-edits';
import { dropStep, freeColumn, type SwapNames, shadowName, swapStep } from './swap';
import { typeSql } from './type-sql';

/** A second column of the new type is filled beside the old one, and takes its name in an instant. */
export function changeTypeRollout(operation: Operation, context: RolloutContext): RolloutAnswer {
  if (operation.kind !== 'drop-column' && operation.kind !== 'change-type') return null;
  const { statements, after, schema, previous, server } = context;
  const before = statements[0]?.before;
  const { table } = operation;
  const column = operation.column.text;
  const id = before === undefined ? undefined : tableIdOf(operation, context);
  if (before === undefined || id === undefined) return refusal('it is not known which table that is');
  const parts = partsOfColumn(id, column, context);
  if (parts.some((part) => part.operation.conditional || isCautious(part.operation))) return refusal('a statement of it may not run');
  if (operation.kind === 'change-type' && operation.using !== null) return refusal('the conversion is one that somebody has written');
  const found = successionOf({ id, table, old: column, next: column, before, wanted: schema.wanted.catalog, server });
  if (!found.ok) return found;
  const { succession } = found;
  const isQualified = table.schema !== null;
  const types = {
    from: succession.old.type,
    to: succession.next.type,
    written: typeSql(succession.next.type, isQualified),
    catalog: after,
  };
  const conversion = operation.kind === 'drop-column' ? conversionOf(types) : (guardedCast(types) ?? lossless);
  if (conversion === null) return refusal(`nobody can know which ${types.written} a value becomes`);
  const [oldField, nextField] = [previous === null ? null : placedField(previous, id, column), placedField(schema, id, column)];
  if (previous === null || oldField === null) return refusal('it is not known how the schema was before');
  if (nextField === null) return refusal(`the schema has no field for ${quotedName(column)}`);
  const names: SwapNames = { shadow: freeColumn(succession, `${column}_new`), spare: freeColumn(succession, `${column}_old`) };
  const edits = shadowEdits({ previous, schema, old: oldField, next: nextField, ...names });
  const rollout = folderWords('change', table.name, column);
  const convert = (value: string): string => conversion.using?.(value) ?? `${value}::${types.written}`;
  const created = createdType(succession.next, context);
  const add = addStep(succession, names.shadow);
  const guard = guardOf(succession, conversion, types.written);
  const building = [...created.steps, add].flatMap(({ statements: all }) => all).join(';\n');
  const shape = foldScript(before, readPostgres(building)).tables.get(id) ?? succession.shape;
  const subject = `${nextField.block}.${nextField.member}`;
  const [quoted, written] = [quotedName(column), writtenTable(table)];
  const stages: readonly Stage[] = [
    {
      type: 'migrate',
      name: 'expand',
      purpose: `Adds a second column for ${subject}, which a trigger fills with the values as ${types.written}.`,
      steps: [...created.steps, ...guard.steps, add, copyTrigger({ table, from: column, to: names.shadow, value: convert, rollout })],
      edits: edits.expand,
    },
    {
      type: 'backfill',
      name: 'backfill',
      purpose: `Fills the second column of ${subject} in the rows that were there before the trigger.`,
      spec: {
        table: { schema: succession.shape.schema, name: succession.shape.name },
        set: { [names.shadow]: convert(quoted) },
        where: `${quotedName(names.shadow)} IS DISTINCT FROM ${convert(quoted)}`,
      },
    },
    {
      type: 'migrate',
      name: 'swap',
      purpose: `Builds what is over ${subject} for the second column, and gives it the name of the first one.`,
      steps: [
        ...buildSteps(succession, shape, { column: names.shadow, nameOf: shadowName }),
        swapStep(succession, names, dropTrigger(table, rollout), guard.constraint, indexesOf(before, id)),
      ],
      edits: edits.swap,
    },
    {
      type: 'release',
      name: 'release',
      purpose: `The application uses ${subject} as ${nextField.field.type?.name ?? types.written}.`,
      application: [
        'It is deployed together with the migrations of the stage before: from then on the database has the new type.',
        'Raw SQL reads and writes the new type.',
        'No instance of an earlier release is running any more.',
      ],
      code: null,
    },
    {
      type: 'migrate',
      name: 'contract',
      purpose: `Takes the old column of ${subject} away.`,
      steps: [dropStep(succession, names.spare)],
      edits: edits.contract,
    },
  ];
  return {
    ok: true,
    rollout: {
      plan: 'change-type',
      title: `Roll out ${nextField.member} as ${types.written} without writing ${written} anew: a second column takes its place`,
      name: rollout,
      subject,
      replaces: [own(operation, context), ...[...parts, ...created.parts].filter((part) => part.operation !== operation).map(taken)],
      promise: instantOnly('ACCESS EXCLUSIVE'),
      stages,
    },
  };
}

/** The server's own cast, which keeps every value. */
const lossless: Conversion = { using: null, fits: null };

function tableIdOf({ table }: { readonly table: QualifiedName }, { statements, before }: RolloutContext): string | undefined {
  const catalog = statements[0]?.before ?? before;
  const schema = table.schema ?? catalog.searchPath.find((one) => catalog.tables.has(`${one}.${table.name}`));
  const id = `${schema ?? 'public'}.${table.name}`;
  return catalog.tables.has(id) ? id : undefined;
}

/** All that the migration does to the column. */
function partsOfColumn(id: string, column: string, context: RolloutContext): readonly Part[] {
  const { statements, after } = context;
  const found = partsOf({ kind: 'column', table: id, from: column, to: column }, statements, after);
  const altered = statements.flatMap(({ index, operations }) =>
    operations.flatMap((operation): readonly Part[] => {
      const isOf = alterations.has(operation.kind) && 'column' in operation && 'table' in operation;
      if (!isOf || !('text' in operation.column) || operation.column.text !== column) return [];
      return tableIdOf({ table: operation.table }, context) === id ? [{ statement: index, operation }] : [];
    }),
  );
  return [...found, ...altered];
}

const alterations: ReadonlySet<Operation['kind']> = new Set([
  'change-type',
  'set-default',
  'drop-default',
  'set-not-null',
  'drop-not-null',
]);

function own(operation: Operation, { statement }: RolloutContext): Replacement {
  return { statement: statement.index, operation, replacement: null };
}

function taken(part: Part): Replacement {
  return { ...part, replacement: null };
}

/** An enum that the migration creates for the column comes before it. */
function createdType(
  { type }: Column,
  { statements, text }: RolloutContext,
): { readonly steps: readonly Step[]; readonly parts: readonly Part[] } {
  const before = statements[0]?.before;
  if (!type.user || before?.types.has(type.name) !== false) return { steps: [], parts: [] };
  const statement = statements.find(
    ({ operations: [first] }) => first?.kind === 'create-enum' && type.name.endsWith(`.${first.type.name}`),
  );
  const operation = statement?.operations[0];
  if (statement === undefined || operation === undefined) return { steps: [], parts: [] };
  const name = type.name.slice(type.name.indexOf('.') + 1);
  const step: Step = {
    phase: 'prepare',
    alone: true,
    name: folderWords('type', name),
    purpose: `Creates the type ${quotedName(name)}.`,
    statements: [statementText(text, statement)],
    undo: `DROP TYPE ${quotedName(name)};`,
    notes: [],
  };
  return { steps: [step], parts: [{ statement: statement.index, operation }] };
}

/** Where some values would be lost: a check, so that the trigger meets none of them. */
function guardOf(
  { table, shape, old }: Succession,
  { fits }: Conversion,
  to: string,
): { readonly steps: readonly Step[]; readonly constraint: string | null } {
  if (fits === null) return { steps: [], constraint: null };
  const quoted = quotedName(old.name);
  const condition = old.notNull ? fits(quoted) : `${quoted} IS NULL OR ${fits(quoted)}`;
  return {
    steps: guardSteps({ table, shape, column: old.name, fits: condition, to }),
    constraint: freeConstraintName(shape, old.name, 'fits'),
  };
}

function refusal(reason: string): RolloutAnswer {
  return { ok: false, reason };
}
