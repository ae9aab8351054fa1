import type { Table } from '../../catalog/catalog';
import { columnOf, findIndex, findTable } from '../../catalog/resolve';
import type { DropColumn } from '../../operation/table';
import { quotedNames } from '../../render/postgres-names';
import { listed, quoted } from '../../wording/wording';
import { clauseText } from '../clause';
import { folderWords, writtenTable } from '../names';
import { instantOnly, type PlanContext, type PlanKind, type Replacement, refused } from '../plan';
import { archiveNotes, archiveOf, keyOf } from './archive';
import { restoreStatements } from './restore';

/** What a column holds is copied right before it is dropped. */
export const dropColumn: PlanKind = {
  id: 'drop-column',
  summary: 'Copies what a column holds to a table in the schema `lockstep`, and then drops it.',
  answers: ['column-dropped'],
  make: (operation, context) => {
    if (operation.kind !== 'drop-column') return null;
    const { before, start, after, statement, text, time } = context;
    const found = findTable(before, operation.table);
    const shape = found === null ? undefined : start.tables.get(found.id);
    if (found === null || shape === undefined) return refused('it is not known which table that is');
    const dropped = droppedTogether(operation, context);
    if (dropped.some(mayNotRun)) return refused('the statement may not run');
    if (dropped.some(({ cascade }) => cascade)) return refused('CASCADE would drop more than the column, and no copy of it is kept');
    const columns = dropped.map(({ column }) => column.text);
    const key = lastingKey(keyOf(start, found.id, shape), after.tables.get(found.id), columns);
    if (key === null) return refused('the table has no key that stays, by which the copy could be put back');
    const source = operation.table;
    const archive = archiveOf({
      source,
      words: columns,
      columns: shape.columns.filter(({ name }) => key.includes(name) || columns.includes(name)),
      time,
    });
    const clauses = dropped.map((one) => clauseText(text, one));
    return {
      ok: true,
      plan: {
        id: dropColumn.id,
        title: `Keep a copy of ${listed(columns.map(quoted))} in the schema "lockstep", then drop ${columns.length === 1 ? 'it' : 'them'}`,
        way: 'one-release',
        preferred: false,
        promise: instantOnly('ACCESS EXCLUSIVE'),
        end: 'same-for-prisma',
        replaces: [
          ...dropped.map((one) => ({ statement: statement.index, operation: one, replacement: null })),
          ...indexDrops(columns, context),
        ],
        steps: [
          {
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
          },
        ],
      },
    };
  },
};

/** Those of the same statement that are to be replaced now; this one first. */
function droppedTogether(operation: DropColumn, { findings, statement }: PlanContext): readonly DropColumn[] {
  const others = findings.flatMap((finding) =>
    finding.rule === 'column-dropped' &&
    finding.statement === statement.index &&
    finding.operation?.kind === 'drop-column' &&
    finding.operation !== operation
      ? [finding.operation]
      : [],
  );
  return [operation, ...others].sort((a, b) => a.span.start - b.span.start);
}

/** An index goes with any of its columns: to drop it before would be one more lock that waits for every query. */
function indexDrops(columns: readonly string[], { statements, start }: PlanContext): readonly Replacement[] {
  return statements.flatMap(({ index: statement, operations, kind }) =>
    operations.flatMap((operation): readonly Replacement[] => {
      const keys = operation.kind === 'drop-index' && kind !== 'do' ? findIndex(start, operation.index)?.index.keys : undefined;
      const goes = keys?.some((key) => key.type === 'column' && columns.includes(key.column)) === true;
      return goes ? [{ statement, operation, replacement: null }] : [];
    }),
  );
}

function mayNotRun({ ifExists, columnIfExists, conditional }: DropColumn): boolean {
  return ifExists || columnIfExists || conditional;
}

/** Of the table as it was, and that neither this drop nor the rest of the migration takes away. */
function lastingKey(key: readonly string[] | null, after: Table | undefined, dropped: readonly string[]): readonly string[] | null {
  const stays = (name: string): boolean => !dropped.includes(name) && after !== undefined && columnOf(after, name) !== null;
  return key?.every(stays) === true ? key : null;
}
