import { strict as assert } from 'node:assert';
import { prepare } from '../../server/src/analysis/analyze';
import type { Catalog } from '../../server/src/analysis/catalog/catalog';
import { proposedValue, typedValue } from '../../server/src/analysis/plans/typed-value';
import { foldSql } from './catalog/fold-sql';

const server = { provider: 'postgresql', version: 15, timeZone: null } as const;

const text = `
  CREATE TYPE "Role" AS ENUM ('admin', 'it''s');
  CREATE TABLE "User" ("id" INTEGER NOT NULL, "email" TEXT NOT NULL, "role" "Role" NOT NULL, "state" TEXT NOT NULL,
    "age" INTEGER NOT NULL, "tags" TEXT[], "key" UUID NOT NULL, "ok" BOOLEAN NOT NULL DEFAULT true);
  CREATE TABLE "Other" ("n" INTEGER);`;

/** Column, what is typed, and what is said of it: a problem; `ok`; or a note behind `ok:`. */
const typed: readonly (readonly [string, string, RegExp])[] = [
  ['state', "'active'", /^ok$/],
  ['state', '', /^Write an SQL expression/],
  ['state', '"active"', /^"User" has no column "active"; it has "id", "email", .*A text stands in single quotes\.$/],
  ['state', 'lower("email")', /^ok: It depends on the row/],
  ['state', '"state"', /^"state" has no value yet/],
  ['state', '\'a\'); DROP TABLE "User"; --', /is not one SQL expression\.$/],
  ['state', 'NULL', /^NULL is no value/],
  ['state', '(SELECT max("n")::text FROM "Other")', /reads other tables/],
  ['key', 'gen_random_uuid()', /^ok: Each row gets a value of its own/],
  ['key', "'nobody'", /^"key" is a UUID/],
  ['role', "'admin'", /^ok$/],
  ['role', "'it''s'", /^ok$/],
  ['role', "'user'", /^"Role" has no value 'user'; it has 'admin' and 'it''s'\.$/],
  ['age', "'many'", /^"age" is a whole number\.$/],
  ['age', '18', /^ok$/],
  ['tags', "'a'", /^"tags" is a list/],
  ['tags', "ARRAY['a']", /^ok$/],
  ['ok', "'perhaps'", /^"ok" is true or false\.$/],
];

describe('a value that is typed', () => {
  let catalog: Catalog;

  before(async () => {
    await prepare();
    catalog = foldSql(text);
  });

  for (const [column, sql, expected] of typed) {
    it(`${column}: ${sql === '' ? 'nothing' : sql}`, () => {
      const found = typedValue(sql, { table: 'public.User', column, catalog, server });
      const said = found.ok ? ['ok', ...(found.note === null ? [] : [found.note])].join(': ') : found.problem;
      assert.match(said, expected);
    });
  }

  it('begins with the default of the column, or the value of its type that says the least', () => {
    const proposed = ['state', 'role', 'age', 'tags', 'key', 'ok'].map((column) =>
      proposedValue({ table: 'public.User', column, catalog, server }),
    );
    assert.deepEqual(proposed, ["''", "'admin'", '0', "'{}'", '', 'true']);
  });
});
