import type { ObjectId } from '../catalog/catalog';
import { isImplicitRelationTable } from '../catalog/implicit-relation-table';
import { findTable } from '../catalog/resolve';
import type { AnalysedStatement } from '../migration/migration';
import type { Operation } from '../operation/operation';
import { quotedName, splitId } from '../render/postgres-names';
import { statementText } from './clause';
import { indexStep, withConcurrently } from './create-index';
import { isSameKey, missingIndexes, type NameOf, renamingStatements } from './implicit-relation/statements';
import { type Successor, successorOf } from './implicit-relation/successor';
import { folderWords, writtenTable } from './names';
import { instantOnly, type PlanContext, type PlanKind, type Replacement, refused, type Step } from './plan';
import { partsOf } from './rename/parts';
import { validateStep } from './validate';

/** The links of an implicit relation stay in their table, which gets the names that the model asks for. */
export const implicitToExplicit: PlanKind = {
  id: 'implicit-to-explicit',
  summary: 'Renames the table of an implicit many-to-many relation to that of the model that takes its place, with all links.',
  answers: ['implicit-relation-table-dropped', 'possible-rename'],
  make: (operation, context) => {
    if (operation.kind !== 'drop-table') return null;
    const { statements, after, statement } = context;
    const before = statements[0]?.before ?? context.before;
    const found = findTable(context.before, operation.table);
    const old = found === null ? undefined : before.tables.get(found.id);
    if (found === null || old === undefined || !isImplicitRelationTable(old)) return null;
    if (operation.ifExists || operation.cascade || operation.conditional || operation.together.length > 1)
      return refused('the statement may not run, or does more');
    const answer = successorOf(found.id, old, before, after);
    if (!answer.ok) return refused(answer.reason);
    const { successor } = answer;
    const nameOf: NameOf = (id) => writtenTable({ ...splitId(id), ...(operation.table.schema === null && { schema: null }) });
    const columns = addedColumns(successor, context);
    if (!columns.ok) return refused(columns.reason);
    const renaming = renamingStatements(successor, before, after, nameOf);
    if (!renaming.ok) return refused(renaming.reason);
    const indexes = indexSteps(successor, context, before);
    if (indexes === null) return refused('an index of the model cannot be built concurrently');
    const table = nameOf(successor.to);
    const sql = [...renaming.sql, ...columns.sql.map((column) => `ALTER TABLE ${table} ADD COLUMN ${column}`)];
    const parts = partsOf({ kind: 'table', from: successor.from, to: successor.to }, statements, after);
    const [from, to] = [quotedName(old.name), quotedName(successor.next.name)];
    return {
      ok: true,
      plan: {
        id: implicitToExplicit.id,
        title: `Rename ${from} to ${to} in place of dropping it: all links stay`,
        way: 'one-release',
        preferred: true,
        promise: instantOnly('ACCESS EXCLUSIVE'),
        end: 'same-for-prisma',
        replaces: parts.map((part): Replacement => {
          const isDrop = part.statement === statement.index && part.operation === operation;
          return { ...part, replacement: null, ...(isDrop && { ahead: withComment(from, to, inTransaction(sql, statements)) }) };
        }),
        steps: [...indexes, ...validations(successor, table)],
      },
    } as const;
  },
};

/** Several statements take effect together, also where Prisma lets each commit on its own: nobody meets half of the names. */
function inTransaction(sql: readonly string[], statements: readonly AnalysedStatement[]): readonly string[] {
  const isInside = statements.some(({ operations }) => operations.some(({ kind }) => kind === 'transaction-control'));
  return isInside ? sql : ['BEGIN', ...sql, 'COMMIT'];
}

function withComment(from: string, to: string, [first = '', ...others]: readonly string[]): readonly string[] {
  const lines = [
    `-- Makes ${to} of ${from}: the links stay where they are, under other names.`,
    '-- Code that uses the implicit relation fails from here on: deploy the new code together with it.',
    '-- Undo: rename the table, its columns, indexes and constraints the other way round.',
  ];
  return [`${lines.join('\n')}\n${first}`, ...others];
}

type Columns = { readonly ok: true; readonly sql: readonly string[] } | { readonly ok: false; readonly reason: string };

/** As the migration defines them. Those that would write every row anew, or that existing links have no value for, stand in the way. */
function addedColumns({ to, added }: Successor, { statements, text, after }: PlanContext): Columns {
  const creates = statements.flatMap(({ operations }) =>
    operations.flatMap((operation) =>
      operation.kind === 'create-table' && findTable(after, operation.table)?.id === to ? [operation] : [],
    ),
  );
  const sql: string[] = [];
  for (const column of added) {
    const definition = creates.flatMap(({ columns }) => columns).find(({ name }) => name.text === column.name);
    if (definition === undefined) return { ok: false, reason: `it is not known what ${quotedName(column.name)} is` };
    const isInstant = column.default === null ? !column.notNull : isConstant(column.default);
    if (!isInstant || column.identity !== null || column.generated !== null || definition.constraints.length > 0) {
      const why = 'links that are there would need a value of their own in it: add it in a later migration';
      return { ok: false, reason: `${quotedName(column.name)} is not optional and has no constant default; ${why}` };
    }
    sql.push(text.slice(definition.span.start, definition.span.end));
  }
  return { ok: true, sql };
}

function isConstant({ constant, functions }: { readonly constant: unknown; readonly functions: readonly string[] }): boolean {
  return constant !== null || functions.every((name) => name === 'current_timestamp' || name === 'now');
}

/** The table is no longer a new one: its indexes are built while everyone reads and writes. */
function indexSteps(successor: Successor, { statements, text, after }: PlanContext, before: PlanContext['before']): readonly Step[] | null {
  const missing = new Set(missingIndexes(successor, before, after).map(({ name }) => name));
  const steps: Step[] = [];
  for (const statement of statements) {
    for (const operation of statement.operations) {
      if (!isIndexOf(operation, successor.to, after) || operation.name === null || !missing.has(operation.name.text)) continue;
      const sql = statement.operations.length === 1 ? withConcurrently(statementText(text, statement)) : null;
      if (sql === null) return null;
      steps.push(indexStep(operation.name.text, operation.table, sql, []));
    }
  }
  return steps;
}

function isIndexOf(
  operation: Operation,
  table: ObjectId,
  after: PlanContext['after'],
): operation is Operation & { readonly kind: 'create-index' } {
  return operation.kind === 'create-index' && findTable(after, operation.table)?.id === table;
}

function validations({ sides, next }: Successor, table: string): readonly Step[] {
  return sides
    .filter((side) => !isSameKey(side))
    .map(({ after }) =>
      validateStep({
        table,
        constraint: after.name,
        name: folderWords('validate', next.name, ...after.columns),
        purpose: `Checks that ${quotedName(after.name)} holds for the links that were there before it, as it did under its old name.`,
        note: null,
      }),
    );
}
