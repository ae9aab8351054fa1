import { findTable } from '../../catalog/resolve';
import { clauseText } from '../clause';
import { folderWords, writtenTable } from '../names';
import { instantOnly, type PlanKind, refused } from '../plan';
import { archiveNotes, archiveOf } from './archive';
import { restoreStatements } from './restore';

/** The rows of a table are copied right before it is dropped. */
export const dropTable: PlanKind = {
  id: 'drop-table',
  summary: 'Copies the rows of a table to one in the schema `lockstep`, and then drops it.',
  answers: ['table-dropped', 'implicit-relation-table-dropped'],
  make: (operation, { before, start, after, statement, text, time }) => {
    if (operation.kind !== 'drop-table') return null;
    const { table: source } = operation;
    const found = findTable(before, source);
    const shape = found === null ? undefined : start.tables.get(found.id);
    if (found === null || shape === undefined) return refused('it is not known which table that is');
    if (operation.ifExists || operation.conditional) return refused('the statement may not run');
    if (operation.cascade) return refused('CASCADE would drop more than the table, and no copy of it is kept');
    if (operation.together.length > 1) return refused('one statement drops several tables');
    if (!shape.complete) return refused('not all of its columns are known');
    if (shape.partitionBy !== null || shape.partitionOf !== null) return refused('the table has partitions or is one');
    const archive = archiveOf({ source, words: [], columns: shape.columns, time });
    const written = writtenTable(source);
    return {
      ok: true,
      plan: {
        id: dropTable.id,
        title: `Keep a copy of ${written} in the schema "lockstep", then drop it`,
        way: 'one-release',
        preferred: false,
        promise: instantOnly('ACCESS EXCLUSIVE'),
        end: 'same-for-prisma',
        replaces: [{ statement: statement.index, operation, replacement: null }],
        steps: [
          {
            phase: 'finish',
            alone: true,
            name: folderWords('drop', source.name),
            purpose: `Copies the rows of ${written} to ${archive.table}, and drops the table.`,
            statements: [...archive.statements, clauseText(text, operation)],
            undo: restoreStatements({
              before: start,
              at: before,
              after,
              table: found.id,
              columns: null,
              key: [],
              archive: archive.table,
            }).join('\n'),
            notes: [
              `The copy reads the table while everyone reads and writes, and takes its room once more until the drop. When nobody misses it: DROP TABLE ${archive.table};`,
              ...archiveNotes,
            ],
          },
        ],
      },
    };
  },
};
