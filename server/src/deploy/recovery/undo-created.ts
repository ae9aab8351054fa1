import type { Undo } from './examined';
import { changesBetween, type Facts } from './facts/facts';

/** How a provider writes the statements that drop what was made. */
export interface DropSyntax {
  readonly quoted: (name: string) => string;
  readonly dropIndex: (index: string, table: string) => string;
  readonly dropForeignKey: ((name: string, table: string) => string) | null;
}

/**
 * SQL that drops what lies between two states, where all of that was made and nothing changed or dropped. Of what is gone nobody can write the rows
 * again.
 */
export function undoCreated(before: Facts, after: Facts, { quoted, dropIndex, dropForeignKey }: DropSyntax): Undo {
  const changes = changesBetween(before, after);
  const lost = changes.find(({ before: was }) => was !== null);
  if (lost !== undefined) return { ok: false, reason: `it has changed or dropped the ${lost.key}` };
  const created = (kind: string): readonly string[] =>
    changes.flatMap(({ key }) => (key.startsWith(`${kind} `) ? [key.slice(kind.length + 1)] : []));
  const tables = new Set(created('table'));
  const outside = (names: readonly string[]): readonly (readonly [string, string])[] =>
    names.flatMap((name) => {
      const dot = name.indexOf('.');
      const pair = [name.slice(0, dot), name.slice(dot + 1)] as const;
      return tables.has(pair[0]) ? [] : [pair];
    });
  const tableOf = (key: string): string => /^on (.+?) \(/.exec(after.get(key) ?? '')?.[1] ?? '';
  const indexes = created('index').filter((name) => !tables.has(tableOf(`index ${name}`)));
  const columns = outside(created('column'));
  const keys = dropForeignKey === null ? [] : outside(created('constraint'));
  const statements = [
    ...created('trigger').map((name) => `DROP TRIGGER ${quoted(name)};`),
    ...created('view').map((name) => `DROP VIEW ${quoted(name)};`),
    ...keys.flatMap(([table, name]) => (dropForeignKey === null ? [] : [`${dropForeignKey(name, table)};`])),
    ...indexes.map((name) => `${dropIndex(name, tableOf(`index ${name}`))};`),
    ...columns.map(([table, name]) => `ALTER TABLE ${quoted(table)} DROP COLUMN ${quoted(name)};`),
    ...[...tables].toReversed().map((name) => `DROP TABLE ${quoted(name)};`),
  ];
  const losses = [
    ...columns.map(([table, name]) => `Drops "${table}"."${name}" with the values that it holds.`),
    ...[...tables].map((name) => `Drops "${name}" with the rows that it holds.`),
  ];
  return { ok: true, sql: statements.map((sql) => `${sql}\n`).join(''), losses };
}
