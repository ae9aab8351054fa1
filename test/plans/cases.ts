/** What a plan is proven with: an edit of the schema, or a migration that somebody has written for it. */
export interface PlanCase {
  readonly plan: string;
  readonly name: string;
  /** The schema before; without it `shop`. */
  readonly before?: string;
  readonly after: string;
  /** The migration, where it is not the one that Prisma writes. */
  readonly sql?: string;
  /** What the database holds beside the schema before: built before the measurement, with its rows. */
  readonly beside?: string;
  /** A rule that is off, and that the plan answers. */
  readonly rule?: string;
  /** Run before the measurement: rows that the plan needs. */
  readonly rows?: string;
  /** What writers do meanwhile, beside what they always do; `$1` is a number up to that of the rows. */
  readonly writes?: readonly string[];
  /** The oldest server on which there is a plan. */
  readonly since?: number;
  /** The value of existing rows, by column. */
  readonly values?: Readonly<Record<string, string>>;
  /** Whether the rows are filled in batches before the file that fills them runs, as its header asks for. */
  readonly backfilled?: boolean;
  /** Whether the plan says that it writes all rows anew while nobody can write. */
  readonly rewrites?: boolean;
  /** Names that change, as SQL: the one before and the one after. */
  readonly names?: Readonly<Record<string, string>>;
  /** What writers write in place of a column of each table, with `$1` for the id of a row. */
  readonly onlyWrites?: readonly string[];
  /** The column by which rows are filled in batches; without it `id`. */
  readonly key?: string;
  /** Counts the rows that are not as they should be afterwards. */
  readonly wrong: string;
}

/** Names in camel case, and some that SQL reserves. */
export const shop = schema(
  `  email String?
  orders Order[]`,
  `  userId Int?
  select Int?
  group String
  isPaid Boolean @default(false)
  createdAt DateTime @default(now())
  user User? @relation(fields: [userId], references: [id])

  @@index([createdAt])`,
);

const order = `  userId Int?
  select Int?
  group String
  isPaid Boolean @default(false)
  createdAt DateTime @default(now())
  user User? @relation(fields: [userId], references: [id])
`;
const users = `  email String?
  orders Order[]`;

/** Each has a number, and the next one is new. */
const numbersWrong =
  `SELECT count(*) - count(DISTINCT "rowNumber") + ` +
  `(nextval(pg_get_serial_sequence('"Order"', 'rowNumber')) <= max("rowNumber"))::int FROM "Order"`;

const partitioned =
  `CREATE TABLE "Event" ("id" INTEGER NOT NULL, "at" TIMESTAMP(3) NOT NULL, "order" INTEGER) PARTITION BY RANGE ("at"); ` +
  `CREATE INDEX "Event_order_idx" ON "Event"("order"); ` +
  `CREATE TABLE "Event_2025" ("id" INTEGER NOT NULL, "at" TIMESTAMP(3) NOT NULL, "order" INTEGER); ` +
  `CREATE INDEX "Event_2025_id_idx" ON "Event_2025"("id"); ` +
  `INSERT INTO "Event_2025" SELECT n, '2025-01-01'::timestamp + n * interval '1 minute', n FROM generate_series(1, 200000) n; `;

/** Prisma sees no partition. */
const withEvent = `${shop}
model Event {
  id    Int
  at    DateTime
  order Int?

  @@index([order])
  @@ignore
}
`;

const withEvents = `${withEvent}
model Event_2025 {
  id    Int
  at    DateTime
  order Int?

  @@index([id])
  @@index([order])
  @@ignore
}
`;

export const planCases: readonly PlanCase[] = [
  {
    plan: 'create-index',
    name: 'an index over two columns',
    after: schema(users, `${order}\n  @@index([createdAt])\n  @@index([group, select])`),
    wrong: `SELECT count(*) FROM pg_index WHERE NOT indisvalid`,
  },
  {
    plan: 'drop-index',
    name: 'an index',
    after: schema(users, order),
    wrong: `SELECT count(*) FROM pg_class WHERE relname = 'Order_createdAt_idx'`,
  },
  {
    plan: 'add-unique',
    name: 'a unique field',
    after: schema(users.replace('String?', 'String? @unique'), `${order}\n  @@index([createdAt])`),
    wrong: `SELECT count(*) FROM pg_index WHERE NOT indisvalid`,
  },
  {
    plan: 'add-unique',
    name: 'a unique constraint',
    sql: 'ALTER TABLE "user" ADD CONSTRAINT "user_email_key" UNIQUE ("email");\n',
    after: schema(users.replace('String?', 'String? @unique'), `${order}\n  @@index([createdAt])`),
    wrong: `SELECT 1 - count(*) FROM pg_constraint WHERE conname = 'user_email_key' AND contype = 'u'`,
  },
  {
    plan: 'add-foreign-key',
    name: 'a relation',
    after: schema(
      `${users.replace('Order[]', 'Order[] @relation("user")')}\n  selected Order[] @relation("selected")`,
      `${order.replace('@relation(', '@relation("user", ')}  selected User? @relation("selected", fields: [select], references: [id], onDelete: Cascade)\n\n  @@index([createdAt])`,
    ),
    wrong: `SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND NOT convalidated`,
  },
  {
    plan: 'add-check',
    name: 'a check',
    sql: `ALTER TABLE "Order" ADD CONSTRAINT "Order_group_check" CHECK ("group" <> '');\n`,
    after: shop,
    wrong: `SELECT 1 - count(*) FROM pg_constraint WHERE conname = 'Order_group_check' AND convalidated`,
  },
  {
    plan: 'validate-later',
    name: 'a foreign key',
    sql:
      'ALTER TABLE "Order" ADD CONSTRAINT "Order_select_fkey" FOREIGN KEY ("select") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE NOT VALID;\n' +
      'ALTER TABLE "Order" VALIDATE CONSTRAINT "Order_select_fkey";\n',
    after: schema(
      `${users.replace('Order[]', 'Order[] @relation("user")')}\n  selected Order[] @relation("selected")`,
      `${order.replace('@relation(', '@relation("user", ')}  selected User? @relation("selected", fields: [select], references: [id])\n\n  @@index([createdAt])`,
    ),
    wrong: `SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND NOT convalidated`,
  },
  {
    plan: 'make-required',
    name: 'a column without NULL',
    after: schema(users, `${order.replace('select Int?', 'select Int')}\n  @@index([createdAt])`),
    wrong: `SELECT count(*) FROM pg_constraint WHERE contype = 'c' AND conrelid = '"Order"'::regclass`,
  },
  {
    plan: 'make-required',
    name: 'a column with some NULL',
    rows: 'UPDATE "Order" SET "select" = NULL WHERE "id" % 1000 = 0',
    values: { 'public.Order.select': '-1' },
    after: schema(users, `${order.replace('select Int?', 'select Int')}\n  @@index([createdAt])`),
    wrong: 'SELECT count(*) FROM "Order" WHERE ("select" = -1) <> ("id" % 1000 = 0)',
  },
  {
    plan: 'add-required-column',
    name: 'a column with one value',
    after: schema(users, `${order}  status String\n\n  @@index([createdAt])`),
    wrong: `SELECT count(*) FROM "Order" WHERE "status" <> ''`,
  },
  {
    plan: 'add-required-column',
    name: 'a column with a value for each row',
    backfilled: true,
    values: { 'public.Order.status': `"group" || '-' || "id"` },
    after: schema(users, `${order}  status String\n\n  @@index([createdAt])`),
    wrong: `SELECT count(*) FROM "Order" WHERE "status" <> "group" || '-' || "id"`,
  },
  {
    plan: 'volatile-default',
    name: 'a default for each row, numbers',
    backfilled: true,
    after: schema(
      users,
      `${order}  token String @default(dbgenerated("md5((random())::text)"))\n  rowNumber Int @unique @default(autoincrement())\n\n  @@index([createdAt])`,
    ),
    wrong: `${numbersWrong} WHERE "token" IS NOT NULL`,
  },
  {
    plan: 'volatile-default',
    name: 'an identity column',
    since: 18,
    backfilled: true,
    sql: 'ALTER TABLE "Order" ADD COLUMN "rowNumber" INTEGER GENERATED BY DEFAULT AS IDENTITY;\n',
    after: schema(users, `${order}  rowNumber Int @default(autoincrement())\n\n  @@index([createdAt])`),
    wrong: numbersWrong,
  },
  {
    plan: 'attach-partition',
    name: 'a range that lacks an index',
    beside: partitioned,
    sql: `ALTER TABLE "Event" ATTACH PARTITION "Event_2025" FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');\n`,
    writes: [`UPDATE "Event_2025" SET "order" = "order" WHERE "id" = $1`],
    after: withEvent,
    wrong: `SELECT abs(200000 - count(*)) + (SELECT count(*) FROM pg_constraint WHERE contype = 'c' AND conrelid = '"Event_2025"'::regclass) FROM "Event"`,
  },
  {
    plan: 'detach-partition',
    name: 'a range',
    since: 14,
    beside: `${partitioned} ALTER TABLE "Event" ATTACH PARTITION "Event_2025" FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');`,
    sql: 'ALTER TABLE "Event" DETACH PARTITION "Event_2025";\n',
    writes: [`UPDATE "Event_2025" SET "order" = "order" WHERE "id" = $1`],
    after: withEvents,
    wrong: `SELECT count(*) FROM "Event"`,
  },
  {
    plan: 'rename-column',
    name: 'a column with an index',
    after: schema(users, `${order.replace('createdAt', 'created')}\n  @@index([created])`),
    wrong: `SELECT count(*) FROM "Order" WHERE "created" IS NULL`,
  },
  {
    plan: 'rename-column',
    name: 'a column with a foreign key',
    after: schema(users, `${order.replaceAll('userId', 'user_id')}\n  @@index([createdAt])`),
    names: { '"userId"': '"user_id"' },
    wrong: `SELECT 1 - count(*) FROM pg_constraint WHERE conname = 'Order_user_id_fkey' AND convalidated`,
  },
  {
    plan: 'rename-table',
    name: 'a table that others refer to',
    after: shop.replace('@@map("user")', '@@map("Users")'),
    names: { '"user"': '"Users"' },
    // Nobody can write to it under the old name and the new one alike.
    onlyWrites: ['UPDATE "Order" SET "isPaid" = NOT "isPaid" WHERE "id" = $1'],
    wrong: `SELECT 1 - count(*) FROM pg_constraint WHERE conname = 'Users_pkey'`,
  },
  {
    plan: 'split-file',
    name: 'long work between two short statements',
    beside: `CREATE MATERIALIZED VIEW "Totals" AS SELECT "group", count(*), md5("group" || "id") FROM "Order" GROUP BY "group", "id";`,
    sql: 'ALTER TABLE "user" ADD COLUMN "note" TEXT;\nREFRESH MATERIALIZED VIEW "Totals";\nALTER TABLE "Order" ADD COLUMN "note" TEXT;\n',
    after: schema(`${users}\n  note String?`, `${order}  note String?\n\n  @@index([createdAt])`),
    wrong: `SELECT abs(200000 - count(*)) FROM "Totals"`,
  },
  {
    plan: 'set-lock-timeout',
    name: 'two tables',
    rule: 'missing-lock-timeout',
    sql: 'ALTER TABLE "user" ADD COLUMN "note" TEXT;\nALTER TABLE "Order" ADD COLUMN "note" TEXT;\n',
    after: schema(`${users}\n  note String?`, `${order}  note String?\n\n  @@index([createdAt])`),
    wrong: `SELECT (current_setting('lock_timeout') <> '0')::int`,
  },
  {
    plan: 'change-type',
    name: 'text that is a number',
    rows: 'UPDATE "user" SET "email" = "id"',
    after: schema(users.replace('email String?', 'email Int? @default(7)'), `${order}\n  @@index([createdAt])`),
    rewrites: true,
    wrong: 'SELECT count(*) FROM "user" WHERE "email" <> "id"',
  },
  {
    plan: 'change-type',
    name: 'text that is short enough',
    after: schema(users, `${order.replace('group String', 'group String @db.VarChar(8)')}\n  @@index([createdAt])`),
    rewrites: true,
    wrong: `SELECT count(*) FROM pg_constraint WHERE conname = 'Order_group_fits'`,
  },
  {
    plan: 'move-data-change',
    name: 'every row of a column, then its default',
    sql:
      'ALTER TABLE "Order" ADD COLUMN "status" TEXT;\n' +
      `UPDATE "Order" SET "status" = "group" || '!';\n` +
      `ALTER TABLE "Order" ALTER COLUMN "status" SET DEFAULT 'new';\n`,
    after: schema(users, `${order}  status String? @default("new")\n\n  @@index([createdAt])`),
    wrong: `SELECT count(*) FROM "Order" WHERE "status" IS DISTINCT FROM "group" || '!'`,
  },
  {
    plan: 'implicit-to-explicit',
    name: 'a model for the links',
    before: schema(
      `${users}\n  watched Order[] @relation("watch")`,
      `${order}  watchers User[] @relation("watch")\n\n  @@index([createdAt])`,
    ),
    rows: 'INSERT INTO "_watch" SELECT "id", 200001 - "id" FROM "Order"',
    after: `${schema(`${users}\n  watched Watch[]`, `${order}  watchers Watch[]\n\n  @@index([createdAt])`)}
model Watch {
  orderId Int
  userId  Int
  since   DateTime @default(now())
  order   Order    @relation(fields: [orderId], references: [id])
  user    User     @relation(fields: [userId], references: [id], onDelete: Cascade)

  @@id([orderId, userId])
  @@index([since])
}
`,
    wrong: `SELECT abs(200000 - count(*)) FROM "Watch" WHERE "userId" = 200001 - "orderId"`,
  },
  {
    plan: 'change-primary-key',
    name: 'a key over two columns',
    after: schema(users, `${order}\n  @@id([id, group])\n  @@index([createdAt])`).replace(/(model Order \{\n {2}id Int) @id/, '$1'),
    wrong: `SELECT 1 - count(*) FROM pg_index WHERE indrelid = '"Order"'::regclass AND indisprimary AND indnatts = 2`,
  },
  {
    plan: 'change-primary-key',
    name: 'a unique that becomes the key',
    before: schema(users, `${order}\n  @@unique([id, group])\n  @@index([createdAt])`),
    after: schema(users, `${order}\n  @@id([id, group])\n  @@index([createdAt])`).replace(/(model Order \{\n {2}id Int) @id/, '$1'),
    // PostgreSQL refuses it as soon as nothing says that both together are unique.
    writes: [
      `INSERT INTO "Order" ("id", "group") SELECT "id", "group" FROM "Order" WHERE "id" = $1 ON CONFLICT ("id", "group") DO NOTHING`,
    ],
    wrong: `SELECT count(*) - 1 + (SELECT count(*) FROM pg_class WHERE relname = 'Order_id_group_key') FROM pg_index
      WHERE indrelid = '"Order"'::regclass AND indisprimary AND indnatts = 2`,
  },
  {
    plan: 'change-primary-key',
    name: 'another key, the old one referred to',
    after: shop.replace(
      'id Int @id @default(autoincrement())\n  email String?',
      'id Int @unique @default(autoincrement())\n  email String @id',
    ),
    wrong: `SELECT 1 - count(*) FROM pg_constraint WHERE conname = 'Order_userId_fkey' AND convalidated`,
  },
];

/** `more`: blocks behind the two models. */
export function schema(user: string, fields: string, more = ''): string {
  return `datasource db {
  provider = "postgresql"
}

model User {
  id Int @id @default(autoincrement())
${user}

  @@map("user")
}

model Order {
  id Int @id @default(autoincrement())
${fields}
}
${more}`;
}
