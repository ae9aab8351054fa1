import { listed } from '../../../analysis/wording/wording';
import type { Facts } from '../facts/facts';
import type { RowsQuestion } from './question';

/** What may stand in the way of the statements that Prisma writes for SQLite. `before`: what is there when the statement comes. */
export function sqliteQuestions(sql: string, before: Facts): readonly RowsQuestion[] {
  const [, indexed, keys] =
    /^CREATE\s+UNIQUE\s+INDEX\s+.+?\s+ON\s+("(?:[^"]|"")+"|\w+)\s*\(([^()]*)\)\s*(?:WHERE[\s\S]*)?$/i.exec(sql) ?? [];
  if (indexed !== undefined && keys !== undefined)
    return [duplicates(bare(indexed), namesIn(keys), /\bWHERE\b[\s\S]*$/i.exec(sql)?.[0] ?? null)];
  const copy = /^INSERT\s+INTO\s+("(?:[^"]|"")+"|\w+)\s*\(([^()]*)\)\s*SELECT\s+([\s\S]*?)\s+FROM\s+("(?:[^"]|"")+"|\w+)\s*$/i.exec(sql);
  return copy === null ? [] : copied(copy.slice(1), before);
}

/** Prisma makes a table anew and copies its rows: columns that are required now must not hold NULL. */
function copied([into = '', columns = '', selected = '', from = '']: readonly string[], before: Facts): readonly RowsQuestion[] {
  const [target, source, names, items] = [bare(into), bare(from), namesIn(columns), selected.split(',')];
  const isRequired = (column: string): boolean => before.get(`column ${target}.${column}`)?.includes(' not null') === true;
  const questions = names.flatMap((column, index) => {
    const item = items.length === names.length ? (items[index] ?? '').trim() : '';
    const plain = /^("(?:[^"]|"")+"|\w+)$/.test(item) ? bare(item) : null;
    return isRequired(column) && plain !== null ? [nulls(source, plain)] : [];
  });
  const missing = [...before.keys()].flatMap((key) => {
    const column = key.startsWith(`column ${target}.`) ? key.slice(`column ${target}.`.length) : null;
    const isFilled = column === null || names.includes(column) || before.has(`default ${target}.${column}`);
    return isFilled || !isRequired(column) || /key \d/.test(before.get(key) ?? '') ? [] : [anyRow(source, column)];
  });
  return [...questions, ...missing];
}

function duplicates(table: string, columns: readonly string[], where: string | null): RowsQuestion {
  const keys = columns.map(quoted).join(', ');
  const present = columns.map((column) => `${quoted(column)} IS NOT NULL`).join(' AND ');
  const filter = where === null ? present : `${present} AND (${where.replace(/^WHERE\s+/i, '')})`;
  const groups = `FROM ${quoted(table)} WHERE ${filter} GROUP BY ${keys} HAVING count(*) > 1`;
  return {
    what: 'duplicates',
    subject: `${quoted(table)} (${listed(columns.map(quoted), 9)})`,
    codes: ['23505'],
    count: `SELECT count(*) FROM (SELECT 1 ${groups})`,
    show: `SELECT ${keys}, count(*) ${groups} ORDER BY count(*) DESC`,
  };
}

function nulls(table: string, column: string): RowsQuestion {
  const rows = `FROM ${quoted(table)} WHERE ${quoted(column)} IS NULL`;
  return {
    what: 'nulls',
    subject: `${quoted(table)}.${quoted(column)}`,
    codes: ['23502'],
    count: `SELECT count(*) ${rows}`,
    show: `SELECT * ${rows}`,
  };
}

function anyRow(table: string, column: string): RowsQuestion {
  const count = `SELECT count(*) FROM ${quoted(table)}`;
  return { what: 'rows', subject: `${quoted(table)}.${quoted(column)}`, codes: ['23502'], count, show: count };
}

function namesIn(list: string): readonly string[] {
  return list.split(',').map((item) => bare(item.trim().replace(/\s+(ASC|DESC)$/i, '')));
}

function bare(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
