import { splitId } from '../../analysis/render/postgres-names';
import { columnName, objectName } from '../../analysis/wording/wording';
import { definitionKey } from '../introspection/introspection';
import { inParentheses, splitAtCommas } from '../introspection/sql-text';
import type { Difference, DriftedKind } from './difference';
import type { WrittenSide, WrittenStatements } from './written-side';

/** The order in which statements go: what stands on something goes before it, and comes back behind it. */
const stages = [
  ...(['drop-attached', 'drop-keys', 'drop-indexes', 'drop-columns', 'drop-tables', 'create-tables', 'columns'] as const),
  ...(['primary-keys', 'indexes', 'constraints', 'attach'] as const),
] as const;

interface Placed {
  readonly stage: (typeof stages)[number];
  readonly sql: string;
}

/** Leads to one side from the other in the given differences, with the clauses that `SHOW CREATE TABLE` tells. */
export function mysqlStatements(to: WrittenSide, differences: readonly Difference[], back: boolean): WrittenStatements {
  const losses: string[] = [];
  const unwritten: string[] = [];
  const placed = differences.flatMap((difference): readonly Placed[] => {
    const written = statementsFor(difference, to, back);
    if (written === null) unwritten.push(`${difference.sentence.replace(/\.$/, '')}: its text is not known.`);
    const change = changeOf(difference, back);
    if (change === 'gone' && difference.kind === 'table') losses.push(`Drops ${nameOf(difference.object)} with the rows that it holds.`);
    if (change === 'gone' && difference.kind === 'column')
      losses.push(
        `Drops ${columnName(difference.object, difference.part ?? '').replace('"database".', '')} with the values that it holds.`,
      );
    return written ?? [];
  });
  const sql = stages.flatMap((stage) => placed.flatMap((one) => (one.stage === stage ? [one.sql] : [])));
  const checked = sql.some((one) => one.startsWith('CREATE TABLE') || one.startsWith('DROP TABLE'));
  return { sql: checked ? ['SET FOREIGN_KEY_CHECKS = 0', ...sql, 'SET FOREIGN_KEY_CHECKS = 1'] : sql, losses, unwritten };
}

function changeOf({ change }: Difference, back: boolean): 'gone' | 'new' | 'changed' {
  if (change === 'changed') return 'changed';
  return (change === 'only-in-database') === back ? 'gone' : 'new';
}

function nameOf(id: string): string {
  return objectName(id).replace('"database".', '');
}

/** Null where what has to be made is not known. */
function statementsFor(difference: Difference, to: WrittenSide, back: boolean): readonly Placed[] | null {
  const { kind, object, part, renamedFrom } = difference;
  const change = changeOf(difference, back);
  const table = quoted(splitId(object).name);
  if (renamedFrom !== null && kind === 'index') {
    const [name, other] = back ? [part, renamedFrom] : [renamedFrom, part];
    return [{ stage: 'indexes', sql: `ALTER TABLE ${table} RENAME INDEX ${quoted(name ?? '')} TO ${quoted(other ?? '')}` }];
  }
  const [goes, comes] = [change !== 'new', change !== 'gone'];
  const gone = goes ? dropped(kind, table, quoted(nameIn(difference, back, 'from'))) : [];
  if (kind === 'column' && change === 'changed')
    return altered(table, 'columns', `MODIFY COLUMN`, clauseOf(to, object, quoted(part ?? '')));
  if (!comes) return gone;
  const made = created(difference, to, table, nameIn(difference, back, 'to'));
  return made === null ? null : [...gone, ...made];
}

function nameIn({ part, renamedFrom }: Difference, back: boolean, side: 'from' | 'to'): string {
  return ((side === 'from') === back ? part : (renamedFrom ?? part)) ?? '';
}

function dropped(kind: DriftedKind, table: string, name: string): readonly Placed[] {
  const alter = (stage: Placed['stage'], words: string): readonly Placed[] => [{ stage, sql: `ALTER TABLE ${table} ${words}` }];
  switch (kind) {
    case 'table':
      return [{ stage: 'drop-tables', sql: `DROP TABLE ${table}` }];
    case 'column':
      return alter('drop-columns', `DROP COLUMN ${name}`);
    case 'primary key':
      return alter('drop-indexes', 'DROP PRIMARY KEY');
    case 'foreign key':
      return alter('drop-keys', `DROP FOREIGN KEY ${name}`);
    case 'index':
    case 'unique constraint':
      return alter('drop-indexes', `DROP INDEX ${name}`);
    case 'check constraint':
      return alter('drop-keys', `DROP CONSTRAINT ${name}`);
    case 'trigger':
      return [{ stage: 'drop-attached', sql: `DROP TRIGGER ${name}` }];
    case 'view':
    case 'function':
    case 'procedure':
      return [{ stage: 'drop-attached', sql: `DROP ${kind.toUpperCase()} ${table}` }];
    default:
      return [];
  }
}

function created({ kind, object, part }: Difference, to: WrittenSide, table: string, name: string): readonly Placed[] | null {
  const { written } = to;
  switch (kind) {
    case 'table': {
      const sql = written.get(definitionKey('table', object));
      const triggers = (to.catalog.tables.get(object)?.triggers ?? []).map((one) =>
        written.get(definitionKey('trigger', `database.${one.name}`)),
      );
      if (sql === undefined) return null;
      const attached = triggers.flatMap((trigger): readonly Placed[] => (trigger === undefined ? [] : [{ stage: 'attach', sql: trigger }]));
      return [{ stage: 'create-tables', sql: sql.replace(/ AUTO_INCREMENT=\d+/, '') }, ...attached];
    }
    case 'column':
      return altered(table, 'columns', 'ADD COLUMN', clauseOf(to, object, quoted(part ?? '')));
    case 'primary key':
      return altered(table, 'primary-keys', 'ADD', clauseOf(to, object, 'PRIMARY KEY'));
    case 'index':
    case 'unique constraint':
      return altered(table, 'indexes', 'ADD', clauseOf(to, object, `KEY ${quoted(name)}`));
    case 'foreign key':
    case 'check constraint':
      return altered(table, 'constraints', 'ADD', clauseOf(to, object, `CONSTRAINT ${quoted(name)}`));
    case 'trigger':
      return attachedAs(written.get(definitionKey('trigger', `database.${part}`)));
    case 'view':
    case 'function':
    case 'procedure':
      return attachedAs(written.get(definitionKey(kind, object)));
    default:
      return null;
  }
}

function attachedAs(sql: string | undefined): readonly Placed[] | null {
  return sql === undefined ? null : [{ stage: 'attach', sql }];
}

function altered(table: string, stage: Placed['stage'], words: string, clause: string | null): readonly Placed[] | null {
  return clause === null ? null : [{ stage, sql: `ALTER TABLE ${table} ${words} ${clause}` }];
}

/** The line of CREATE TABLE that begins so, what kind of key it is aside. */
function clauseOf({ written }: WrittenSide, table: string, start: string): string | null {
  const body = inParentheses(written.get(definitionKey('table', table)) ?? '')?.text ?? '';
  const plain = (clause: string): string => clause.replace(/^(?:UNIQUE|FULLTEXT|SPATIAL) (?=KEY)/, '');
  return splitAtCommas(body).find((clause) => plain(clause).startsWith(start)) ?? null;
}

function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
