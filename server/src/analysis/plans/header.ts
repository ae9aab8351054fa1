import type { ObjectId } from '../catalog/catalog';
import { ownSchema } from '../catalog/own-schema';
import { blocksWrites, type LockMode } from '../effects/lock-mode';
import { mergeEffects } from '../effects/merge';
import type { AnalysedStatement } from '../migration/migration';
import { listed, objectName } from '../wording/wording';
import type { DraftFile } from './arrange';

type IsUsed = (relation: ObjectId) => boolean;

/** The comment that a migration begins with: what for, what it locks and scans, how to undo it, what to know before. */
export function stepHeader(
  { steps }: Extract<DraftFile, { kind: 'steps' }>,
  statements: readonly AnalysedStatement[],
  isUsed: IsUsed,
): string {
  return comment([
    ...steps.map(({ step }) => step.purpose),
    ...impact(statements, isUsed),
    ...new Set(steps.flatMap(({ step }) => undoLines(step.undo))),
    ...new Set(steps.flatMap(({ step }) => step.notes)),
  ]);
}

/** Several statements stand below each other. */
function undoLines(undo: string): readonly string[] {
  return undo.split('\n').map((line, index) => `${index === 0 ? 'Undo: ' : '      '}${line}`);
}

/** The same for the changes that no plan has replaced. */
export function restHeader(statements: readonly AnalysedStatement[], isUsed: IsUsed): string {
  return comment(['The changes that need no migration of their own.', ...impact(statements, isUsed)]);
}

/** Of tables that were there before all files; nobody uses the others yet. */
function impact(statements: readonly AnalysedStatement[], isUsed: IsUsed): readonly string[] {
  const merged = mergeEffects(statements.map(({ effect }) => effect));
  const locks = new Map([...merged.locks].filter(([relation]) => isUsed(relation)));
  const scans = [...new Set([...merged.scans, ...merged.rewrites])].filter(isUsed);
  const modes = [...new Set(locks.values())];
  const held = modes.map((mode) => `${listed(namesOf(locks, mode))} ${mode}`).join(', ');
  const lasts = scans.length === 0 ? ', for an instant' : whileItRuns(modes);
  const lockLine = locks.size === 0 ? 'Locks: no table.' : `Locks: ${held}${lasts}.`;
  const copies = statements.some(({ operations }) =>
    operations.some((one) => one.kind === 'insert-rows' && one.table.schema === ownSchema),
  );
  const nothing = copies ? 'what it copies, before the lock' : 'nothing';
  return [`${lockLine} Scans: ${scans.length === 0 ? nothing : listed(scans.map(objectName))}.`];
}

function whileItRuns(modes: readonly LockMode[]): string {
  return modes.some(blocksWrites) ? ', and it takes longer the more rows there are' : '; everyone reads and writes meanwhile';
}

function namesOf(locks: ReadonlyMap<ObjectId, LockMode>, mode: LockMode): readonly string[] {
  return [...locks].flatMap(([relation, held]) => (held === mode ? [objectName(relation)] : []));
}

/** What people named may hold a line end, which would end the comment. */
function comment(lines: readonly string[]): string {
  return `${lines.map((line) => `-- ${line.replace(/\s*\r?\n\s*/g, ' ')}\n`).join('')}\n`;
}
