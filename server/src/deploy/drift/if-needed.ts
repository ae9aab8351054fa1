import { quotedText } from '../../analysis/render/postgres-names';

const name = String.raw`(?:"(?:[^"]|"")+"|[a-z_][\w$]*)`;
const qualified = String.raw`(?:${name}\.)?${name}`;

/**
 * A statement of our own in a form that changes nothing where what it makes is there already, or where what it drops is gone: the same migration
 * runs in databases that have the object and in those that lack it.
 */
export function ifNeeded(sql: string): string {
  for (const [pattern, write] of forms) {
    const match = pattern.exec(sql);
    if (match !== null) return write(sql, match);
  }
  return sql;
}

type Form = readonly [pattern: RegExp, write: (sql: string, match: RegExpExecArray) => string];

const inserted =
  (words: string) =>
  (sql: string, [start = '']: RegExpExecArray): string =>
    `${start} ${words}${sql.slice(start.length)}`;

const forms: readonly Form[] = [
  [/^CREATE (?:UNLOGGED )?TABLE(?! IF)/, inserted('IF NOT EXISTS')],
  [/^CREATE (?:UNIQUE )?INDEX(?! IF)/, inserted('IF NOT EXISTS')],
  [/^CREATE (?:SEQUENCE|SCHEMA|EXTENSION|MATERIALIZED VIEW)(?! IF)/, inserted('IF NOT EXISTS')],
  [/^CREATE(?= (?:VIEW|RULE|FUNCTION|PROCEDURE)\b)/, inserted('OR REPLACE')],
  [new RegExp(`^ALTER TABLE ${qualified} ADD COLUMN(?! IF)`), inserted('IF NOT EXISTS')],
  [
    new RegExp(`^ALTER TABLE (${qualified} DROP (?:COLUMN|CONSTRAINT))(?! IF)`),
    (sql, [start = '', dropped = '']) => `ALTER TABLE IF EXISTS ${dropped} IF EXISTS${sql.slice(start.length)}`,
  ],
  [new RegExp(`^ALTER TYPE ${qualified} ADD VALUE(?! IF)`), inserted('IF NOT EXISTS')],
  [/^ALTER INDEX(?! IF)/, inserted('IF EXISTS')],
  [/^DROP (?:MATERIALIZED VIEW|\w+)(?! IF)/, inserted('IF EXISTS')],
  [
    new RegExp(`^CREATE (TRIGGER|POLICY) (${name}) [\\s\\S]*?\\bON (${qualified})`),
    (sql, [, kind, own, table]) => `DROP ${kind} IF EXISTS ${own} ON ${table};\n${sql}`,
  ],
  [
    new RegExp(`^ALTER TABLE (?:ONLY )?(${qualified}) ADD CONSTRAINT (${name})`),
    (sql, [, table = '', own = '']) => guarded(`NOT EXISTS (${constraintOf(table, own)})`, sql),
  ],
  [
    new RegExp(`^ALTER TABLE (${qualified}) RENAME CONSTRAINT (${name})`),
    (sql, [, table = '', own = '']) => guarded(`EXISTS (${constraintOf(table, own)})`, sql),
  ],
  [new RegExp(`^CREATE (?:TYPE|DOMAIN) (${qualified})`), (sql, [, own = '']) => guarded(`to_regtype(${quotedText(own)}) IS NULL`, sql)],
];

function constraintOf(table: string, constraint: string): string {
  return `SELECT FROM pg_constraint WHERE conrelid = to_regclass(${quotedText(table)}) AND conname = ${quotedText(unquoted(constraint))}`;
}

function unquoted(identifier: string): string {
  return identifier.startsWith('"') ? identifier.slice(1, -1).replaceAll('""', '"') : identifier;
}

function guarded(condition: string, sql: string): string {
  return `DO $lockstep$ BEGIN\n  IF ${condition} THEN\n    ${sql};\n  END IF;\nEND $lockstep$`;
}
