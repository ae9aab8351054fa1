import assert from 'node:assert/strict';
import { type AnalysisSettings, analyzeMigration, foldMigration, prepare } from '../../server/src/analysis/analyze';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';

const history = 'CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT, "age" INTEGER, "note" TEXT);';

/** Rules found in a migration of `User`, as `rule@statement`; `file` for findings on the file. */
function found(text: string, rules: AnalysisSettings['rules'] = new Map()): readonly string[] {
  const facts = { name: '20250601000000_drop_user_columns', state: 'pending', newestInHistory: null } as const;
  const settings: AnalysisSettings = {
    server: { provider: 'postgresql', version: 15, timeZone: null },
    execution: 'per-statement',
    rules,
    newTables: new Set(),
  };
  const { findings } = analyzeMigration({ facts, text }, foldMigration(history, emptyCatalog('postgresql')), settings);
  return findings.map(({ rule, statement }) => `${rule}@${statement ?? 'file'}`);
}

const drop = (column: string) => `ALTER TABLE "User" DROP COLUMN "${column}";`;

describe('suppressions', () => {
  before(() => prepare());

  it('without one, everything is found', () => {
    assert.deepEqual(found(`${drop('name')}\n${drop('age')}`), ['column-dropped@0', 'column-dropped@1']);
  });

  it('above a statement it covers that statement alone', () => {
    assert.deepEqual(found(`-- lockstep-ignore column-dropped: unused\n${drop('name')}\n${drop('age')}`), ['column-dropped@1']);
  });

  it('other comments and blank lines may stand between', () => {
    assert.deepEqual(found(`-- lockstep-ignore column-dropped: unused\n\n-- AlterTable\n\n${drop('name')}`), []);
  });

  it('behind a statement on its line it covers that statement, not the next', () => {
    assert.deepEqual(found(`${drop('name')} -- lockstep-ignore column-dropped: unused\n${drop('age')}`), ['column-dropped@1']);
  });

  it('inside a statement it covers that statement', () => {
    const text = 'ALTER TABLE "User"\n  -- lockstep-ignore column-dropped: unused\n  DROP COLUMN "name";';
    assert.deepEqual(found(text), []);
  });

  it('names several rules, with or without commas, in either kind of comment', () => {
    const two = `ALTER TABLE "User" DROP COLUMN "name", ALTER COLUMN "id" SET DATA TYPE VARCHAR(5);`;
    const all = found(two);
    assert.ok(all.includes('column-dropped@0') && all.includes('type-change-loses-data@0'));
    const left = all.filter((entry) => !/column-dropped|type-change-loses-data/.test(entry));
    for (const list of ['column-dropped, type-change-loses-data', 'column-dropped type-change-loses-data']) {
      assert.deepEqual(found(`-- lockstep-ignore ${list}: unused\n${two}`), left);
      assert.deepEqual(found(`/* lockstep-ignore ${list}: unused */\n${two}`), left);
    }
  });

  it('a reason may hold colons', () => {
    assert.deepEqual(found(`-- lockstep-ignore column-dropped: see ADR: 12\n${drop('name')}`), []);
  });

  it('for the file it stands above the first statement and covers them all', () => {
    const text = `-- lockstep-ignore-file column-dropped: unused\n${drop('name')}\n${drop('age')}`;
    assert.deepEqual(found(text), []);
    assert.deepEqual(found(`${drop('name')}\n-- lockstep-ignore-file column-dropped: unused\n${drop('age')}`), [
      'column-dropped@0',
      'suppression-unused@file',
      'column-dropped@1',
    ]);
  });

  it('without a reason it suppresses nothing, and says so', () => {
    for (const end of ['', ':', ':  ']) {
      assert.deepEqual(found(`-- lockstep-ignore column-dropped${end}\n${drop('name')}`), [
        'suppression-without-reason@file',
        'column-dropped@0',
      ]);
    }
  });

  it('one that is not needed, names no rule or covers nothing is found', () => {
    assert.deepEqual(found(`-- lockstep-ignore table-dropped: unused\n${drop('name')}`), ['suppression-unused@file', 'column-dropped@0']);
    assert.deepEqual(found(`-- lockstep-ignore no-such-rule: unused\n${drop('name')}`), ['suppression-unused@file', 'column-dropped@0']);
    assert.deepEqual(found(`${drop('name')}\n\n-- lockstep-ignore column-dropped: unused`), [
      'column-dropped@0',
      'suppression-unused@file',
    ]);
  });

  it('only the part of a list that is not needed is found, at its place', () => {
    const text = `-- lockstep-ignore column-dropped, table-dropped: unused\n${drop('name')}`;
    assert.deepEqual(found(text), ['suppression-unused@file']);
  });

  it('nothing is said of a rule that is turned off', () => {
    const text = `-- lockstep-ignore column-dropped: unused\n${drop('name')}`;
    assert.deepEqual(found(text, new Map([['column-dropped', 'off']])), []);
  });

  it('a comment that only looks like one is none', () => {
    for (const comment of [
      '-- lockstep-ignored column-dropped: x',
      '-- see lockstep-ignore column-dropped: x',
      '-- lockstep-ignore-all x: y',
    ]) {
      assert.deepEqual(found(`${comment}\n${drop('name')}`), ['column-dropped@0']);
    }
  });
});

describe('severities', () => {
  before(() => prepare());

  it('can be set for each rule, off included', () => {
    assert.deepEqual(found(drop('name'), new Map([['column-dropped', 'off']])), []);
    assert.deepEqual(found(drop('name'), new Map([['column-dropped', 'information']])), ['column-dropped@0']);
  });

  it('an opt-in rule runs once it has one', () => {
    assert.ok(!found(drop('name')).includes('missing-lock-timeout@0'));
    assert.ok(
      found(drop('name'), new Map([['missing-lock-timeout', 'warning']])).some((entry) => entry.startsWith('missing-lock-timeout')),
    );
  });
});
