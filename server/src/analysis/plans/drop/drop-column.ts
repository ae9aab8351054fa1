import type { ObjectId } from '../../catalog/catalog';
import { findIndex } from '../../catalog/resolve';
import type { DropColumn } from '../../operation/table';
import { listed, quoted } from '../../wording/wording';
import { instantOnly, type PlanContext, type PlanKind, type Replacement } from '../plan';
import { dropColumnRollout } from './drop-rollout';
import { dropColumnsStep } from './drop-steps';

/** What a column holds is copied right before it is dropped. */
export const dropColumn: PlanKind = {
  id: 'drop-column',
  summary: 'Copies what a column holds to a table in the schema `lockstep`, and then drops it.',
  answers: ['column-dropped'],
  make: (operation, context) => {
    if (operation.kind !== 'drop-column') return null;
    const dropped = droppedTogether(operation, context);
    const found = dropColumnsStep(dropped, context);
    if (!found.ok) return found;
    const columns = dropped.map(({ column }) => column.text);
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
          ...dropped.map((one) => ({ statement: context.statement.index, operation: one, replacement: null })),
          ...indexDrops(found.table, columns, context),
        ],
        steps: [found.step],
      },
    };
  },
  rollout: dropColumnRollout,
};

/** Those of the same statement that are to be replaced now. */
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
function indexDrops(table: ObjectId, columns: readonly string[], { statements, start }: PlanContext): readonly Replacement[] {
  return statements.flatMap(({ index: statement, operations, kind }) =>
    operations.flatMap((operation): readonly Replacement[] => {
      const index = operation.kind === 'drop-index' && kind !== 'do' ? findIndex(start, operation.index)?.index : undefined;
      const goes = index?.table === table && index.keys.some((key) => key.type === 'column' && columns.includes(key.column));
      return goes ? [{ statement, operation, replacement: null }] : [];
    }),
  );
}
