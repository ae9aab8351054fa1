import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { prepare } from '../../../server/src/analysis/analyze';
import { objectsOf } from '../../../server/src/analysis/catalog/build';
import { createSchemaReader } from '../../../server/src/analysis/schema/read';
import { type WantedState, wantedBeside } from '../../../server/src/analysis/schema/wanted/wanted-beside';
import { wantedCatalog } from '../../../server/src/analysis/schema/wanted/wanted-catalog';
import { requireCorpus } from '../../corpus/corpus';
import { schemaEdits } from '../../corpus/schema-edits';

const folder = join(__dirname, 'schemas/postgresql');

/** Every so many of the real edits. */
const stride = process.env.LOCKSTEP_CORPUS_ALL === undefined ? 25 : 1;

interface Edit {
  readonly at: number;
  readonly what: (line: string) => string;
}

/** What becomes of a line of a schema: most often another field, sometimes nothing that makes sense. */
const changes: readonly Edit['what'][] = [
  (line) => line.replace(/^(\s+\w+\s+\w+)\?/, '$1'),
  (line) => line.replace(/^(\s+\w+\s+\w+)(?=\s|$)/, '$1?'),
  (line) => line.replace(/^(\s+\w+\s+)String\b/, '$1Int'),
  (line) => line.replace(/^(\s+\w+\s+)Int\b/, '$1BigInt'),
  (line) => line.replace(/^(\s+\w+\s+)\w+/, '$1String'),
  (line) => line.replace(/^(\s+)(\w+)/, '$1$2Next'),
  (line) => line.replace(/ @unique\b/, ''),
  (line) => line.replace(/^(\s+\w+\s+\w+)(?=\s|$)/, '$1 @unique'),
  (line) => line.replace(/^(\s+\w+\s+)Int\b/, '$1Int @default(autoincrement())'),
  (line) => line.replace(/ @default\([^)]*\)+/, ''),
  (line) => line.replace(/^(\s+\w+\s+\w+)(?=\s.*@id\b)/, '$1 @map("mapped")'),
  (line) => line.replace(/^(\s+\w+\s+\w+)(?=\s|$)/, '$1 @map("mapped")'),
  (line) => line.replace(/ @map\("[^"]*"\)/, ''),
  (line) => line.replace(/, onDelete: \w+/, ''),
  (line) => line.replace(/@relation\("\w+"/, '@relation("Other"'),
  (line) => line.replace(/(\w+)\[\]/, '$1'),
  (line) => line.replace(/^\s+@@(index|unique|map|id).*$/, ''),
  (line) => (/^(model|\s+\w+\s)/.test(line) ? `${line}\n  another String` : line),
  (line) => (/^\s+\w+\s/.test(line) ? '' : line),
  (line) => line.replace('{', ''),
];

const edit = fc.record({ at: fc.nat(999), what: fc.constantFrom(...changes) });

describe('what an edited schema asks for, told from what it asked for before', () => {
  beforeEach(async () => {
    await prepare();
  });

  it('is what one finds who looks at all of it', function () {
    this.timeout(120_000);
    const schemas = readdirSync(folder).flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const read = createSchemaReader();
      const known = wantedCatalog(read(text), 'postgresql');
      return known.unresolved.length > 0 ? [] : [{ text, read, known }];
    });
    assert.ok(schemas.length > 3);
    const found = { told: 0, different: 0, untold: 0 };
    fc.assert(
      fc.property(fc.nat(schemas.length - 1), fc.array(edit, { minLength: 1, maxLength: 3 }), (which, edits) => {
        const schema = schemas[which];
        if (schema === undefined) return;
        const text = edits.reduce(edited, schema.text);
        const beside = wantedBeside(schema.read.beside(text), schema.known);
        if (beside === null) {
          found.untold++;
          return;
        }
        assert.deepEqual(comparable(beside), comparable(wantedCatalog(createSchemaReader()(text), 'postgresql')));
        found.told++;
        if (JSON.stringify(comparable(beside)) !== JSON.stringify(comparable(schema.known))) found.different++;
      }),
      { numRuns: 2000, seed: 20261120 },
    );
    assert.ok(found.different > 200 && found.untold > 400, JSON.stringify(found));
  });

  it('is that in real schemas', function () {
    this.timeout(600_000);
    const corpus = requireCorpus(this);
    const found = { told: 0, untold: 0 };
    for (const { before: first, after, repository, migration } of [...schemaEdits(corpus, 'postgresql')].filter(
      (_, at) => at % stride === 0,
    )) {
      const read = createSchemaReader();
      const known = wantedCatalog(read(after), 'postgresql');
      for (const text of [
        first,
        edited(after, { at: 333, what: changes[1] ?? String }),
        edited(after, { at: 777, what: changes[0] ?? String }),
      ]) {
        const beside = wantedBeside(read.beside(text), known);
        found[beside === null ? 'untold' : 'told']++;
        if (beside === null) continue;
        const whole = wantedCatalog(createSchemaReader()(text), 'postgresql');
        assert.deepEqual(comparable(beside), comparable(whole), `${repository} ${migration}`);
      }
    }
    assert.ok(found.told > 0, JSON.stringify(found));
    console.log(`      ${found.told} told, ${found.untold} not`);
  });
});

/** The first line from a place on that a change makes another one. */
function edited(text: string, { at, what }: Edit): string {
  const lines = text.split('\n');
  const from = Math.floor((at * lines.length) / 1000);
  const place = lines.findIndex((line, index) => index >= from && what(line) !== line);
  return place < 0 ? text : lines.with(place, what(lines[place] ?? '')).join('\n');
}

/** All of it, in its order, but for where it stands. */
function comparable({ provider, catalog, relationMode, previewFeatures, schemas, extensions, unresolved }: WantedState): unknown {
  return { provider, objects: objectsOf(catalog), relationMode, previewFeatures, schemas, extensions, unresolved };
}
