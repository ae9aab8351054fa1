import { strict as assert } from 'node:assert';
import { foldSql } from '../catalog/fold-sql';
import { prismaSchema } from './prisma-schema';
import { wantedOf, withoutEmpty, written } from './written';

const table = 'CREATE TABLE "T" ("id" INTEGER NOT NULL, "a" TEXT NOT NULL, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));';
const model = 'model T {\n  id Int    @id\n  a  String\n}';

describe('what depends on the version of Prisma', () => {
  it('is whether it sees a partial index, and drops it', () => {
    const before = foldSql(table, `CREATE INDEX "T_part" ON "T"("a") WHERE "a" <> '';`);
    const of = (version: string | null, previewFeatures: readonly string[] = []) =>
      withoutEmpty(written(before, wantedOf(prismaSchema({ schema: model, previewFeatures })), 'migrations', version).text);
    const dropped = '-- DropIndex\nDROP INDEX "T_part";';
    assert.equal(of('5.22.0'), '');
    assert.equal(of('7.3.0'), '');
    assert.equal(of('7.4.0'), dropped);
    assert.equal(of('7.4.2'), dropped);
    assert.equal(of('7.5.0'), '');
    assert.equal(of(null), '');
    assert.equal(of('7.10.1', ['partialIndexes']), dropped);
    assert.equal(of(null, ['partialIndexes']), dropped);
    assert.equal(of('6.19.0', ['partialIndexes']), '');
  });

  it('is whether a hidden partial index counts as the wanted one', () => {
    const before = foldSql(table, `CREATE INDEX "T_a_idx" ON "T"("a") WHERE "a" <> '';`);
    const wanted = wantedOf(prismaSchema({ schema: model.replace('\n}', '\n\n  @@index([a])\n}') }));
    assert.equal(withoutEmpty(written(before, wanted, 'migrations', '7.3.0').text), '-- CreateIndex\nCREATE INDEX "T_a_idx" ON "T"("a");');
    assert.equal(withoutEmpty(written(before, wanted, 'migrations', '7.10.0').text), '');
  });

  it('is the form of the tables of implicit relations', () => {
    const schema = 'model A {\n  id Int @id\n  bs B[]\n}\n\nmodel B {\n  id Int @id\n  as A[]\n}';
    const tables = ['A', 'B'].map(
      (name) => `CREATE TABLE "${name}" ("id" INTEGER NOT NULL, CONSTRAINT "${name}_pkey" PRIMARY KEY ("id"));`,
    );
    const wanted = wantedOf(prismaSchema({ schema }));
    const create = (version: string | null) => written(foldSql(...tables), wanted, 'migrations', version).text;
    assert.match(
      create('5.22.0'),
      /"B" INTEGER NOT NULL\n\);\n\n-- CreateIndex\nCREATE UNIQUE INDEX "_AToB_AB_unique" ON "_AToB"\("A", "B"\);/,
    );
    assert.match(create('6.0.0'), /CONSTRAINT "_AToB_AB_pkey" PRIMARY KEY \("A","B"\)/);
    assert.equal(create(null), create('7.0.0'));

    const old = foldSql(...tables, create('5.22.0'));
    assert.equal(withoutEmpty(written(old, wanted, 'migrations', '5.0.0').text), '');
    assert.equal(
      withoutEmpty(written(old, wanted, 'migrations', null).text),
      '',
      'the version is not known: nobody has asked for a change',
    );
    assert.equal(
      withoutEmpty(written(old, wanted, 'migrations', '6.1.0').text),
      '-- AlterTable\nALTER TABLE "_AToB" ADD CONSTRAINT "_AToB_AB_pkey" PRIMARY KEY ("A", "B");\n\n-- DropIndex\nDROP INDEX "_AToB_AB_unique";',
    );
  });

  it('is where names have their schema', () => {
    const added = (version: string | null, datasource?: string) => {
      const attribute = datasource === undefined ? '' : '\n\n  @@schema("public")';
      const schema = `model T {\n  id Int     @id\n  a  String\n  b  String?${attribute}\n}`;
      const wanted = wantedOf(prismaSchema(datasource === undefined ? { schema } : { schema, datasource }));
      return /ALTER TABLE (\S+) ADD/.exec(written(foldSql(table), wanted, 'migrations', version).text)?.[1];
    };
    assert.equal(added('5.22.0'), '"T"');
    assert.equal(added('6.12.0'), '"T"');
    assert.equal(added('6.13.0'), '"public"."T"');
    assert.equal(added('6.16.3'), '"public"."T"');
    assert.equal(added('6.17.0'), '"T"');
    assert.equal(added(null), '"T"');
    assert.equal(added('6.19.0', 'schemas = ["public"]'), '"public"."T"');
    assert.equal(added('7.1.0', 'schemas = ["public"]'), '"T"');
  });
});
