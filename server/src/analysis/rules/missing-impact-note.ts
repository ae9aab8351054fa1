import { blocksWrites } from '../effects/lock-mode';
import type { AnalysedStatement, MigrationContext } from '../migration/migration';
import { isFromPrisma } from '../migration/prisma-comments';
import type { MigrationRule } from './rule';

export const missingImpactNote: MigrationRule = {
  id: 'missing-impact-note',
  severity: 'information',
  scope: 'migration',
  summary: 'A migration whose duration grows with a table has no comment that says what to expect.',
  help: 'Write it at the top: -- Purpose, -- Affected rows, -- Estimated duration, -- Rollback.',
  speaks: 'sql',
  detect: (context) => {
    const heavy = context.statements.find((statement) => blocksWhileItGrows(statement, context) || changesEveryRow(statement, context));
    if (heavy === undefined || hasNote(context)) return [];
    return [{ message: 'This statement takes longer the larger the table is, and no note says so.', statement: heavy.index }];
  },
};

function blocksWhileItGrows({ effect }: AnalysedStatement, { isNew }: MigrationContext): boolean {
  // What is refused at the first row takes no time.
  if (!effect.grows || effect.failures.some(({ when }) => when !== 'rows')) return false;
  const worked = [...effect.scans, ...effect.rewrites, ...effect.builds.map(({ table }) => table)];
  return worked.some((table) => {
    const lock = effect.locks.get(table);
    return lock !== undefined && blocksWrites(lock) && !isNew(table);
  });
}

function changesEveryRow(statement: AnalysedStatement, { isNew }: MigrationContext): boolean {
  const everyRow = statement.operations.some(
    (operation) => (operation.kind === 'update-rows' || operation.kind === 'delete-rows') && operation.where === null,
  );
  return everyRow && [...statement.effect.locks].some(([table, lock]) => lock === 'ROW EXCLUSIVE' && !isNew(table));
}

/** A comment above the first statement that somebody wrote: neither Prisma's own nor a directive. */
function hasNote({ script }: MigrationContext): boolean {
  const first = script.statements[0]?.span.start ?? 0;
  const notes = script.comments.filter(
    (comment) => comment.span.end <= first && !isFromPrisma(comment) && !/^lockstep-/.test(comment.text),
  );
  return notes.some(({ text }) => (text.match(/\p{L}{2,}/gu)?.length ?? 0) >= 3);
}
