import { shop } from './cases';
import { statusRows, withStatus } from './drop-cases';

/** What a rollout is proven with: an edit of the schema, and what the releases before and after it write meanwhile. */
export interface RolloutCase {
  readonly plan: string;
  readonly name: string;
  /** Of the finding that it answers. */
  readonly rule: string;
  /** The schema before; without it `shop`. */
  readonly before?: string;
  readonly after: string;
  /** Run before the measurement: rows that the rollout needs. */
  readonly rows?: string;
  /** The value of existing rows, by column. */
  readonly values?: Readonly<Record<string, string>>;
  /** Statements of the release that knows nothing of it, with the id of a row as `$1`. They run until the release stage, and none may fail. */
  readonly old: readonly string[];
  /** Those of the release that does, from the release stage on. */
  readonly new: readonly string[];
  /** Counts the rows that are not as they should be while both releases are running. */
  readonly apart?: string;
  /** Counts the rows that are not as they should be in the end. */
  readonly wrong: string;
}

/** A row of its own for each call, which an old release inserts and forgets. */
const insertOld = `INSERT INTO "Order" ("userId", "group") VALUES ($1, 'new')`;

const withLines = `${shop}
model Line {
  orderId Int
  number Int
  label String

  @@id([orderId, number])
  @@map("orderLine")
}
`;

const someLines = `INSERT INTO "orderLine" SELECT "id", "id" % 7, 'l' || "id" FROM "Order"`;

const insertLine = `INSERT INTO "orderLine" ("orderId", "number", "label") VALUES ($1, (random() * 1000000000)::int, 'new')`;

export const rolloutCases: readonly RolloutCase[] = [
  {
    plan: 'add-required-column',
    name: 'a column with one value',
    rule: 'required-column-without-default',
    after: shop.replace('  select Int?', '  select Int?\n  status String'),
    old: [insertOld],
    new: [`INSERT INTO "Order" ("userId", "group", "status") VALUES ($1, 'new', 'open')`],
    wrong: `SELECT count(*) FROM "Order" WHERE "status" NOT IN ('', 'open') OR ("status" = 'open' AND "group" <> 'new')`,
  },
  {
    plan: 'add-required-column',
    name: 'a column with a value for each row',
    rule: 'required-column-without-default',
    after: shop.replace('  select Int?', '  select Int?\n  status String'),
    values: { 'public.Order.status': `"group" || '-' || "id"` },
    old: [insertOld],
    new: [`INSERT INTO "Order" ("userId", "group", "status") VALUES ($1, 'new', 'open')`],
    wrong: `SELECT count(*) FROM "Order" WHERE "status" NOT IN ("group" || '-' || "id", 'open')`,
  },
  {
    plan: 'make-required',
    name: 'a column that the old release leaves empty',
    rule: 'column-made-required',
    rows: 'UPDATE "Order" SET "select" = NULL WHERE "id" % 1000 = 0',
    values: { 'public.Order.select': '-1' },
    after: shop.replace('select Int?', 'select Int'),
    old: [insertOld, 'UPDATE "Order" SET "select" = NULL WHERE "id" = $1 AND "id" % 1000 = 1'],
    new: [`INSERT INTO "Order" ("userId", "group", "select") VALUES ($1, 'new', 7)`],
    wrong: `SELECT count(*) FROM "Order" WHERE "select" IS NULL OR ("select" <> -1 AND "id" % 1000 = 0 AND "group" <> 'new')`,
  },
  {
    plan: 'drop-column',
    name: 'a required column',
    rule: 'column-dropped',
    after: shop.replace('  group String\n', ''),
    old: [insertOld],
    new: [`INSERT INTO "Order" ("userId") VALUES ($1)`],
    wrong:
      `SELECT count(*) FROM "Order" AS o LEFT JOIN "lockstep"."Order_group" AS a USING ("id") ` +
      `WHERE o."id" <= 2000 AND a."group" IS DISTINCT FROM 'g' || o."id" % 100`,
  },
  {
    plan: 'drop-table',
    name: 'a table with a key of two columns',
    rule: 'table-dropped',
    before: withLines,
    rows: someLines,
    after: shop,
    old: [insertLine],
    new: [],
    wrong: `SELECT count(*) - sum(("label" = 'l' || "orderId")::int) FROM "lockstep"."orderLine" WHERE "label" <> 'new'`,
  },
  {
    plan: 'rename-table',
    name: 'a table that others refer to',
    rule: 'possible-rename',
    after: shop.replace('@@map("user")', '@@map("Users")'),
    old: statementsOn('user'),
    new: statementsOn('Users'),
    wrong: `SELECT count(*) FROM pg_views WHERE schemaname = 'public'`,
  },
  {
    plan: 'rename-column',
    name: 'a required column with a default and an index',
    rule: 'possible-rename',
    after: shop.replace('  createdAt', '  created').replace('[createdAt]', '[created]'),
    old: [insertOld, `UPDATE "Order" SET "createdAt" = '2001-01-01' WHERE "id" = $1`],
    new: [
      `INSERT INTO "Order" ("userId", "group", "created") VALUES ($1, 'later', '2002-02-02')`,
      `INSERT INTO "Order" ("userId", "group") VALUES ($1, 'now')`,
      `UPDATE "Order" SET "created" = '2003-03-03' WHERE "id" = $1`,
    ],
    apart: `SELECT count(*) FROM "Order" WHERE "created" IS DISTINCT FROM "createdAt"`,
    wrong: `SELECT count(*) FROM "Order" WHERE "group" = 'later' AND "created" NOT IN ('2002-02-02', '2003-03-03')
      OR "group" IN ('now', 'new') AND "created" < '2003-03-03' AND "created" <> '2001-01-01'`,
  },
  {
    plan: 'rename-column',
    name: 'an optional column with a foreign key',
    rule: 'possible-rename',
    after: shop.replaceAll('userId', 'user_id'),
    old: [insertOld, `UPDATE "Order" SET "userId" = NULL WHERE "id" = $1`, `UPDATE "Order" SET "userId" = $1 WHERE "id" = $1`],
    new: [
      `INSERT INTO "Order" ("user_id", "group") VALUES ($1, 'later')`,
      `UPDATE "Order" SET "user_id" = NULL WHERE "id" = $1`,
      `UPDATE "Order" SET "user_id" = $1 WHERE "id" = $1`,
    ],
    apart: `SELECT count(*) FROM "Order" WHERE "user_id" IS DISTINCT FROM "userId"`,
    wrong: `SELECT count(*) FROM "Order" WHERE "user_id" <> "id" AND "group" NOT IN ('new', 'later')`,
  },
  {
    plan: 'remove-enum-value',
    name: 'a value of three columns, one in an index',
    rule: 'enum-value-removed',
    before: withStatus,
    rows: `${statusRows}; INSERT INTO "Line" SELECT "id", "id" % 7, 'l', 'LOST' FROM "Order" WHERE "id" % 100 = 0`,
    after: withStatus.replace('  LOST\n', ''),
    values: { 'public.Order.orderStatus': `'PAID'`, 'public.Order.allStatus': `'NEW'`, 'public.Line.status': 'NULL' },
    old: [
      `INSERT INTO "Order" ("userId", "group", "orderStatus", "allStatus") VALUES ($1, 'new', 'LOST', '{LOST}')`,
      `UPDATE "Order" SET "orderStatus" = 'LOST', "allStatus" = '{LOST,PAID}' WHERE "id" = $1 AND "id" % 1000 = 0`,
    ],
    new: [`INSERT INTO "Order" ("userId", "group", "orderStatus", "allStatus") VALUES ($1, 'new', 'PAID', '{NEW}')`],
    wrong:
      `SELECT (SELECT count(*) FROM "Line" WHERE "status" IS NOT NULL) + count(*) FROM "Order" WHERE CASE WHEN "group" = 'new' ` +
      `THEN "orderStatus" <> 'PAID' OR "allStatus" <> '{NEW}' ELSE ("orderStatus" = 'PAID' AND "allStatus" = '{NEW,PAID}') <> ("id" % 1000 = 0) END`,
  },
  {
    plan: 'change-type',
    name: 'an indexed whole number that becomes larger',
    rule: 'type-change-rewrites-table',
    before: shop.replace('@@index([createdAt])', '@@index([createdAt])\n  @@index([select, group])'),
    after: shop
      .replace('@@index([createdAt])', '@@index([createdAt])\n  @@index([select, group])')
      .replace('select Int?', 'select BigInt?'),
    old: [insertOld, 'UPDATE "Order" SET "select" = "id" WHERE "id" = $1'],
    new: [`INSERT INTO "Order" ("userId", "group", "select") VALUES ($1, 'later', 9007199254740993)`],
    wrong: `SELECT count(*) FROM "Order" WHERE CASE "group" WHEN 'new' THEN "select" <> "id" WHEN 'later' THEN "select" <> 9007199254740993
      ELSE "select" <> "id" AND "select" + "id" NOT IN (200001, 2001) END`,
  },
  {
    plan: 'change-type',
    name: 'a required text that gets shorter',
    rule: 'type-change-loses-data',
    after: shop.replace('group String', 'group String @default("g") @db.VarChar(8)'),
    before: shop.replace('group String', 'group String @default("g")'),
    old: [insertOld, `UPDATE "Order" SET "group" = 'h' || "id" WHERE "id" = $1`],
    new: [`INSERT INTO "Order" ("userId") VALUES ($1)`],
    wrong: `SELECT count(*) FROM "Order" WHERE "group" NOT IN ('g', 'new', 'g' || "id" % 100, 'h' || "id")`,
  },
  {
    plan: 'add-required-column',
    name: 'a value for each row, key of two columns',
    rule: 'required-column-without-default',
    before: withLines,
    rows: someLines,
    after: withLines.replace('  label String\n', '  label String\n  order String\n'),
    values: { 'public.orderLine.order': `"label" || '-' || "number"` },
    old: [insertLine],
    new: [`INSERT INTO "orderLine" ("orderId", "number", "label", "order") VALUES ($1, (random() * 1000000000)::int, 'new', 'open')`],
    wrong: `SELECT count(*) FROM "orderLine" WHERE "order" NOT IN ("label" || '-' || "number", 'open')`,
  },
  {
    plan: 'make-required',
    name: 'some NULL, key of two columns',
    rule: 'column-made-required',
    before: withLines.replace('label String', 'label String?'),
    rows: `${someLines}; UPDATE "orderLine" SET "label" = NULL WHERE "orderId" % 10 = 0`,
    after: withLines,
    values: { 'public.orderLine.label': `'none'` },
    old: [`INSERT INTO "orderLine" ("orderId", "number") VALUES ($1, (random() * 1000000000)::int)`],
    new: [insertLine],
    wrong: `SELECT count(*) FROM "orderLine" WHERE "number" < 7 AND ("label" = 'none') <> ("orderId" % 10 = 0)`,
  },
  {
    plan: 'rename-column',
    name: 'a column of a table with a key of two columns',
    rule: 'possible-rename',
    before: withLines,
    rows: someLines,
    after: withLines.replace('  label String\n', '  labels String\n'),
    old: [insertLine, `UPDATE "orderLine" SET "label" = 'old' WHERE "orderId" = $1 AND "orderId" % 10 = 1`],
    new: [
      `INSERT INTO "orderLine" ("orderId", "number", "labels") VALUES ($1, (random() * 1000000000)::int, 'new')`,
      `UPDATE "orderLine" SET "labels" = 'later' WHERE "orderId" = $1 AND "orderId" % 10 = 2`,
    ],
    apart: `SELECT count(*) FROM "orderLine" WHERE "labels" IS DISTINCT FROM "label"`,
    wrong: `SELECT count(*) FROM "orderLine" WHERE "labels" NOT IN ('l' || "orderId", 'new', 'old', 'later')`,
  },
  {
    plan: 'change-type',
    name: 'text that gets shorter, key of two columns',
    rule: 'type-change-loses-data',
    before: withLines,
    rows: someLines,
    after: withLines.replace('  label String\n', '  label String @db.VarChar(12)\n'),
    old: [insertLine],
    new: [insertLine],
    wrong: `SELECT count(*) FROM "orderLine" WHERE "label" NOT IN ('l' || "orderId", 'new')`,
  },
  {
    plan: 'change-primary-key',
    name: 'a key that gets wider',
    rule: 'primary-key-changed',
    after: shop.replace(/(model Order \{\n {2}id) Int/, '$1 BigInt'),
    old: [insertOld, 'UPDATE "Order" SET "isPaid" = NOT "isPaid" WHERE "id" = $1'],
    new: [insertOld, 'UPDATE "Order" SET "isPaid" = NOT "isPaid" WHERE "id" = $1'],
    wrong:
      `SELECT count(*) - count(DISTINCT "id") + (pg_typeof(min("id")) <> 'bigint'::regtype)::int + ` +
      `(SELECT count(*) FROM pg_sequence WHERE seqrelid = pg_get_serial_sequence('"Order"', 'id')::regclass AND seqtypid <> 'bigint'::regtype) FROM "Order"`,
  },
];

/** As Prisma Client writes them. */
function statementsOn(table: string): readonly string[] {
  const name = `"public"."${table}"`;
  return [
    `INSERT INTO ${name} ("email") VALUES ('new' || $1) RETURNING ${name}."id", ${name}."email"`,
    `INSERT INTO ${name} ("id", "email") VALUES ($1, 'a') ON CONFLICT ("id") DO UPDATE SET "email" = 'b' WHERE (${name}."id" > 0 AND 1=1) RETURNING ${name}."id"`,
    `UPDATE ${name} SET "email" = 'c' WHERE (${name}."id" = $1 AND 1=1) RETURNING ${name}."id", ${name}."email"`,
    `DELETE FROM ${name} WHERE (${name}."email" = 'new' || $1 AND 1=1) RETURNING ${name}."id"`,
    `SELECT ${name}."id", ${name}."email" FROM ${name} WHERE (${name}."id" = $1 AND 1=1) LIMIT 1 OFFSET 0`,
  ];
}
