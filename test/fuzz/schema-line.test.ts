import assert from 'node:assert/strict';
import { type AnalysisSettings, prepare } from '../../server/src/analysis/analyze';
import { analyzeSchema, type SchemaAnalysis } from '../../server/src/analysis/analyze-schema';
import type { Catalog, ObjectId } from '../../server/src/analysis/catalog/catalog';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import type { Finding } from '../../server/src/analysis/finding';
import { createSchemaReader } from '../../server/src/analysis/schema/read';
import type { Block, Field, ModelBlock, Schema } from '../../server/src/analysis/schema/schema';
import { joinSchema } from '../../server/src/analysis/schema/schema-text';
import { someSchemaTexts } from './schema-texts';

/** `LOCKSTEP_FUZZ=long` takes 200 schemas, cuts them at every character, and types many lines of each. */
const long = process.env.LOCKSTEP_FUZZ === 'long';
const schemas = long ? 200 : 24;
const cutsOfSchema = 40;
const linesOfSchema = long ? 40 : 3;

/** What says that data are lost, or that an existing column cannot stay as it is. */
const losses: ReadonlySet<string> = new Set([
  'column-dropped',
  'column-made-required',
  'enum-value-removed',
  'possible-rename',
  'primary-key-changed',
  'required-column-without-default',
  'table-dropped',
  'type-change-loses-data',
]);

const settings: AnalysisSettings = {
  server: { provider: 'postgresql', version: 15, timeZone: null },
  execution: 'one-transaction',
  rules: new Map(),
  newTables: new Set(),
};

/** A schema whose migrations have built all of it. */
interface Project {
  readonly text: string;
  readonly schema: Schema;
  /** The table of each model, by its name in the schema. */
  readonly tables: ReadonlyMap<string, ObjectId>;
  readonly indexes: Catalog['indexes'];
  readonly judge: (text: string) => SchemaAnalysis;
}

function projectOf(text: string): Project {
  const given = { provider: 'postgresql', hasMigrations: true, prismaVersion: null } as const;
  const sourceOf = (source: string) => joinSchema([{ path: 'schema.prisma', text: source }]);
  const [read, readEarlier] = [createSchemaReader(), createSchemaReader()];
  const empty = emptyCatalog('postgresql');
  const whole = analyzeSchema({ ...given, read: readEarlier, source: sourceOf(text), history: empty, previous: null }, settings);
  const tables = [...whole.wanted.origins.tables].flatMap(([id, origin]) =>
    origin.type === 'model' && origin.model.name !== null ? [[origin.model.name.text, id] as const] : [],
  );
  const judge = (edited: string) =>
    analyzeSchema({ ...given, read, source: sourceOf(edited), history: whole.after, previous: whole.schema }, settings);
  return { text, schema: whole.schema, tables: new Map(tables), indexes: whole.wanted.catalog.indexes, judge };
}

describe(`half-typed lines of ${schemas} schemas`, () => {
  let projects: readonly Project[] = [];

  before(async function () {
    this.timeout(600_000);
    await prepare();
    const texts = someSchemaTexts(schemas * 3).filter((text) => /^\s*provider\s*=\s*"postgres/m.test(text));
    projects = texts.slice(0, schemas).map(projectOf);
  });

  it('a cut loses nothing that stands before it, and says nothing of models that neither change nor refer to one', function () {
    this.timeout(36_000_000);
    let judged = 0;
    for (const [index, project] of projects.entries()) {
      for (const end of cuts(project.text.length, index)) {
        judged++;
        const text = project.text.slice(0, end);
        const found = project.judge(text).findings.filter(({ rule }) => losses.has(rule));
        const untouched = untouchedTables(project, text);
        for (const finding of found) {
          assert.ok(!untouched.has(finding.relation ?? ''), failure(finding, text));
          assert.ok(!standsBefore(project, finding, end), failure(finding, text));
        }
      }
    }
    console.log(`      ${judged} cuts of ${projects.length} schemas`);
  });

  it('a line that is typed again says nothing of the others of its model, and nothing at all once it is whole', function () {
    this.timeout(36_000_000);
    let judged = 0;
    for (const [index, project] of projects.entries()) {
      const unchanged = project.judge(project.text).findings;
      for (const finding of unchanged) assert.ok(isMadeAgain(finding, project), failure(finding, project.text));
      for (const { model, field } of someFields(project.schema, index)) {
        const [start, end] = [model.start + field.span.start, model.start + field.span.end];
        for (let typed = start; typed <= end; typed++) {
          judged++;
          const text = project.text.slice(0, typed) + project.text.slice(end);
          const { findings } = project.judge(text);
          if (typed === end) assert.deepEqual(findings, unchanged);
          const untouched = untouchedTables(project, text);
          const own = project.tables.get(model.name?.text ?? '') ?? null;
          for (const finding of findings.filter(({ rule }) => losses.has(rule))) {
            assert.ok(!untouched.has(finding.relation ?? ''), failure(finding, text));
            const isOther = finding.relation === own && finding.column !== null && !isOf(finding, field, typed - model.start);
            assert.ok(!isOther, failure(finding, text));
          }
        }
      }
    }
    console.log(`      ${judged} keystrokes in ${projects.length} schemas`);
  });
});

/** All places, or some that differ from schema to schema. */
function cuts(length: number, index: number): readonly number[] {
  const step = long ? 1 : Math.max(1, Math.floor(length / cutsOfSchema));
  return Array.from({ length: Math.floor(length / step) }, (_, nth) => nth * step + ((index * 7) % step));
}

/** Tables of models whose own text and that of all blocks that they name are as before. */
function untouchedTables({ text, schema, tables }: Project, edited: string): ReadonlySet<ObjectId> {
  const textOf = ({ start, span }: Block) => text.slice(start, start + span.end);
  const same = new Set(schema.blocks.filter((block) => isClosed(block) && edited.includes(textOf(block))).map(({ name }) => name?.text));
  const declared = new Set(schema.blocks.map(({ name }) => name?.text));
  const isTouched = (type: string | undefined) => type !== undefined && declared.has(type) && !same.has(type);
  const untouched = schema.blocks.flatMap((block) => {
    if (block.kind !== 'model' || block.name === null || !same.has(block.name.text)) return [];
    return block.fields.some(({ type }) => isTouched(type?.name)) ? [] : (tables.get(block.name.text) ?? []);
  });
  return new Set(untouched);
}

function isClosed({ problems }: Block): boolean {
  return problems.length === 0;
}

/** Whether the finding is about a field whose whole line stands before the cut. */
function standsBefore({ text, schema, tables }: Project, finding: Finding, end: number): boolean {
  const model = schema.blocks.find(
    (block): block is ModelBlock => block.kind === 'model' && tables.get(block.name?.text ?? '') === finding.relation,
  );
  const field = model?.fields.find((candidate) => isOf(finding, candidate));
  if (model === undefined || field === undefined) return false;
  const line = text.indexOf('\n', model.start + field.span.end);
  return line !== -1 && line < end && refersToNothingBehind(field, schema, end);
}

/** A column of an enum that is cut off goes with it. */
function refersToNothingBehind({ type }: Field, { blocks }: Schema, end: number): boolean {
  return blocks.every((block) => block.name?.text !== type?.name || block.start + block.span.end < end);
}

/**
 * Whether a finding speaks of the column of a field that is typed up to there: under the name that `@map` gives it, and as long as
 * that is not typed under its own as well, for then the field asks for a column of that name, and the other one goes.
 */
function isOf({ column }: Finding, { name, span, attributes }: Field, typedTo = span.end): boolean {
  const map = attributes.find((attribute) => attribute.name === 'map');
  const mapped = map?.arguments[0]?.value;
  if (map === undefined || mapped?.type !== 'string') return column === name.text;
  return column === mapped.value || (column === name.text && typedTo < map.span.end);
}

/** Of a schema that nobody has changed only this is told: that Prisma makes an index with an operator class again in each migration. */
function isMadeAgain({ operation }: Finding, { indexes }: Project): boolean {
  const name =
    operation?.kind === 'create-index' ? operation.name?.text : operation?.kind === 'drop-index' ? operation.index.name : undefined;
  const index = [...indexes.values()].find((candidate) => candidate.name === name);
  return index?.keys.some(({ operatorClass }) => operatorClass !== null) === true;
}

interface Place {
  readonly model: ModelBlock;
  readonly field: Field;
}

function someFields({ blocks }: Schema, index: number): readonly Place[] {
  const places = blocks.flatMap((block): readonly Place[] =>
    block.kind === 'model' && isClosed(block) ? block.fields.map((field) => ({ model: block, field })) : [],
  );
  const step = Math.max(1, Math.floor(places.length / linesOfSchema));
  return places.filter((_, place) => place % step === index % step).slice(0, linesOfSchema);
}

function failure({ rule, message, relation, column }: Finding, text: string): string {
  return `${rule} (${relation}, ${column}): ${message}\n${text.slice(-400)}`;
}
