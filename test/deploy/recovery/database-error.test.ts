import assert from 'node:assert/strict';
import { prepare } from '../../../server/src/analysis/analyze';
import { emptyCatalog } from '../../../server/src/analysis/catalog/draft';
import { databaseErrorIn } from '../../../server/src/deploy/recovery/database-error';
import { statementOfError } from '../../../server/src/deploy/recovery/failing-statement';
import { followedPostgresFile } from '../../../server/src/deploy/recovery/postgres-file';

/** What Prisma's native engine stores, after its source: what the server has said, where, and the driver's own description. */
const native = (
  code: string,
  said: string,
  fields: string,
): string => `A migration failed to apply. New migrations cannot be applied before the error is recovered from. Read more about how to resolve migration issues in a production database: https://pris.ly/d/migrate-resolve

Migration name: 2_second

Database error code: ${code}

Database error:
ERROR: ${said}

${fields}

   0: sql_schema_connector::apply_migration::apply_script
           with migration_name="2_second"
             at schema-engine/connectors/sql-schema-connector/src/apply_migration.rs:106`;

const file = `-- Ünï 😀
CREATE TABLE "Tag" ("id" INTEGER PRIMARY KEY);
CREATE UNIQUE INDEX "Tag_id_key" ON "Tag"("id");
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
ALTER TABLE "Nobody" ADD COLUMN "x" INTEGER;
`;

describe('the error that Prisma has stored', () => {
  before(() => prepare());

  const followed = () => followedPostgresFile(file, emptyCatalog('postgresql'), { provider: 'postgresql', version: 15, timeZone: null });

  it('has a code and names, and loses its values', () => {
    const logs = native(
      '23505',
      'could not create unique index "User_email_key"\nDETAIL: Key (email)=(ann@example.com) is duplicated.',
      `DbError { severity: "ERROR", parsed_severity: Some(Error), code: SqlState(E23505), message: "could not create unique index \\"User_email_key\\"", detail: Some("Key (email)=(ann@example.com) is duplicated."), hint: None, position: None, schema: Some("public"), table: Some("User"), constraint: Some("User_email_key") }`,
    );
    const error = databaseErrorIn(logs);
    assert.deepEqual([error?.code, error?.message, error?.position], ['23505', 'could not create unique index "User_email_key"', null]);
    assert.doesNotMatch(JSON.stringify(error), /ann@example/);
    assert.ok(error !== null);
    for (const execution of ['one-transaction', 'per-statement', 'unknown'] as const) {
      assert.equal(statementOfError(error, followed(), execution), 2, execution);
    }
  });

  it('has a place that counts from the start of the file, or of the statement', () => {
    const place = (position: number): string =>
      native(
        '42P01',
        'relation "Nobody" does not exist',
        `DbError { severity: "ERROR", code: SqlState(E42P01), message: "relation \\"Nobody\\" does not exist", position: Some(Original(${position})) }`,
      );
    const characters = (text: string): number => [...text].length;
    const whole = databaseErrorIn(place(characters(file.slice(0, file.indexOf('"Nobody"'))) + 1));
    const alone = databaseErrorIn(place('ALTER TABLE '.length + 1));
    assert.ok(whole !== null && alone !== null);
    assert.equal(statementOfError(whole, followed(), 'one-transaction'), 3);
    assert.equal(statementOfError(alone, followed(), 'per-statement'), 3);
    assert.equal(statementOfError(alone, followed(), 'unknown'), 3);
  });

  it('counts the queries on MySQL', () => {
    const logs = `A migration failed to apply.

Migration name: 2_second

Database error code: 1062

Database error:
Duplicate entry 'ann@example.com' for key 'User_email_key'

Please check the query number 3 from the migration file.`;
    const error = databaseErrorIn(logs);
    assert.deepEqual([error?.code, error?.statement, error?.message], ['1062', 2, "Duplicate entry '…' for key 'User_email_key'"]);
  });

  it('is none where nothing is stored', () => {
    assert.deepEqual([databaseErrorIn(null), databaseErrorIn('')], [null, null]);
  });
});
