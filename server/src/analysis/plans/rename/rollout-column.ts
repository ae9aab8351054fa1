import type { Column } from '../../catalog/catalog';
import { foldScript } from '../../catalog/fold';
import type { QualifiedName } from '../../catalog/resolve';
import type { Operation } from '../../operation/operation';
import { quotedName } from '../../render/postgres-names';
import { readPostgres } from '../../sql/postgres/read';
import { typeSql } from '../change-type/type-sql';
import { folderWords, writtenTable } from '../names';
import { instantOnly, type Replacement, type Step } from '../plan';
import type { MigrateStage, RolloutAnswer, RolloutContext, Stage } from '../rollout/rollout';
import { placedField } from '../rollout/schema-member';
import { addStep, buildSteps, type Succession, successionOf } from '../rollout/successor';
import { syncTrigger } from '../rollout/sync-trigger';
import { dropTrigger } from '../rollout/trigger-names';
import { fieldSuccession } from './column-edits';
import { isCautious, partsOf } from './parts';
import type { Rename } from './rename';

/** A second column takes over, kept the same by a trigger until no release uses the first one any more. */
export function renameColumnRollout(
  rename: Extract<Rename, { kind: 'column' }>,
  operation: Operation,
  context: RolloutContext,
): RolloutAnswer {
  const { table: id, from: old, to: next } = rename;
  const { statements, after, schema, previous, server } = context;
  const before = statements[0]?.before;
  const name = operation.kind === 'drop-column' || operation.kind === 'rename-column' ? operation.table : null;
  if (before === undefined || name === null) return refusal('it is not known which table that is');
  const parts = partsOf(rename, statements, after);
  const replaces: readonly Replacement[] = [
    { statement: context.statement.index, operation, replacement: null },
    ...parts.filter((part) => part.operation !== operation).map((part) => ({ ...part, replacement: null })),
  ];
  if (replaces.some((one) => one.operation.conditional || isCautious(one.operation))) return refusal('a statement of it may not run');
  const found = successionOf({ id, table: name, old, next, before, wanted: schema.wanted.catalog, server });
  if (!found.ok) return found;
  const { succession } = found;
  const differs = attributesProblem(succession);
  if (differs !== null) return refusal(differs);
  const [oldField, nextField] = [previous === null ? null : placedField(previous, id, old), placedField(schema, id, next)];
  if (previous === null || oldField === null) return refusal('it is not known how the schema was before');
  if (nextField === null) return refusal(`the schema has no field for ${quotedName(next)}`);
  const edits = fieldSuccession({ previous, schema, old: oldField, next: nextField });
  if (!edits.ok) return edits;
  const { expand, change, contract } = edits.edits;
  const rollout = folderWords('rename', name.name, old);
  const synced = { table: name, old, next, forward: same, back: same, default: defaultSql(succession.next, name), rollout };
  const add = addStep(succession, next);
  const shape = foldScript(before, readPostgres(add.statements.join(';'))).tables.get(id) ?? succession.shape;
  const [from, to] = [`${oldField.block}.${oldField.member}`, `${nextField.block}.${nextField.member}`];
  const [model, written] = [nextField.block, writtenTable(name)];
  const stages: readonly Stage[] = [
    {
      type: 'migrate',
      name: 'expand',
      purpose: `Adds a column for ${to}, and keeps it the same as that of ${from}.`,
      steps: [add, syncTrigger(synced)],
      edits: expand,
    },
    {
      type: 'backfill',
      name: 'backfill',
      purpose: `Copies ${from} in the rows that were there before the trigger.`,
      spec: {
        table: { schema: succession.shape.schema, name: succession.shape.name },
        set: { [next]: quotedName(old) },
        where: `${quotedName(next)} IS DISTINCT FROM ${quotedName(old)}`,
      },
    },
    {
      type: 'migrate',
      name: 'change',
      purpose: `Makes ${to} the field that counts, with all that is over it. ${from} stays for the release that is still running.`,
      steps: [...buildSteps(succession, shape, { column: next, nameOf: (one) => one }), ...changeOver(succession)],
      edits: change,
    },
    {
      type: 'release',
      name: 'release',
      purpose: `The application uses ${to}.`,
      application: [
        `Prisma Client is generated from the schema as it is now: ${to} is there, ${from} is not.`,
        `Raw SQL names ${quotedName(next)}.`,
        'No instance of an earlier release is running any more.',
      ],
      code: `await prisma.${model.charAt(0).toLowerCase()}${model.slice(1)}.findMany({ select: { ${nextField.member}: true } })`,
    },
    contractOf(succession, rollout, contract, `Takes the column of ${from} away, and the trigger.`),
  ];
  return {
    ok: true,
    rollout: {
      plan: 'rename-column',
      title: `Roll out the rename of ${oldField.member} over two releases: a trigger keeps ${written}.${quotedName(old)} the same`,
      name: rollout,
      subject: to,
      replaces,
      promise: instantOnly('ACCESS EXCLUSIVE'),
      stages,
    },
  };
}

function same(value: string): string {
  return value;
}

function attributesProblem({ old, next }: Succession): string | null {
  if (JSON.stringify(old.type) !== JSON.stringify(next.type)) return 'its type changes as well: change it before';
  if (old.default?.text !== next.default?.text) return 'its default changes as well: change it before';
  if (next.default !== null && !next.notNull)
    return 'it has a default and may be NULL, so that an insert does not tell whether it was given';
  return null;
}

function defaultSql({ default: given, type }: Column, { schema }: QualifiedName): string | null {
  return given === null ? null : `(${given.text})::${typeSql(type, schema !== null)}`;
}

/** The new column gets what only the end has; of the old one goes what the new release could not keep. */
function changeOver({ table, shape, old, next }: Succession): readonly Step[] {
  const written = writtenTable(table);
  const foreignKeys = shape.constraints.filter((one) => one.type === 'foreign-key' && one.columns.includes(old.name));
  const clauses = [
    ...(next.default === null ? [] : [`ALTER COLUMN ${quotedName(next.name)} SET DEFAULT ${next.default.text}`]),
    ...(old.notNull ? [`ALTER COLUMN ${quotedName(old.name)} DROP NOT NULL`] : []),
    ...foreignKeys.map(({ name }) => `DROP CONSTRAINT IF EXISTS ${quotedName(name)}`),
  ];
  if (clauses.length === 0) return [];
  return [
    {
      phase: 'finish',
      alone: true,
      name: folderWords('change', table.name, old.name),
      purpose: `Leaves ${written}.${quotedName(old.name)} to the release that is still running: a trigger fills it.`,
      statements: [`ALTER TABLE ${written} ${clauses.join(',\n')}`],
      undo: 'the same clauses the other way round.',
      notes: [],
    },
  ];
}

function contractOf({ table, old }: Succession, rollout: string, edits: MigrateStage['edits'], purpose: string): MigrateStage {
  const written = writtenTable(table);
  const step: Step = {
    phase: 'clean',
    alone: true,
    name: folderWords('no', table.name, old.name),
    purpose: `Takes away ${written}.${quotedName(old.name)}, which another column has taken the place of, and the trigger.`,
    // It waits for every query on the table, and everybody waits behind it: rather give up and try again.
    statements: [
      "SET lock_timeout = '5s'",
      ...dropTrigger(table, rollout),
      `-- lockstep-ignore column-dropped: its values are in the column that has taken its place\n` +
        `ALTER TABLE ${written} DROP COLUMN IF EXISTS ${quotedName(old.name)}`,
      'RESET lock_timeout',
    ],
    undo: 'only a backup brings the column back; its values are in the other one.',
    notes: [],
  };
  return { type: 'migrate', name: 'contract', purpose, steps: [step], edits };
}

function refusal(reason: string): RolloutAnswer {
  return { ok: false, reason };
}
