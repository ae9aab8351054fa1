import type { PlanCase } from './cases';
import { lines, withStatus } from './drop-cases';

/** A relation of the table to itself, by both columns of its key. */
const nextLine = {
  from: [['  notes Note[]\n', '  notes Note[]\n  lineId Int?\n  lineNumber Int?\n']],
  to: [
    [
      '  notes Note[]\n',
      '  notes Note[] @relation("notes")\n  lineId Int?\n  lineNumber Int?\n  next Line? @relation("next", fields: [lineId, lineNumber], references: [orderId, number])\n  previous Line[] @relation("next")\n',
    ],
    ['line Line? @relation(', 'line Line? @relation("notes", '],
  ],
} as const;

/** On the table with a key of two columns, which refers to one table and is referred to by another; those with the same rows in a row. */
export const keyCases: readonly PlanCase[] = [
  onLine('create-index', 'an index, key of two columns', {
    to: [['  @@index([label])\n', '  @@index([label])\n  @@index([status, label])\n']],
  }),
  onLine('drop-index', 'an index, key of two columns', { to: [['  @@index([label])\n', '']] }),
  onLine('add-unique', 'two fields, key of two columns', {
    to: [['  @@index([label])\n', '  @@index([label])\n  @@unique([number, label])\n']],
    wrong: 'SELECT count(*) FROM pg_index WHERE NOT indisvalid',
  }),
  onLine('add-required-column', 'a value for each row, key of two columns', {
    backfilled: true,
    to: [['  label String\n', '  label String\n  order_by String\n']],
    values: { 'public.Line.order_by': `"label" || '-' || "number"` },
    wrong: `SELECT count(*) FROM "Line" WHERE "order_by" <> "label" || '-' || "number"`,
  }),
  onLine('volatile-default', 'a default for each row, key of two columns', {
    backfilled: true,
    to: [['  label String\n', '  label String\n  token String @default(dbgenerated("md5((random())::text)"))\n']],
    wrong: `SELECT count(*) - count("token") FROM "Line"`,
  }),
  onLine('rename-column', 'a column of the key', {
    to: [
      ['  number Int\n  label', '  position Int\n  label'],
      ['@@id([orderId, number])', '@@id([orderId, position])'],
      ['references: [orderId, number]', 'references: [orderId, position]'],
    ],
    writes: [],
    wrong: `SELECT count(*) FROM "Line" WHERE "position" <> "orderId" % 7`,
  }),
  onLine('change-type', 'text of another length, key of two columns', {
    to: [['  label String\n', '  label String @db.VarChar(20)\n']],
    rewrites: true,
    wrong: `SELECT count(*) FROM "Line" WHERE "label" <> 'l' || "orderId"`,
  }),
  onLine('move-data-change', 'every row, key of two columns', {
    to: [['  label String\n', '  label String\n  total Int?\n']],
    sql: 'ALTER TABLE "Line" ADD COLUMN "total" INTEGER;\nUPDATE "Line" SET "total" = "orderId" + "number";\n',
    wrong: `SELECT count(*) FROM "Line" WHERE "total" IS DISTINCT FROM "orderId" + "number"`,
  }),
  onLine('add-foreign-key', 'a relation over two columns', {
    ...nextLine,
    wrong: `SELECT 1 - count(*) FROM pg_constraint WHERE conname = 'Line_lineId_lineNumber_fkey' AND convalidated`,
  }),
  onLine('make-required', 'some NULL, key of two columns', {
    backfilled: true,
    to: [['status OrderStatus?', 'status OrderStatus']],
    extra: `UPDATE "Line" SET "status" = NULL WHERE "orderId" % 1000 = 0`,
    values: { 'public.Line.status': `'LOST'` },
    wrong: `SELECT count(*) FROM "Line" WHERE ("status" = 'LOST') <> ("orderId" % 1000 = 0)`,
  }),
  onLine('validate-later', 'a relation over two columns', {
    ...nextLine,
    sql:
      'ALTER TABLE "Line" ADD CONSTRAINT "Line_lineId_lineNumber_fkey" FOREIGN KEY ("lineId", "lineNumber") REFERENCES "Line"("orderId", "number") ' +
      'ON DELETE SET NULL ON UPDATE CASCADE NOT VALID;\nALTER TABLE "Line" VALIDATE CONSTRAINT "Line_lineId_lineNumber_fkey";\n',
    wrong: `SELECT 1 - count(*) FROM pg_constraint WHERE conname = 'Line_lineId_lineNumber_fkey' AND convalidated`,
  }),
  onLine('add-check', 'a check, key of two columns', {
    to: [],
    sql: `ALTER TABLE "Line" ADD CONSTRAINT "Line_label_check" CHECK ("label" <> '');\n`,
    wrong: `SELECT 1 - count(*) FROM pg_constraint WHERE conname = 'Line_label_check' AND convalidated`,
  }),
  onLine('split-file', 'long work between two short statements, key of two columns', {
    to: [['  label String\n', '  label String\n  note String?\n  remark String?\n']],
    beside: `CREATE MATERIALIZED VIEW "Labels" AS SELECT "orderId", "number", md5("label") FROM "Line";`,
    sql: 'ALTER TABLE "Line" ADD COLUMN "note" TEXT;\nREFRESH MATERIALIZED VIEW "Labels";\nALTER TABLE "Line" ADD COLUMN "remark" TEXT;\n',
    wrong: `SELECT abs(200000 - count(*)) FROM "Labels"`,
  }),
  onLine('set-lock-timeout', 'a column, key of two columns', {
    to: [['  label String\n', '  label String\n  note String?\n']],
    rule: 'missing-lock-timeout',
    sql: 'ALTER TABLE "Line" ADD COLUMN "note" TEXT;\n',
    wrong: `SELECT (current_setting('lock_timeout') <> '0')::int`,
  }),
];

interface LineCase extends Omit<PlanCase, 'plan' | 'name' | 'before' | 'after' | 'rows' | 'wrong'> {
  /** What is replaced in the schema, in the one before as well. */
  readonly from?: readonly (readonly [string, string])[];
  readonly to: readonly (readonly [string, string])[];
  /** Run behind the rows. */
  readonly extra?: string;
  readonly wrong?: string;
}

function onLine(plan: string, name: string, { from = [], to, extra, wrong, writes, ...rest }: LineCase): PlanCase {
  const changed = (text: string, pairs: LineCase['to']) => pairs.reduce((all, [old, now]) => all.replace(old, now), text);
  const before = changed(withStatus, from);
  return {
    ...rest,
    plan,
    name,
    key: 'orderId',
    before,
    rows: extra === undefined ? lines : `${lines}; ${extra}`,
    after: changed(withStatus, to),
    writes: writes ?? ['UPDATE "Line" SET "number" = "number" WHERE "orderId" = $1', 'SELECT "label" FROM "Line" WHERE "orderId" = $1'],
    wrong: wrong ?? `SELECT count(*) FROM pg_index WHERE NOT indisvalid`,
  };
}
