import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../server/src/analysis/rules/registry';
import { settingsFor } from '../../server/src/project/settings-file';
import { readSettings } from '../../server/src/project/settings-reader';
import { settingsSchema } from '../../server/src/project/settings-schema';
import { folderWith } from './folders';

const read = (text: string) => readSettings('/app/lockstep.json', text);

const complete = `{
  // comments and a trailing comma are fine
  "$schema": "./x.json",
  "schema": "prisma/schema.prisma",
  "server": { "postgresql": "16", "timeZone": "UTC" },
  "rules": { "truncate": "warning", "column-dropped": "off" },
  "baseline": "20250101000000_init",
  "smallTable": { "rows": 500 },
  "environments": [
    { "name": "dev", "kind": "development", "url": { "env": "DATABASE_URL" } },
    { "name": "staging", "kind": "staging", "url": { "envFile": ".env.staging", "name": "DATABASE_URL" } },
    { "name": "production", "kind": "production", "url": { "secret": true }, "after": ["staging"],
      "backup": { "command": "pg_dump", "directory": "backups", "maxAgeHours": 24 },
      "lockTimeout": "5s", "smokeTest": "npm run smoke", "branches": ["main"] },
  ],
}`;

describe('readSettings', () => {
  it('reads a complete file', () => {
    const { problems, server, rules: severities, baseline, smallTable, schema, environments } = read(complete);
    assert.deepEqual(problems, []);
    assert.deepEqual(server, { postgresql: 16, timeZone: 'UTC' });
    assert.deepEqual(
      [...severities],
      [
        ['truncate', 'warning'],
        ['column-dropped', 'off'],
      ],
    );
    assert.equal(baseline, '20250101000000_init');
    assert.equal(schema, 'prisma/schema.prisma');
    assert.deepEqual(smallTable, { rows: 500 });
    assert.deepEqual(
      environments.map((environment) => environment.url?.type),
      ['env', 'env-file', 'secret'],
    );
    assert.deepEqual(environments[2]?.backup, { command: 'pg_dump', directory: 'backups', maxAgeHours: 24 });
  });

  it('fills in defaults', () => {
    const settings = read('{}');
    assert.deepEqual(settings.server, { postgresql: 15, timeZone: null });
    assert.equal(settings.baseline, null);
    assert.deepEqual(settings.problems, []);
  });

  const wrong: readonly (readonly [text: string, key: string, message: string])[] = [
    ['{ "sever": {} }', 'sever', 'Line 1: "sever" is not a setting; expected "server"?'],
    [
      '{\n "rules": {\n  "colum-dropped": "off" } }',
      'rules.colum-dropped',
      'Line 3: "rules.colum-dropped" is not a rule; expected "column-dropped"?',
    ],
    [
      '{ "rules": { "completely-else": "off" } }',
      'rules.completely-else',
      'Line 1: "rules.completely-else" is not a rule; expected an id that "lockstep rules" lists.',
    ],
    [
      '{ "rules": { "truncate": "warn" } }',
      'rules.truncate',
      'Line 1: "rules.truncate" is the string "warn"; expected "error", "warning", "information" or "off".',
    ],
    [
      '{ "server": { "postgresql": 15 } }',
      'server.postgresql',
      'Line 1: "server.postgresql" is the number 15; expected "12", "13", "14", "15", "16", "17" or "18".',
    ],
    ['{ "server": [] }', 'server', 'Line 1: "server" is a list; expected an object.'],
    ['{ "baseline": null }', 'baseline', 'Line 1: "baseline" is null; expected a string.'],
    ['{ "smallTable": { "rows": -1 } }', 'smallTable.rows', 'Line 1: "smallTable.rows" is the number -1; expected at least 0.'],
    ['{ "environments": [{ "name": "x" }] }', 'environments[0].kind', 'Line 1: "environments[0].kind" is missing; expected a value.'],
    [
      '{ "environments": [{ "name": "x", "kind": "staging", "url": "postgres://u:p@h/d" }] }',
      'environments[0].url',
      'Line 1: "environments[0].url" is a string; expected { "env" }, { "envFile", "name" } or { "secret" }.',
    ],
    [
      '{ "environments": [{ "name": "x", "kind": "staging", "lockTimeout": "soon" }] }',
      'environments[0].lockTimeout',
      'Line 1: "environments[0].lockTimeout" is the string "soon"; expected a duration such as "5s".',
    ],
    [
      '{ "environments": [{ "name": "dev", "kind": "development" }, { "name": "dev", "kind": "staging" }] }',
      'environments[1].name',
      'Line 1: "environments[1].name" is "dev" again; expected a name of its own.',
    ],
    ['{ "schema": "a", "schema": "b" }', 'schema', 'Line 1: "schema" is written twice; expected once.'],
    ['[]', '', 'Line 1: lockstep.json is a list; expected an object.'],
    ['{ "schema": "a"', '', 'Line 1: lockstep.json is not valid JSON here (close brace expected).'],
  ];
  for (const [text, key, message] of wrong) {
    it(`refuses ${text.replaceAll('\n', ' ')}`, () => {
      const { problems } = read(text);
      assert.deepEqual(
        problems.map((problem) => [problem.key, problem.message]),
        [[key, message]],
      );
    });
  }

  it('keeps what is right beside what is wrong', () => {
    const settings = read('{ "baseline": "b", "server": { "postgresql": "9" }, "rules": { "truncate": "off", "x": "off" } }');
    assert.equal(settings.baseline, 'b');
    assert.equal(settings.server.postgresql, 15);
    assert.deepEqual([...settings.rules], [['truncate', 'off']]);
    assert.equal(settings.problems.length, 2);
  });

  it('points at what is wrong', () => {
    const text = '{\n  "baselin": "x"\n}';
    const [problem] = read(text).problems;
    assert.equal(text.slice(problem?.range.start, problem?.range.end), '"baselin"');
    assert.equal(problem?.line, 2);
  });

  it('never shows a connection URL', () => {
    const text = '{ "environments": [{ "name": "x", "kind": "staging", "url": "postgres://user:secret@host/db" }] }';
    assert.doesNotMatch(JSON.stringify(read(text)), /secret@/);
  });

  it('refuses what nests too deep, brackets in strings aside', () => {
    const { problems } = read('['.repeat(100_000));
    assert.deepEqual(
      problems.map(({ message }) => message),
      ['Line 1: lockstep.json nests deeper than settings do.'],
    );
    assert.deepEqual(read(`{ "baseline": "${'['.repeat(1_000)}" /* ${'{'.repeat(1_000)} */ }`).problems, []);
  });

  it('never throws on a prefix', () => {
    for (let length = 0; length <= complete.length; length++) assert.ok(read(complete.slice(0, length)));
  });
});

describe('settingsFor', () => {
  it('takes the nearest file above the project, within the repository', () => {
    const folder = folderWith({ '.git/HEAD': '', 'lockstep.json': '{ "server": { "postgresql": "17" } }', 'apps/web/package.json': '{}' });
    assert.equal(settingsFor(join(folder, 'apps/web'), null).server.postgresql, 17);
  });

  it('leaves out the one of another project', () => {
    const folder = folderWith({
      '.git/HEAD': '',
      'lockstep.json': '{ "schema": "a/schema.prisma", "server": { "postgresql": "17" } }',
      'a/schema.prisma': '',
    });
    assert.equal(settingsFor(join(folder, 'b'), join(folder, 'b/schema.prisma')).server.postgresql, 15);
    assert.equal(settingsFor(join(folder, 'a'), join(folder, 'a/schema.prisma')).server.postgresql, 17);
  });

  it('says that the schema it names is not there, and counts all the same', () => {
    const folder = folderWith({ '.git/HEAD': '', 'lockstep.json': '{\n"schema": "nowhere.prisma",\n"server": { "postgresql": "17" } }' });
    const { schema, server, problems } = settingsFor(folder, join(folder, 'schema.prisma'));
    assert.equal(schema, null);
    assert.equal(server.postgresql, 17);
    assert.deepEqual(
      problems.map(({ message }) => message),
      ['Line 2: "schema" is "nowhere.prisma"; expected the path of a Prisma schema, and there is none.'],
    );
  });
});

describe('schemas/lockstep.schema.json', () => {
  const published = readFileSync(join(__dirname, '../../schemas/lockstep.schema.json'), 'utf8');

  it('is what the reader validates against', () => {
    assert.equal(published, `${JSON.stringify(settingsSchema, null, 2)}\n`, 'run "node scripts/write-schema.mjs"');
  });

  it('lets the editor take comments and a trailing comma, as the reader does', () => {
    assert.deepEqual(read('{ "rules": {}, // why\n }').problems, []);
    assert.ok(settingsSchema.allowComments && settingsSchema.allowTrailingCommas);
  });

  it('completes every rule', () => {
    assert.deepEqual(
      Object.keys(settingsSchema.properties?.rules?.properties ?? {}),
      rules.map(({ id }) => id),
    );
  });
});
