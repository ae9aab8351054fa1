import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { apply } from '../../../server/src/analysis/catalog/apply/apply';
import type { Catalog } from '../../../server/src/analysis/catalog/catalog';
import { draftOf, snapshot } from '../../../server/src/analysis/catalog/draft';
import {
  allChildrenOf,
  allDependentViews,
  allPartitionsOf,
  dependentViews,
  findFunction,
  findIndex,
  findTable,
  findType,
  indexesOf,
  objectId,
  partitionsOf,
  referencesTo,
  relationAt,
  resolveRelation,
  temporarySchema,
} from '../../../server/src/analysis/catalog/resolve';
import { createRecorder } from '../../../server/src/analysis/catalog/watched-catalog';
import { readPostgres } from '../../../server/src/analysis/sql/postgres/read';
import { foldSql } from './fold-sql';

describe('looking things up in a catalog', () => {
  const named = (name: string, schema: string | null = null) => ({ schema, name });

  it('finds relations of every kind by name', () => {
    const catalog = foldSql('CREATE TABLE a (id serial PRIMARY KEY); CREATE VIEW v AS SELECT id FROM a');
    assert.equal(resolveRelation(catalog, named('a'))?.kind, 'table');
    assert.equal(resolveRelation(catalog, named('a_pkey', 'public'))?.kind, 'index');
    assert.equal(resolveRelation(catalog, named('a_id_seq'))?.kind, 'sequence');
    assert.equal(resolveRelation(catalog, named('v'))?.kind, 'view');
    assert.equal(resolveRelation(catalog, named('A')), null);
    assert.equal(findTable(catalog, named('v')), null);
    assert.equal(findIndex(catalog, named('a_pkey'))?.index.table, 'public.a');
  });

  it('answers a question that it has just answered as if it were new, whatever has changed meanwhile', () => {
    const statements = [
      'CREATE TABLE a (id int)',
      'CREATE TABLE s.a (id int)',
      'CREATE TABLE b (id int)',
      'CREATE TEMPORARY TABLE a (id int)',
      'CREATE VIEW a AS SELECT 1',
      'CREATE SEQUENCE a',
      'CREATE INDEX a ON b (id)',
      'ALTER TABLE b ADD COLUMN c int',
      'ALTER TABLE a RENAME TO b',
      'ALTER TABLE b RENAME TO a',
      'DROP TABLE a',
      'DROP TABLE b',
      'DROP VIEW a',
      'DROP SEQUENCE a',
      'DROP INDEX a',
      'SET search_path = s, public',
      'SET search_path = public',
      'DROP SCHEMA s CASCADE',
      'CREATE SCHEMA s',
    ];
    const names = [named('a'), named('b'), named('a', 's'), named('a', 'public')];
    const step = fc.record({ sql: fc.constantFrom(...statements), asked: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 6 }) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), (steps) => {
        const draft = draftOf(foldSql('CREATE TABLE b (id int)'));
        const catalogs = [snapshot(draft)];
        for (const { sql, asked } of steps) {
          for (const { operations } of readPostgres(sql).statements) for (const operation of operations) apply(draft, operation);
          catalogs.push(snapshot(draft));
          for (const [place, which] of asked) {
            const [catalog = draft, name = names[0]] = [[draft, ...catalogs.slice(-3)][place % 4], names[which % names.length]];
            if (name !== undefined) assert.deepEqual(resolveRelation(catalog, name), lookUp(catalog, name), sql);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('does not take the temporary schema for there because it was', () => {
    const draft = draftOf(foldSql());
    for (const { operations } of readPostgres('CREATE TEMPORARY TABLE a (id int)').statements)
      for (const one of operations) apply(draft, one);
    const name = named('a');
    assert.equal(resolveRelation(draft, name)?.id, 'pg_temp.a');
    assert.equal(resolveRelation({ ...draft, schemas: new Set(['public']) }, name), null);
  });

  const lookUp = (catalog: Catalog, { schema, name }: ReturnType<typeof named>) => {
    const path = schema === null ? [temporarySchema, ...catalog.searchPath] : [schema];
    return path.map((one) => relationAt(catalog, objectId(one, name))).find((found) => found !== null) ?? null;
  };

  it('asks a watched catalog each time', () => {
    const recorder = createRecorder();
    const [catalog, name] = [recorder.watched(foldSql('CREATE TABLE a (id int)')), named('a')];
    const readBy = () => {
      recorder.begin();
      resolveRelation(catalog, name);
      return recorder.end().reads;
    };
    const first = readBy();
    assert.notEqual(first.length, 0);
    assert.deepEqual(readBy(), first);
  });

  it('finds types and functions in their own name spaces', () => {
    const catalog = foldSql(`
      CREATE TABLE a (id int);
      CREATE TYPE a AS ENUM ('x');
      CREATE FUNCTION a() RETURNS int LANGUAGE sql AS 'SELECT 1';
    `);
    assert.equal(findType(catalog, named('a'))?.type.type, 'enum');
    assert.equal(findFunction(catalog, named('a'))?.function.language, 'sql');
    assert.equal(findType(catalog, named('int4')), null);
  });

  it('finds indexes and the foreign keys of others', () => {
    const catalog = foldSql(`
      CREATE TABLE a (id int PRIMARY KEY, parent int REFERENCES a);
      CREATE TABLE b (one int REFERENCES a, two int REFERENCES a);
      CREATE INDEX ON a (parent);
    `);
    assert.deepEqual(
      indexesOf(catalog, 'public.a').map(({ name }) => name),
      ['a_pkey', 'a_parent_idx'],
    );
    assert.deepEqual(
      referencesTo(catalog, 'public.a').map(({ table, constraint }) => `${table} ${constraint.name}`),
      ['public.b b_one_fkey', 'public.b b_two_fkey'],
    );
  });

  it('goes down trees of partitions and heirs', () => {
    const catalog = foldSql(`
      CREATE TABLE p (id int, at int) PARTITION BY LIST (id);
      CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1) PARTITION BY RANGE (at);
      CREATE TABLE p1a PARTITION OF p1 DEFAULT;
      CREATE TABLE h (id int);
      CREATE TABLE h1 () INHERITS (h);
    `);
    assert.deepEqual(partitionsOf(catalog, 'public.p'), ['public.p1']);
    assert.deepEqual(allPartitionsOf(catalog, 'public.p'), ['public.p1', 'public.p1a']);
    assert.deepEqual(allPartitionsOf(catalog, 'public.h'), []);
    assert.deepEqual(allChildrenOf(catalog, 'public.h'), ['public.h1']);
  });

  it('goes up to the views over a relation or a column', () => {
    const catalog = foldSql(`
      CREATE TABLE a (id int, x int);
      CREATE VIEW one AS SELECT id FROM a;
      CREATE VIEW two AS SELECT id FROM one;
      CREATE VIEW three AS SELECT x FROM a;
    `);
    assert.deepEqual(dependentViews(catalog, 'public.a'), ['public.one', 'public.three']);
    assert.deepEqual(dependentViews(catalog, 'public.a', 'x'), ['public.three']);
    assert.deepEqual(allDependentViews(catalog, 'public.a', 'id'), ['public.one', 'public.two']);
  });
});
