import { strict as assert } from 'node:assert';
import { describeCatalog, describeTable, sameCatalog } from '../../../server/src/analysis/catalog/describe';
import { foldSql } from './fold-sql';

/** What a catalog decides where the server would refuse, does not tell, or is too young. */
describe('a folded catalog, beyond what a server shows', () => {
  it('keeps what a dropped object should have been refused for, without the dependency', () => {
    const catalog = foldSql(`
      CREATE TABLE a (id int PRIMARY KEY);
      CREATE TABLE b (a int REFERENCES a);
      CREATE VIEW v AS SELECT id FROM a;
      DROP TABLE a;
    `);
    assert.deepEqual([...catalog.tables.keys()], ['public.b']);
    assert.deepEqual(catalog.tables.get('public.b')?.constraints, []);
    assert.deepEqual(catalog.views.get('public.v')?.dependsOn, []);
  });

  it('keeps a foreign key to a table that was made outside of the history', () => {
    const key = foldSql('CREATE TABLE a (u uuid REFERENCES auth.users (id))').tables.get('public.a')?.constraints[0];
    assert.equal(key?.type === 'foreign-key' ? key.references : null, 'auth.users');
  });

  it('takes a schema that is named for one that exists', () => {
    assert.deepEqual([...foldSql('CREATE TABLE other.a (id int)').schemas], ['public', 'other']);
  });

  it('says that it does not know the columns of a query', () => {
    const catalog = foldSql(`
      CREATE TABLE a AS SELECT 1 AS x;
      ALTER TABLE a ADD PRIMARY KEY (x);
      CREATE INDEX ON a (y);
      ALTER TABLE a ADD COLUMN z int;
      CREATE VIEW v AS SELECT * FROM a;
      CREATE VIEW w AS SELECT count(*) FROM a;
    `);
    const table = catalog.tables.get('public.a');
    assert.ok(table);
    assert.deepEqual(describeTable(table), {
      columns: ['"z" int4'],
      constraints: ['a_pkey: primary-key (x) index public.a_pkey'],
      more: ['more columns'],
    });
    assert.deepEqual([...catalog.indexes.keys()].sort(), ['public.a_pkey', 'public.a_y_idx']);
    assert.deepEqual(catalog.views.get('public.v')?.dependsOn, [{ relation: 'public.a', columns: null }]);
    assert.equal(catalog.views.get('public.w')?.complete, false);
  });

  it('knows NOT NULL constraints with a name (18)', () => {
    const added = `
      CREATE TABLE a (x int, y int NOT NULL, z int);
      ALTER TABLE a ADD CONSTRAINT filled NOT NULL x NOT VALID, ADD CONSTRAINT whole NOT NULL z;
    `;
    const columns = (sql: string) =>
      foldSql(sql)
        .tables.get('public.a')
        ?.columns.map(({ notNull }) => notNull);
    const constraints = (sql: string) => describeCatalog(foldSql(sql)).tables['public.a']?.constraints;
    assert.deepEqual(constraints(added), ['filled: not-null (x) not valid', 'whole: not-null (z)']);
    assert.deepEqual(columns(added), [false, true, true]);
    assert.deepEqual(columns(`${added} ALTER TABLE a VALIDATE CONSTRAINT filled`), [true, true, true]);
    assert.deepEqual(columns(`${added} ALTER TABLE a ALTER x SET NOT NULL`), [true, true, true]);
    assert.deepEqual(constraints(`${added} ALTER TABLE a ALTER x SET NOT NULL`), ['filled: not-null (x)', 'whole: not-null (z)']);
    assert.deepEqual(columns(`${added} ALTER TABLE a DROP CONSTRAINT whole`), [false, true, false]);
    assert.deepEqual(columns(`${added} ALTER TABLE a DROP CONSTRAINT a_y_not_null`), [false, false, true]);
  });

  it('starts every file with the search path of the connection', () => {
    const catalog = foldSql('CREATE SCHEMA one; SET search_path TO one; CREATE TABLE a (id int)', 'CREATE TABLE b (id int)');
    assert.deepEqual([...catalog.tables.keys()].sort(), ['one.a', 'public.b']);
    assert.deepEqual(catalog.searchPath, ['public']);
  });

  it('is the same whatever the order of independent statements', () => {
    const [a, b] = ['CREATE TABLE a (id int PRIMARY KEY);', "CREATE TYPE mood AS ENUM ('x');"];
    assert.ok(sameCatalog(foldSql(a + b), foldSql(b + a)));
    assert.ok(!sameCatalog(foldSql(a + b), foldSql(a)));
  });
});
