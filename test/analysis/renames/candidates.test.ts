import assert from 'node:assert/strict';
import { prepare } from '../../../server/src/analysis/analyze';
import type { Catalog } from '../../../server/src/analysis/catalog/catalog';
import { type RenameCandidate, renameCandidates } from '../../../server/src/analysis/catalog/diff/renames';
import { emptyCatalog } from '../../../server/src/analysis/catalog/draft';
import { foldScript } from '../../../server/src/analysis/catalog/fold';
import { readPostgres } from '../../../server/src/analysis/sql/postgres/read';

interface Case {
  readonly title: string;
  readonly before: string;
  readonly after: string;
  /** Sorted. */
  readonly finds: readonly string[];
}

/** Columns between the key and a column that stays, as in most tables. */
const user = (columns: string) => `CREATE TABLE "User" ("id" TEXT PRIMARY KEY, ${columns}, "createdAt" TIMESTAMP(3) NOT NULL);`;
const team = 'CREATE TABLE "Team" ("id" TEXT PRIMARY KEY);';
const role = (...values: readonly string[]) => `CREATE TYPE "Role" AS ENUM (${values.map((value) => `'${value}'`).join(', ')});`;

const columns: readonly Case[] = [
  { title: 'a word more', before: user('"name" TEXT'), after: user('"fullName" TEXT'), finds: ['User.name > fullName'] },
  { title: 'another spelling', before: user('"fullName" TEXT'), after: user('"full_name" TEXT'), finds: ['User.fullName > full_name'] },
  { title: 'another word for the same shape', before: user('"rule" JSONB'), after: user('"filter" JSONB'), finds: ['User.rule > filter'] },
  { title: 'another word and another nullability', before: user('"rule" JSONB'), after: user(`"filter" JSONB NOT NULL`), finds: [] },
  { title: 'another word and another default', before: user('"n" INT DEFAULT 1'), after: user('"m" INT DEFAULT 2'), finds: [] },
  {
    title: 'another word, and one that could be it',
    before: user('"a" TEXT'),
    after: user('"x" TEXT NOT NULL, "y" TEXT, "z" TEXT'),
    finds: [],
  },
  {
    title: 'another spelling and another nullability',
    before: user('"fullName" TEXT'),
    after: user(`"full_name" TEXT NOT NULL`),
    finds: ['User.fullName > full_name'],
  },
  {
    title: 'another spelling and a wider type',
    before: user('"viewCount" INT'),
    after: user('"view_count" BIGINT'),
    finds: ['User.viewCount > view_count'],
  },
  {
    title: 'another spelling and a type that keeps nothing',
    before: user('"view_count" INT'),
    after: user('"viewCount" JSONB'),
    finds: [],
  },
  { title: 'another type', before: user('"name" TEXT'), after: user('"fullName" JSONB'), finds: [] },
  { title: 'the opposite', before: user('"enabled" BOOLEAN'), after: user('"disabled" BOOLEAN'), finds: [] },
  { title: 'a column that is split', before: user('"name" TEXT'), after: user('"firstName" TEXT, "lastName" TEXT'), finds: [] },
  { title: 'two that become one', before: user('"firstName" TEXT, "lastName" TEXT'), after: user('"name" TEXT'), finds: [] },
  {
    title: 'the one of two that stands in the same place',
    before: user('"title" TEXT, "age" INT'),
    after: user('"shortTitle" TEXT, "age" INT, "longTitle" TEXT'),
    finds: ['User.title > shortTitle'],
  },
  {
    title: 'several at once, each with its own',
    before: user('"orgId" TEXT, "logoUrl" TEXT, "isArchived" BOOLEAN'),
    after: user('"organizationId" TEXT, "urlOfLogo" TEXT, "archived" BOOLEAN'),
    finds: ['User.isArchived > archived', 'User.logoUrl > urlOfLogo', 'User.orgId > organizationId'],
  },
  {
    title: 'a unique column beside one that is not',
    before: user('"email" TEXT NOT NULL UNIQUE'),
    after: user('"username" TEXT NOT NULL UNIQUE, "image" TEXT'),
    finds: ['User.email > username'],
  },
  { title: 'a column whose name stays', before: user('"name" TEXT'), after: user('"name" VARCHAR(10)'), finds: [] },
  { title: 'only one that goes', before: user('"name" TEXT, "age" INT'), after: user('"age" INT'), finds: [] },
  { title: 'only one that comes', before: user('"age" INT'), after: user('"name" TEXT, "age" INT'), finds: [] },
];

const references: readonly Case[] = [
  {
    title: 'a foreign key under a similar name',
    before: team + user('"teamId" TEXT REFERENCES "Team"("id")'),
    after: team + user('"homeTeamId" TEXT REFERENCES "Team"("id")'),
    finds: ['User.teamId > homeTeamId'],
  },
  {
    title: 'another role for the same table',
    before: team + user('"teamId" TEXT REFERENCES "Team"("id")'),
    after: team + user('"ownerId" TEXT REFERENCES "Team"("id")'),
    finds: [],
  },
  {
    title: 'a foreign key to another table',
    before: `${team}CREATE TABLE "Club" ("id" TEXT PRIMARY KEY);${user('"teamId" TEXT REFERENCES "Team"("id")')}`,
    after: `${team}CREATE TABLE "Club" ("id" TEXT PRIMARY KEY);${user('"clubTeamId" TEXT REFERENCES "Club"("id")')}`,
    finds: [],
  },
  {
    title: 'a text that becomes a reference',
    before: team + user('"team" TEXT'),
    after: team + user('"teamId" TEXT REFERENCES "Team"("id")'),
    finds: [],
  },
  {
    title: 'a foreign key that follows its table',
    before: `CREATE TABLE "Job" ("id" TEXT PRIMARY KEY, "payload" JSONB, "startedBy" TEXT);${user('"jobId" TEXT REFERENCES "Job"("id")')}`,
    after: `CREATE TABLE "Run" ("id" TEXT PRIMARY KEY, "payload" JSONB, "startedBy" TEXT);${user('"runId" TEXT REFERENCES "Run"("id")')}`,
    finds: ['Job > Run', 'User.jobId > runId'],
  },
];

const order = (name: string, more = '') =>
  `CREATE TABLE "${name}" ("id" TEXT PRIMARY KEY, "total" INT, "currency" TEXT, "buyer" TEXT${more});`;
const link = (name: string, left: string, right: string) =>
  `CREATE TABLE "${name}" ("A" TEXT NOT NULL REFERENCES "${left}"("id"), "B" TEXT NOT NULL REFERENCES "${right}"("id"));`;

const tables: readonly Case[] = [
  { title: 'another name', before: order('Purchase'), after: order('Order'), finds: ['Purchase > Order'] },
  {
    title: 'another name and a column more',
    before: order('Purchase'),
    after: order('Order', ', "paidAt" DATE'),
    finds: ['Purchase > Order'],
  },
  {
    title: 'another spelling, columns too',
    before: 'CREATE TABLE "BlogPost" ("id" TEXT PRIMARY KEY, "authorName" TEXT, "bodyText" TEXT);',
    after: 'CREATE TABLE "blog_posts" ("id" TEXT PRIMARY KEY, "author_name" TEXT, "body_text" TEXT);',
    finds: ['BlogPost > blog_posts', 'BlogPost.authorName > blog_posts.author_name', 'BlogPost.bodyText > blog_posts.body_text'],
  },
  {
    title: 'what every table has in common',
    before: `${team}CREATE TABLE "A" ("id" TEXT PRIMARY KEY, "createdAt" DATE, "weight" INT);CREATE TABLE "X" ("id" TEXT PRIMARY KEY, "createdAt" DATE);`,
    after: `${team}CREATE TABLE "B" ("id" TEXT PRIMARY KEY, "createdAt" DATE, "colour" TEXT);CREATE TABLE "X" ("id" TEXT PRIMARY KEY, "createdAt" DATE);`,
    finds: [],
  },
  { title: 'two of the same shape for one', before: order('Purchase'), after: order('Sale') + order('Deal'), finds: [] },
  {
    title: 'the relation of a renamed model',
    before: `${order('Purchase')}${team}${link('_PurchaseToTeam', 'Purchase', 'Team')}`,
    after: `${order('Order')}${team}${link('_OrderToTeam', 'Order', 'Team')}`,
    finds: ['Purchase > Order', '_PurchaseToTeam > _OrderToTeam'],
  },
  {
    title: 'a relation under another name',
    before: `${team}${order('Order')}${link('_OrderToTeam', 'Order', 'Team')}`,
    after: `${team}${order('Order')}${link('_Buyers', 'Order', 'Team')}`,
    finds: ['_OrderToTeam > _Buyers'],
  },
  {
    title: 'the relation of other models',
    before: `${team}${order('Order')}${order('Sale')}${link('_OrderToTeam', 'Order', 'Team')}`,
    after: `${team}${order('Order')}${order('Sale')}${link('_SaleToTeam', 'Sale', 'Team')}`,
    finds: [],
  },
];

const enums: readonly Case[] = [
  {
    title: 'another spelling of a value',
    before: role('USER', 'SUPERADMIN'),
    after: role('USER', 'SUPER_ADMIN'),
    finds: ['Role.SUPERADMIN > SUPER_ADMIN'],
  },
  {
    title: 'half of the words of a value',
    before: role('CREATE_JOB', 'B'),
    after: role('CREATE_RUN', 'B'),
    finds: ['Role.CREATE_JOB > CREATE_RUN'],
  },
  { title: 'another value in the same place', before: role('VAE', 'B'), after: role('LORA', 'B'), finds: [] },
  {
    title: 'another value, and the same word elsewhere',
    before: role('EVENT', 'B') + user('"isEventDriven" BOOLEAN'),
    after: role('MANUAL', 'B') + user('"isManualDriven" BOOLEAN'),
    finds: ['Role.EVENT > MANUAL', 'User.isEventDriven > isManualDriven'],
  },
  {
    title: 'an enum under another name',
    before: role('USER', 'ADMIN') + user('"role" "Role"'),
    after: role('USER', 'ADMIN').replace('Role', 'AccessLevel') + user('"role" "AccessLevel"'),
    finds: ['Role > AccessLevel'],
  },
  {
    title: 'another enum in the place of one',
    before: role('USER', 'ADMIN') + user('"role" "Role"'),
    after: role('FREE', 'PAID').replace('Role', 'Plan') + user('"plan" "Plan"'),
    finds: [],
  },
];

describe('rename candidates', () => {
  before(() => prepare());

  for (const [group, cases] of Object.entries({ columns, references, tables, enums })) {
    describe(group, () => {
      for (const { title, before, after, finds } of cases) {
        it(title, () => assert.deepEqual(named(renameCandidates(fold(before), fold(after))), finds));
        it(`${title}: nothing without a change`, () => assert.deepEqual(renameCandidates(fold(after), fold(after)), []));
      }
    });
  }

  it('says what speaks for it', () => {
    const [found] = renameCandidates(fold(user('"name" TEXT')), fold(user('"fullName" TEXT')));
    assert.deepEqual(found?.reasons, ['similar-name', 'same-type', 'same-attributes', 'same-place']);
  });

  it('takes places from the schema as it was, not from the order in which the database got its columns', () => {
    const history = fold('CREATE TABLE "User" ("id" TEXT PRIMARY KEY, "age" INT, "x" TEXT);');
    const previous = fold('CREATE TABLE "User" ("x" TEXT, "id" TEXT PRIMARY KEY, "age" INT);');
    const next = fold('CREATE TABLE "User" ("y" TEXT, "id" TEXT PRIMARY KEY, "age" INT);');
    const reasons = (evidence?: { readonly previous: Catalog }) =>
      renameCandidates(history, next, evidence)[0]?.reasons.includes('same-place');
    assert.equal(reasons(), false);
    assert.equal(reasons({ previous }), true);
  });

  it('takes several in one place in their order', () => {
    const before = fold(user('"alpha" TEXT, "beta" TEXT'));
    assert.deepEqual(named(renameCandidates(before, fold(user('"one" TEXT, "two" TEXT')))), ['User.alpha > one', 'User.beta > two']);
    assert.deepEqual(named(renameCandidates(before, fold(user('"one" TEXT, "two" TEXT, "three" TEXT')))), []);
  });
});

function fold(sql: string): Catalog {
  const script = readPostgres(sql);
  assert.deepEqual(script.errors, [], sql);
  return foldScript(emptyCatalog('postgresql'), script);
}

function named(candidates: readonly RenameCandidate[]): readonly string[] {
  return candidates.map(nameOf).sort();
}

function nameOf(rename: RenameCandidate): string {
  const short = (id: string) => id.replace('public.', '');
  switch (rename.kind) {
    case 'table':
    case 'enum':
      return `${short(rename.from)} > ${short(rename.to)}`;
    case 'column':
      return `${short(rename.table)}.${rename.from} > ${rename.toTable === rename.table ? '' : `${short(rename.toTable)}.`}${rename.to}`;
    case 'enum-value':
      return `${short(rename.type)}.${rename.from} > ${rename.to}`;
  }
}
