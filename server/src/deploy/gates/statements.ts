import { type LockMode, lockModes } from '../../analysis/effects/lock-mode';
import { counted, listed, objectName } from '../../analysis/wording/wording';
import type { MigrationPreview } from '../preview/migration-preview';
import { statementTable } from '../preview/statement-table';
import type { Gate } from './gate';
import { strongestLocks } from './pending-locks';

/** What is going to run: how many statements, under which lock, and what is written anew. It asks nothing. */
export const statements: Gate = {
  id: 'statements',
  title: 'Statements',
  unanswered: 'skipped',
  check: async ({ facts }) => {
    const pending = await facts.pending();
    if (pending === null) return { state: 'skipped', evidence: 'The database cannot be asked which migrations are pending.' };
    if (pending.length === 0) return { state: 'skipped', evidence: 'Nothing is pending that would run.' };
    const analysis = await facts.analysis();
    if (!analysis.ok)
      return { state: 'skipped', evidence: `${counted(pending.length, 'migration is', 'migrations are')} pending. ${analysis.reason}` };
    return { state: 'ok', evidence: evidenceOf(analysis.migrations), details: detailsOf(analysis.migrations) };
  },
};

function evidenceOf(migrations: readonly MigrationPreview[]): string {
  const all = migrations.flatMap(({ statements }) => statements);
  const rewritten = [...new Set(all.flatMap(({ tables }) => tables.flatMap((table) => (table.isRewritten ? [table.relation] : []))))];
  const strongest = strongestIn(migrations);
  const parts = [
    `${counted(all.length, 'statement')} in ${counted(migrations.length, 'migration')}`,
    strongest === null ? 'no table in use is locked' : `${strongest.mode} on ${listed(strongest.relations.map(objectName))}`,
    ...(rewritten.length === 0 ? [] : [`rewrites ${listed(rewritten.map(objectName))}`]),
  ];
  return `${parts.join(', ')}.`;
}

/** The strongest mode, and where it is taken. */
function strongestIn(migrations: readonly MigrationPreview[]): { readonly mode: LockMode; readonly relations: readonly string[] } | null {
  const locks = strongestLocks(migrations);
  const mode = lockModes.findLast((one) => [...locks.values()].includes(one));
  if (mode === undefined) return null;
  return { mode, relations: [...locks].flatMap(([relation, taken]) => (taken === mode ? [relation] : [])) };
}

function detailsOf(migrations: readonly MigrationPreview[]): string {
  const sections = migrations.map(({ file, statements }) => `### ${file.name}\n\n${statementTable(statements)}`);
  return ['## Statements', ...sections].join('\n\n');
}
