import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { ObjectId } from '../../../server/src/analysis/catalog/catalog';
import type { Change } from '../../../server/src/analysis/catalog/diff/change';
import { diffCatalogs } from '../../../server/src/analysis/catalog/diff/diff';
import { createSchemaReader, readSchema } from '../../../server/src/analysis/schema/read';
import type { Block } from '../../../server/src/analysis/schema/schema';
import type { Wanted } from '../../../server/src/analysis/schema/wanted/wanted';
import { wantedCatalog } from '../../../server/src/analysis/schema/wanted/wanted-catalog';

const folder = join(__dirname, 'schemas/postgresql');
const files = readdirSync(folder);

/** Read once the grammar is there. */
function readAll() {
  return files.map((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const read = createSchemaReader();
    return { file, text, read, whole: wantedCatalog(read(text), 'postgresql') };
  });
}

function readOne(file: string) {
  return { text: readFileSync(join(folder, file), 'utf8'), read: createSchemaReader() };
}

const permille = fc.nat(999);

const typed = ['@', '@@', '(', ')', '[', ']', '"', '{', '}', ' ', 'x', '?', ',', ':', '/', '\n', 'String', '@unique', ' Int @id\n'];

describe('an edit inside of a block', () => {
  it('makes no difference to the tables of other models', () => {
    let differing = 0;
    const schemas = readAll();
    const place = fc.record({
      file: fc.nat(files.length - 1),
      block: permille,
      at: permille,
      removed: fc.oneof(fc.nat(6), fc.constant('rest of the line')),
      inserted: fc.oneof({ weight: 2, arbitrary: fc.constant('') }, { weight: 1, arbitrary: fc.constantFrom(...typed) }),
    });
    fc.assert(
      fc.property(place, ({ file, block: which, at, removed, inserted }) => {
        const schema = schemas[file];
        if (schema === undefined) return;
        const blocks = schema.whole.schema.blocks.filter(({ kind }) => kind === 'model' || kind === 'enum');
        const block = blocks[Math.floor((which * blocks.length) / 1000)];
        if (block === undefined) return;
        const end = block.start + block.span.end;
        const from = block.start + Math.floor((at * block.span.end) / 1000);
        const lineEnd = schema.text.indexOf('\n', from);
        const to = Math.min(end, typeof removed === 'number' ? from + removed : lineEnd < 0 ? end : lineEnd);
        const text = `${schema.text.slice(0, from)}${inserted}${schema.text.slice(to)}`;
        const edited = wantedCatalog(schema.read(text), 'postgresql');
        const changes = diffCatalogs(schema.whole.catalog, edited.catalog, { ...edited, from: 'schema', prismaVersion: null });
        const own = tablesOf(block, schema.whole);
        if (isRenamed(own, edited)) return;
        const foreign = changes.filter((change) => tablesIn(change).some((id) => isKnown(id, schema.whole) && !own.has(id)));
        assert.deepEqual(foreign, [], `${schema.file}: ${JSON.stringify(schema.text.slice(from, to))} → ${JSON.stringify(inserted)}`);
        if (changes.length > 0) differing++;
      }),
      { numRuns: 2000, seed: 20261120 },
    );
    assert.ok(differing > 200, `only ${differing} of the edits make a difference at all`);
  });

  it('keeps the tables and indexes of other models as the same objects', () => {
    const { text, read } = readOne('relations.prisma');
    const before = wantedCatalog(read(text), 'postgresql').catalog;
    const after = wantedCatalog(read(text.replace('model Note {', '\n\nmodel Note {\n  added String?')), 'postgresql').catalog;
    assert.equal(after.tables.size, 7);
    assert.deepEqual(differingKeys(before.tables, after.tables), ['public.Note']);
    assert.deepEqual(
      differingKeys(before.indexes, after.indexes).filter((id) => !/Note/.test(id)),
      [],
    );
  });

  it('keeps the table of a many-to-many relation', () => {
    const { text, read } = readOne('many-to-many.prisma');
    const before = wantedCatalog(read(text), 'postgresql').catalog;
    const after = wantedCatalog(read(text.replace('model Kind {', '\nmodel Kind {\n  added String?')), 'postgresql').catalog;
    assert.deepEqual(differingKeys(before.tables, after.tables).includes('public._PostToTag'), false);
    assert.ok(after.tables.has('public._PostToTag'));
  });
});

describe('the same schema', () => {
  it('gives the same catalog, whatever was read before', () => {
    for (const { text, read, whole, file } of readAll()) {
      wantedCatalog(read(text.slice(0, text.length / 2)), 'postgresql');
      const again = wantedCatalog(read(text), 'postgresql');
      assert.deepEqual(again.catalog, whole.catalog, file);
      assert.deepEqual(wantedCatalog(readSchema(text), 'postgresql').catalog, whole.catalog, file);
    }
  });

  it('gives each provider its own, in turns', () => {
    const schema = readSchema('model User {\n  id Int @id\n  name String @unique\n}');
    const types = (['postgresql', 'mysql', 'sqlite', 'postgresql'] as const).map((provider) =>
      [...wantedCatalog(schema, provider).catalog.tables.values()].flatMap(({ columns }) => columns.map(({ type }) => type.name)),
    );
    assert.deepEqual(types, [
      ['int4', 'text'],
      ['integer', 'varchar'],
      ['integer', 'text'],
      ['int4', 'text'],
    ]);
  });
});

/** What a block stands for: its table and those of its many-to-many relations; an enum, and the tables with columns of it. */
function tablesOf(block: Block, { origins, catalog }: Wanted): ReadonlySet<ObjectId> {
  const own = new Set<ObjectId>();
  for (const [id, origin] of origins.tables) {
    const blocks = origin.type === 'model' ? [origin.model] : origin.fields.map(({ model }) => model);
    if (blocks.some(({ start }) => start === block.start)) own.add(id);
  }
  for (const [id, origin] of origins.enums) {
    if (origin.block.start !== block.start) continue;
    own.add(id);
    for (const [table, { columns }] of catalog.tables) if (columns.some(({ type }) => type.name === id)) own.add(table);
  }
  return own;
}

/** Whoever references a table that has got another name without any doubt has to be told. */
function isRenamed(own: ReadonlySet<ObjectId>, { catalog, unresolved }: Wanted): boolean {
  return unresolved.length === 0 && [...own].some((id) => !catalog.tables.has(id) && !catalog.types.has(id));
}

function isKnown(id: ObjectId, { catalog }: Wanted): boolean {
  return catalog.tables.has(id) || catalog.types.has(id);
}

function tablesIn(change: Change): readonly ObjectId[] {
  switch (change.kind) {
    case 'create-schema':
    case 'create-extension':
      return [];
    case 'create-enum':
    case 'add-enum-values':
    case 'drop-enum':
      return [change.type];
    case 'redefine-enum':
      return [change.type, ...change.columns.map(({ table }) => table)];
    case 'create-table':
      return [`${change.table.schema}.${change.table.name}`];
    case 'create-index':
    case 'drop-index':
    case 'rename-index':
      return [change.index.table];
    default:
      return [change.table];
  }
}

function differingKeys<T>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>): readonly string[] {
  return [...after].filter(([key, value]) => before.get(key) !== value).map(([key]) => key);
}
