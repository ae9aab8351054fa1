import { type PlanCase, schema } from './cases';

const order = `  userId Int?
  select Int?
  group String
  isPaid Boolean @default(false)
  createdAt DateTime @default(now())
  user User? @relation(fields: [userId], references: [id])
  lines Line[]
  orderStatus OrderStatus @default(NEW)
  allStatus OrderStatus[] @default([NEW])

  @@index([createdAt])
  @@index([orderStatus, select])`;

const more = `
enum OrderStatus {
  NEW
  PAID
  LOST
}

model Line {
  orderId Int
  number Int
  label String
  status OrderStatus?
  order Order @relation(fields: [orderId], references: [id])
  notes Note[]

  @@id([orderId, number])
  @@index([label])
}

model Note {
  id Int @id @default(autoincrement())
  orderId Int?
  number Int?
  line Line? @relation(fields: [orderId, number], references: [orderId, number])
}
`;

/** With an enum, and a table with a key of two columns that refers to one table and is referred to by another. */
export const withStatus = schema('  email String?\n  orders Order[]', order, more);

export const statusRows = `UPDATE "Order" SET "orderStatus" = 'LOST', "allStatus" = '{LOST,PAID}' WHERE "id" % 1000 = 0`;

/** Rows of the tables with and behind the key of two columns. */
export const lines =
  'INSERT INTO "Line" ("orderId", "number", "label", "status") ' +
  `SELECT n, n % 7, 'l' || n, 'PAID' FROM generate_series(1, 200000) n; ` +
  'INSERT INTO "Note" ("orderId", "number") SELECT n, n % 7 FROM generate_series(1, 200000, 100) n';

const lost = `("orderStatus" = 'LOST' AND "allStatus" = '{LOST,PAID}')`;

/** What goes: columns and tables, and values of enums. */
export const dropCases: readonly PlanCase[] = [
  {
    plan: 'drop-column',
    name: 'three columns, two in an index',
    before: withStatus,
    rows: statusRows,
    after: withStatus
      .replace('  select Int?\n', '')
      .replace('  orderStatus OrderStatus @default(NEW)\n  allStatus OrderStatus[] @default([NEW])\n', '')
      .replace('  @@index([orderStatus, select])\n', ''),
    wrong:
      'SELECT 200000 - count(*) FROM "lockstep"."Order_allStatus_orderStatus_select_20261120093000" WHERE "select" = 200001 - "id" AND ' +
      `("orderStatus", "allStatus") = (CASE WHEN "id" % 1000 = 0 THEN 'LOST' ELSE 'NEW' END, CASE WHEN "id" % 1000 = 0 THEN ARRAY['LOST', 'PAID'] ELSE ARRAY['NEW'] END)`,
  },
  {
    plan: 'drop-table',
    name: 'two tables with references',
    before: withStatus,
    rows: lines,
    after: withStatus.slice(0, withStatus.indexOf('\nmodel Line')).replace('  lines Line[]\n', ''),
    wrong:
      `SELECT 200000 - (SELECT count(*) FROM "lockstep"."Line_20261120093000" WHERE "label" = 'l' || "orderId" AND "number" = "orderId" % 7 AND "status" = 'PAID') ` +
      '+ 2000 - (SELECT count(*) FROM "lockstep"."Note_20261120093000")',
  },
  {
    plan: 'add-enum-value',
    name: 'a value that is the new default',
    before: withStatus,
    rows: statusRows,
    after: withStatus.replace('  LOST\n', '  LOST\n  SENT\n').replace('OrderStatus @default(NEW)', 'OrderStatus @default(SENT)'),
    wrong: `SELECT 1 - count(*) FROM pg_attrdef WHERE pg_get_expr(adbin, adrelid) = '''SENT''::"OrderStatus"'`,
  },
  {
    plan: 'rename-enum-value',
    name: 'a value that looks renamed',
    before: withStatus,
    rows: statusRows,
    after: withStatus.replace('  LOST\n', '  LOSTT\n'),
    wrong: `SELECT count(*) FROM "Order" WHERE ("orderStatus" = 'LOSTT' AND "allStatus" = '{LOSTT,PAID}') <> ("id" % 1000 = 0)`,
  },
  {
    plan: 'rename-enum-value',
    name: 'the value of the default',
    before: withStatus,
    rows: statusRows,
    after: withStatus.replaceAll('NEW', 'FRESH'),
    values: { 'public.Order.orderStatus': 'FRESH', 'public.Order.allStatus': 'FRESH', 'public.Line.status': 'FRESH' },
    wrong: `SELECT count(*) FROM "Order" WHERE ("orderStatus" = 'FRESH' AND "allStatus" = '{FRESH}') <> ("id" % 1000 <> 0)`,
  },
  {
    plan: 'rename-enum',
    name: 'an enum of three columns',
    before: withStatus,
    rows: statusRows,
    after: withStatus.replaceAll('OrderStatus', 'OrderState'),
    wrong: `SELECT count(*) FROM "Order" WHERE ${lost} <> ("id" % 1000 = 0)`,
  },
  {
    plan: 'remove-enum-value',
    name: 'a value that rows hold',
    before: withStatus,
    rows: statusRows,
    after: withStatus.replace('  LOST\n', ''),
    values: { 'public.Order.orderStatus': `'PAID'`, 'public.Order.allStatus': `'NEW'`, 'public.Line.status': 'NULL' },
    rewrites: true,
    wrong: `SELECT count(*) FROM "Order" WHERE ("orderStatus" = 'PAID' AND "allStatus" = '{NEW,PAID}') <> ("id" % 1000 = 0)`,
  },
];
