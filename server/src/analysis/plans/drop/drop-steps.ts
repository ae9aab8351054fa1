import type { ObjectId, Table } from '../../catalog/catalog';
import { columnOf, findTable } from '../../catalog/resolve';
import type { DropColumn, DropTable } from '../../operation/table';
import { quotedNames } from '../../render/postgres-names';
import { clauseText } from '../clause';
import { folderWords, writtenTable } from '../names';
import type { PlanContext, Step } from '../plan';
import { archiveNotes, archiveOf, keyOf } from './archive';
import { restoreStatements } from './restore';

/** The migration that copies and drops; `reason` completes "No plan is offered: …". */
export type DropStep =
  | { readonly ok: true; readonly step: Step; readonly table: ObjectId }
  | { readonly ok: false; readonly reason: string };

/** Of one statement. */
export function dropColumnsStep(dropped: readonly DropColumn[], { before, start, after, text, time }: PlanContext): DropStep {
  const source = dropped[0]?.table;
  const found = source === undefined ? null : findTable(before, source);
  const shape = found === null ? undefined : start.tables.get(found.id);
  if (source === undefined || found === null || shape === undefined) return refusal('it is not known which table that is');
  if (dropped.some(mayNotRun)) return refusal('the statement may not run');
  if (dropped.some(({ cascade }) => cascade)) return refusal('CASCADE would drop more than the column, and no copy of it is kept');
  const columns = dropped.map(({ column }) => column.text);
  const key = lastingKey(keyOf(start, found.id, shape), after.tables.get(found.id), columns);
  if (key === null) return refusal('the table has no key that stays, by which the copy could be put back');
  const copied = shape.columns.filter(({ name }) => key.includes(name) || columns.includes(name));
  const archive = archiveOf({ source, words: columns, columns: copied, time });
  const clauses = dropped.map((one) => clauseText(text, one));
  const step: Step = {
    phase: 'finish',
    alone: true,
    name: folderWords('drop', source.name, ...columns),
    purpose: `Copies ${quotedNames(columns)} of ${writtenTable(source)} to ${archive.table}, and drops ${columns.length === 1 ? 'it' : 'them'}.`,
    statements: [...archive.statements, `ALTER TABLE ${writtenTable(source)} ${clauses.join(',\n')}`],
    undo: restoreStatements({ before: start, at: before, after, table: found.id, columns, key, archive: archive.table }).join('\n'),
    notes: [
      `The copy reads the table while everyone reads and writes, and takes the room of these columns and the key. When nobody misses it: DROP TABLE ${archive.table};`,
      ...archiveNotes,
    ],
  };
  return { ok: true, step, table: found.id };
}

function mayNotRun({ ifExists, columnIfExists, conditional }: DropColumn): boolean {
  return ifExists || columnIfExists || conditional;
}

/** Of the table as it was, and that neither this drop nor the rest of the migration takes away. */
function lastingKey(key: readonly string[] | null, after: Table | undefined, dropped: readonly string[]): readonly string[] | null {
  const stays = (name: string): boolean => !dropped.includes(name) && after !== undefined && columnOf(after, name) !== null;
  return key?.every(stays) === true ? key : null;
}

export function dropTableStep(operation: DropTable, { before, start, after, text, time }: PlanContext): DropStep {
  const { table: source } = operation;
  const found = findTable(before, source);
  const shape = found === null ? undefined : start.tables.get(found.id);
  if (found === null || shape === undefined) return refusal('it is not known which table that is');
  if (operation.ifExists || operation.conditional) return refusal('the statement may not run');
  if (operation.cascade) return refusal('CASCADE would drop more than the table, and no copy of it is kept');
  if (operation.together.length > 1) return refusal('one statement drops several tables');
  if (!shape.complete) return refusal('not all of its columns are known');
  if (shape.partitionBy !== null || shape.partitionOf !== null) return refusal('the table has partitions or is one');
  const archive = archiveOf({ source, words: [], columns: shape.columns, time });
  const lost = { before: start, at: before, after, table: found.id, columns: null, key: [], archive: archive.table };
  const step: Step = {
    phase: 'finish',
    alone: true,
    name: folderWords('drop', source.name),
    purpose: `Copies the rows of ${writtenTable(source)} to ${archive.table}, and drops the table.`,
    statements: [...archive.statements, clauseText(text, operation)],
    undo: restoreStatements(lost).join('\n'),
    notes: [
      `The copy reads the table while everyone reads and writes, and takes its room once more until the drop. When nobody misses it: DROP TABLE ${archive.table};`,
      ...archiveNotes,
    ],
  };
  return { ok: true, step, table: found.id };
}

function refusal(reason: string): DropStep {
  return { ok: false, reason };
}
