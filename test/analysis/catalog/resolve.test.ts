import { strict as assert } from 'node:assert';
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
  partitionsOf,
  referencesTo,
  resolveRelation,
} from '../../../server/src/analysis/catalog/resolve';
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
