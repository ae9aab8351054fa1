import type { ObjectId, Table } from '../../catalog/catalog';
import { clip, maximumNameBytes } from '../../catalog/default-names';
import type { QualifiedName } from '../../catalog/resolve';
import { quotedName, quotedText } from '../../render/postgres-names';
import { indexStep } from '../create-index';
import { folderWords, writtenTable } from '../names';
import type { Step } from '../plan';
import { requiredSteps } from '../required-steps';

/** A key of one column, and the wider column that takes its place. */
export interface Wide {
  readonly table: QualifiedName;
  readonly id: ObjectId;
  readonly column: string;
  /** The wider column, as long as it is beside the key. */
  readonly beside: string;
  /** Name of the constraint. */
  readonly key: string;
  readonly sequence: string | null;
  readonly rollout: string;
}

/** The wider column, empty. */
export function addStep({ table, beside }: Wide): Step {
  const written = writtenTable(table);
  return {
    phase: 'fill',
    alone: true,
    name: folderWords('add', table.name, beside),
    purpose: `Adds ${written}.${quotedName(beside)} empty.`,
    statements: [`ALTER TABLE ${written} ADD COLUMN ${quotedName(beside)} BIGINT`],
    undo: `ALTER TABLE ${written} DROP COLUMN ${quotedName(beside)};`,
    notes: [],
  };
}

/** Nobody writes the wider column itself: it follows. */
export function copyStep({ table, column, beside, rollout }: Wide): Step {
  const written = writtenTable(table);
  const { trigger, callable } = namesOf(table, rollout);
  const [from, to] = [`NEW.${quotedName(column)}`, `NEW.${quotedName(beside)}`];
  return {
    phase: 'constrain',
    alone: true,
    name: folderWords('copy', table.name, column),
    purpose: `Copies ${written}.${quotedName(column)} into ${quotedName(beside)} whenever a row is written.`,
    statements: [
      `CREATE OR REPLACE FUNCTION ${callable}() RETURNS trigger LANGUAGE plpgsql AS $lockstep$\nBEGIN\n  ${to} := ${from};\n  RETURN NEW;\nEND\n$lockstep$`,
      // Another attempt finds what the first one has left where each statement commits on its own.
      `DROP TRIGGER IF EXISTS ${trigger} ON ${written}`,
      `CREATE TRIGGER ${trigger} BEFORE INSERT OR UPDATE ON ${written} FOR EACH ROW WHEN (${to} IS DISTINCT FROM ${from}) EXECUTE FUNCTION ${callable}()`,
    ],
    undo: `DROP TRIGGER ${trigger} ON ${written}; DROP FUNCTION ${callable}();`,
    notes: ['The change takes it away.'],
  };
}

/** Its index and NOT NULL while everyone reads and writes, and then the change. `shape`: with the wider column. */
export function changeSteps(wide: Wide, shape: Table): readonly Step[] {
  const { table, beside, key } = wide;
  const written = writtenTable(table);
  const index = `${clip(key, maximumNameBytes - '_wide'.length)}_wide`;
  const required = requiredSteps(table, shape, beside);
  const inPhase = (phase: Step['phase']): readonly Step[] => required.filter((step) => step.phase === phase);
  const create = `CREATE UNIQUE INDEX CONCURRENTLY ${quotedName(index)} ON ${written} (${quotedName(beside)})`;
  return [
    indexStep(index, table, create, []),
    ...inPhase('constrain'),
    ...inPhase('validate'),
    ...inPhase('finish'),
    takeStep(wide, index),
  ];
}

/** In one block, so that nobody meets half of it: the old column goes, the new one gets its name, number and key. */
function takeStep({ table, column, beside, key, sequence, rollout }: Wide, index: string): Step {
  const written = writtenTable(table);
  const { trigger, callable } = namesOf(table, rollout);
  const [quoted, wider] = [quotedName(column), quotedName(beside)];
  const numbers = sequence === null ? null : writtenTable({ schema: table.schema, name: sequence });
  const lines = [
    `DROP TRIGGER ${trigger} ON ${written}`,
    `DROP FUNCTION ${callable}()`,
    // Of the old column it would go with it, and of the old type it would end where that ends.
    ...(numbers === null ? [] : [`ALTER SEQUENCE ${numbers} AS BIGINT OWNED BY ${written}.${wider}`]),
    `ALTER TABLE ${written} DROP CONSTRAINT ${quotedName(key)}`,
    `ALTER TABLE ${written} DROP COLUMN ${quoted}`,
    `ALTER TABLE ${written} RENAME COLUMN ${wider} TO ${quoted}`,
    ...(numbers === null ? [] : [`ALTER TABLE ${written} ALTER COLUMN ${quoted} SET DEFAULT nextval(${quotedText(numbers)})`]),
    `ALTER TABLE ${written} ADD CONSTRAINT ${quotedName(key)} PRIMARY KEY USING INDEX ${quotedName(index)}`,
  ];
  const block = ['DO $$', 'BEGIN', ...lines.map((line) => `  ${line};`), 'END $$'].join('\n');
  return {
    phase: 'clean',
    alone: true,
    name: folderWords('take', table.name, column),
    purpose: `Puts the wider column in the place of ${written}.${quoted}, with its key and its sequence.`,
    statements: [`-- lockstep-ignore column-dropped: its values are in the column that takes its place\n${block}`],
    undo: 'a rollout the other way round, as long as all numbers fit.',
    notes: ['Connections that have prepared SELECT * have to prepare it again.'],
  };
}

/** Both are named after the rollout; the function stands in the schema of the table. */
function namesOf({ schema }: QualifiedName, rollout: string): { readonly trigger: string; readonly callable: string } {
  const name = clip(`lockstep_${rollout}`, maximumNameBytes);
  return { trigger: quotedName(name), callable: writtenTable({ schema, name }) };
}
