import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type AnalysisSettings, prepare } from '../../server/src/analysis/analyze';
import { analyzeSchema, type SchemaAnalysis } from '../../server/src/analysis/analyze-schema';
import type { Catalog } from '../../server/src/analysis/catalog/catalog';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import { absolute } from '../../server/src/analysis/schema/position';
import { createSchemaReader } from '../../server/src/analysis/schema/read';
import type { Block, Schema } from '../../server/src/analysis/schema/schema';
import { joinSchema } from '../../server/src/analysis/schema/schema-text';
import { covers } from '../../server/src/analysis/text/span';
import { someSchemaTexts } from './schema-texts';

const mutations = 10_000;
const schemas = 200;

/** How far apart the prefixes of a schema end; prime, so that they end everywhere. */
const step = 211;

const settings: AnalysisSettings = {
  server: { provider: 'postgresql', version: 15, timeZone: null },
  execution: 'one-transaction',
  rules: new Map(),
  newTables: new Set(),
};

/** A schema, and the database that its migrations have built. */
interface Project {
  readonly text: string;
  readonly schema: Schema;
  readonly history: Catalog;
  readonly judge: (text: string) => SchemaAnalysis;
}

function projectOf(text: string): Project {
  const read = createSchemaReader();
  const given = { provider: 'postgresql', hasMigrations: true, prismaVersion: null, read } as const;
  const sourceOf = (source: string) => joinSchema([{ path: 'schema.prisma', text: source }]);
  const empty = emptyCatalog('postgresql');
  const { after: history } = analyzeSchema({ ...given, source: sourceOf(text), history: empty, previous: null }, settings);
  const schema = read(text);
  return {
    text,
    schema,
    history,
    judge: (edited) => analyzeSchema({ ...given, source: sourceOf(edited), history, previous: schema }, settings),
  };
}

/** Whole blocks only, so that the text as it is has nothing open. */
function wholeBlocks(text: string): string {
  const short = text.slice(0, 8_000);
  return short.length === text.length ? text : short.slice(0, short.lastIndexOf('\n}') + 3);
}

function textOf(block: Block, text: string): string {
  return text.slice(block.start, block.start + block.span.end);
}

/**
 * Nothing is said of a block that stands there as before. What a relation has to do with a model that has changed may be, and so may
 * what is gone from behind a block or before one: that is told at its brace or keyword.
 */
function assertSilentOnUntouched({ text, schema }: Project, edited: string, judged: SchemaAnalysis): void {
  const before = new Set(schema.blocks.map((block) => textOf(block, text)));
  const untouched = judged.schema.blocks.filter((block) => before.has(textOf(block, edited)));
  const names = new Set(untouched.map(({ name }) => name?.text));
  for (const { rule, message, span } of judged.findings) {
    if (rule === 'schema-not-migrated') continue;
    const block = untouched.find((candidate) => covers(absolute(candidate, candidate.span), span));
    if (block === undefined || span.start === block.start || span.end === block.start + block.span.end) continue;
    const field = block.kind === 'model' ? block.fields.find((candidate) => covers(absolute(block, candidate.span), span)) : undefined;
    const other = field?.type?.name;
    const isOfOther = other !== undefined && schema.blocks.some(({ name }) => name?.text === other) && !names.has(other);
    assert.ok(isOfOther, `${block.name?.text} is as it was: ${message}`);
  }
}

describe('findings in half-typed schemas', () => {
  let projects: readonly Project[] = [];

  before(async function () {
    this.timeout(300_000);
    await prepare();
    const texts = someSchemaTexts(schemas * 2).filter((text) => /^\s*provider\s*=\s*"postgres/m.test(text));
    projects = texts.slice(0, schemas).map((text) => projectOf(wholeBlocks(text)));
  });

  it('there are none in the schema that the migrations have built', () => {
    for (const { text, judge } of projects) assert.deepEqual(judge(text).findings, []);
  });

  it('prefixes say nothing of what stands as before', function () {
    this.timeout(600_000);
    let judged = 0;
    for (const project of projects) {
      for (let end = 0; end < project.text.length; end += step, judged++) {
        const prefix = project.text.slice(0, end);
        assertSilentOnUntouched(project, prefix, project.judge(prefix));
      }
    }
    console.log(`      ${judged} prefixes of ${projects.length} schemas`);
  });

  it('10,000 mutations say nothing of what stands as before', function () {
    this.timeout(600_000);
    const pieces = [
      '',
      '{',
      '}',
      '(',
      ')',
      '[',
      ']',
      '"',
      '@',
      '@@',
      '//',
      ',',
      '?',
      '\n',
      '\n}\n',
      'model ',
      'enum X {',
      '\nmodel X {\n',
      'ß',
      'Int',
    ];
    const edit = fc.record({
      project: fc.nat(projects.length - 1),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      remove: fc.oneof(fc.constant(0), fc.nat(4), fc.nat(60)),
      insert: fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 6 })),
    });
    fc.assert(
      fc.property(edit, ({ project: index, at: where, remove, insert }) => {
        const project = projects[index];
        assert.ok(project !== undefined);
        const at = Math.floor(where * project.text.length);
        const mutated = project.text.slice(0, at) + insert + project.text.slice(at + remove);
        assertSilentOnUntouched(project, mutated, project.judge(mutated));
      }),
      { seed: 20, numRuns: mutations },
    );
  });
});
