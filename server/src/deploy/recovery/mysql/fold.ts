import { assertNever } from '../../../analysis/assert-never';
import type { Facts } from '../facts/facts';
import type { MysqlChange } from './change';
import { columnOfDefinition } from './column-text';

/** The facts after changes. An index that MySQL adds for a foreign key has its name, and counts as a part of it. */
export function foldMysql(before: Facts, changes: readonly MysqlChange[]): Facts {
  const facts = new Map(before);
  for (const change of changes) applyChange(facts, change);
  return facts;
}

function applyChange(facts: Map<string, string>, change: MysqlChange): void {
  const { table } = change;
  switch (change.kind) {
    case 'create-table':
      facts.set(`table ${table}`, 'there');
      return;
    case 'drop-table':
      for (const key of keysOf(facts, table)) facts.delete(key);
      return;
    case 'rename-table':
      renameTable(facts, table, change.to);
      return;
    case 'add-column':
    case 'modify-column': {
      const { text, hasDefault } = columnOfDefinition(change.definition);
      facts.set(`column ${table}.${change.column}`, text);
      if (hasDefault) facts.set(`default ${table}.${change.column}`, 'there');
      else facts.delete(`default ${table}.${change.column}`);
      if (/\bPRIMARY\s+KEY\b/i.test(change.definition)) facts.set(`index ${table}.PRIMARY`, indexText(table, [change.column], true));
      return;
    }
    case 'drop-column':
      facts.delete(`column ${table}.${change.column}`);
      facts.delete(`default ${table}.${change.column}`);
      mapIndexes(facts, table, (columns) => columns.filter((column) => column !== change.column));
      return;
    case 'rename-column':
      move(facts, `column ${table}.${change.column}`, `column ${table}.${change.to}`);
      move(facts, `default ${table}.${change.column}`, `default ${table}.${change.to}`);
      mapIndexes(facts, table, (columns) => columns.map((column) => (column === change.column ? change.to : column)));
      return;
    case 'set-default':
      facts.set(`default ${table}.${change.column}`, 'there');
      return;
    case 'drop-default':
      facts.delete(`default ${table}.${change.column}`);
      return;
    case 'add-index':
      facts.set(`index ${table}.${change.name}`, indexText(table, change.columns, change.unique));
      return;
    case 'drop-index':
      facts.delete(`index ${table}.${change.name}`);
      return;
    case 'rename-index':
      move(facts, `index ${table}.${change.name}`, `index ${table}.${change.to}`);
      return;
    case 'add-foreign-key':
      facts.set(`constraint ${table}.${change.name}`, foreignKeyText(change.columns, change.references, change.referencedColumns));
      return;
    case 'drop-constraint':
      facts.delete(`constraint ${table}.${change.name}`);
      return;
    default:
      assertNever(change);
  }
}

export function indexText(table: string, columns: readonly string[], unique: boolean): string {
  return `on ${table} (${columns.join(', ')})${unique ? ' unique' : ''}`;
}

export function foreignKeyText(columns: readonly string[], references: string, referenced: readonly string[]): string {
  return `(${columns.join(', ')}) references ${references} (${referenced.join(', ')})`;
}

function keysOf(facts: Facts, table: string): readonly string[] {
  return [...facts.keys()].filter((key) => key === `table ${table}` || key.slice(key.indexOf(' ') + 1).startsWith(`${table}.`));
}

function renameTable(facts: Map<string, string>, table: string, to: string): void {
  for (const key of keysOf(facts, table)) {
    const value = facts.get(key) ?? '';
    facts.delete(key);
    const space = key.indexOf(' ') + 1;
    facts.set(`${key.slice(0, space)}${to}${key.slice(space + table.length)}`, value.replace(`on ${table} (`, `on ${to} (`));
  }
}

function move(facts: Map<string, string>, from: string, to: string): void {
  const value = facts.get(from);
  facts.delete(from);
  if (value !== undefined) facts.set(to, value);
}

/** An index that loses its last column is gone. */
function mapIndexes(facts: Map<string, string>, table: string, map: (columns: readonly string[]) => readonly string[]): void {
  for (const [key, value] of facts) {
    if (!key.startsWith(`index ${table}.`)) continue;
    const [, columns = ''] = /\((.*)\)/.exec(value) ?? [];
    const mapped = map(columns.split(', '));
    if (mapped.length === 0) facts.delete(key);
    else facts.set(key, indexText(table, mapped, value.endsWith(' unique')));
  }
}
