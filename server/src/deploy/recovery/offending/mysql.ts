import type { Facts } from '../facts/facts';
import type { MysqlChange } from '../mysql/change';
import { columnOfDefinition } from '../mysql/column-text';
import type { RowsQuestion } from './question';

/** What may stand in the way of a change. `before`: what is there when it comes. */
export function mysqlQuestions(change: MysqlChange, before: Facts): readonly RowsQuestion[] {
  const isNew = !before.has(`table ${change.table}`);
  if (isNew) return [];
  switch (change.kind) {
    case 'add-index':
      return change.unique ? [duplicates(change.table, change.columns)] : [];
    case 'add-foreign-key':
      return [orphans(change)];
    case 'modify-column': {
      const was = before.get(`column ${change.table}.${change.column}`) ?? '';
      const { text } = columnOfDefinition(change.definition);
      const subject = { table: change.table, column: change.column };
      return [
        ...(text.endsWith(' not null') && !was.endsWith(' not null') ? [nulls(subject)] : []),
        ...(text.split(' ')[0] === was.split(' ')[0] ? [] : unfitting(subject, text)),
      ];
    }
    default:
      return [];
  }
}

function duplicates(table: string, columns: readonly string[]): RowsQuestion {
  const keys = columns.map(quoted).join(', ');
  const present = columns.map((column) => `${quoted(column)} IS NOT NULL`).join(' AND ');
  const groups = `FROM ${quoted(table)} WHERE ${present} GROUP BY ${keys} HAVING COUNT(*) > 1`;
  return {
    what: 'duplicates',
    subject: `${quoted(table)} (${keys})`,
    codes: ['1062'],
    count: `SELECT COUNT(*) AS n FROM (SELECT 1 ${groups}) AS d`,
    show: `SELECT ${keys}, COUNT(*) ${groups} ORDER BY COUNT(*) DESC`,
  };
}

interface Subject {
  readonly table: string;
  readonly column: string;
}

/** MariaDB says "Data truncated" of a NULL. */
function nulls({ table, column }: Subject): RowsQuestion {
  const rows = `FROM ${quoted(table)} WHERE ${quoted(column)} IS NULL`;
  return {
    what: 'nulls',
    subject: `${quoted(table)}.${quoted(column)}`,
    codes: ['1138', '1265', '1048'],
    count: `SELECT COUNT(*) AS n ${rows}`,
    show: `SELECT * ${rows}`,
  };
}

function orphans({ table, columns, references, referencedColumns }: MysqlChange & { readonly kind: 'add-foreign-key' }): RowsQuestion {
  const present = columns.map((column) => `c.${quoted(column)} IS NOT NULL`);
  const match = columns.map((column, index) => `p.${quoted(referencedColumns[index] ?? '')} = c.${quoted(column)}`);
  const none = `NOT EXISTS (SELECT 1 FROM ${quoted(references)} AS p WHERE ${match.join(' AND ')})`;
  const rows = `FROM ${quoted(table)} AS c WHERE ${present.join(' AND ')} AND ${none}`;
  return {
    what: 'orphans',
    subject: `${quoted(table)}.${columns.map(quoted).join(', ')}`,
    codes: ['1452', '1216'],
    count: `SELECT COUNT(*) AS n ${rows}`,
    show: `SELECT c.* ${rows}`,
  };
}

/** Values that an enum does not have, or that are no whole numbers. */
function unfitting({ table, column }: Subject, type: string): readonly RowsQuestion[] {
  const values = /^enum\((.*)\)/.exec(type)?.[1];
  const isInteger = /^(tiny|small|medium|big)?int\b/.test(type);
  const bad =
    values !== undefined ? `${quoted(column)} NOT IN (${values})` : isInteger ? `${quoted(column)} NOT REGEXP '^ *[-+]?[0-9]+ *$'` : null;
  if (bad === null) return [];
  const rows = `FROM ${quoted(table)} WHERE ${quoted(column)} IS NOT NULL AND ${bad}`;
  return [
    {
      what: 'uncastable',
      subject: `${quoted(table)}.${quoted(column)}`,
      codes: ['1265', '1366', '1292', '1264'],
      count: `SELECT COUNT(*) AS n ${rows}`,
      show: `SELECT ${quoted(column)}, COUNT(*) ${rows} GROUP BY 1 ORDER BY 2 DESC`,
    },
  ];
}

function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
