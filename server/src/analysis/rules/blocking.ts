import type { ObjectId } from '../catalog/catalog';
import { blocksReads, blocksWrites, type LockMode, strongerLock } from '../effects/lock-mode';
import { inUse } from './in-use';
import type { AnalysedStatement, MigrationContext } from './rule';
import { listed, objectName } from './wording';

/**
 * The strongest lock on a relation while a statement runs: of any of its clauses, or of an earlier statement whose transaction
 * still holds it.
 */
export function lockDuring(context: MigrationContext, statement: AnalysedStatement, relation: ObjectId): LockMode | null {
  let strongest: LockMode | null = null;
  for (const other of context.statements) {
    if (other.index > statement.index) break;
    const lock = other.effect.locks.get(relation);
    if (lock === undefined || !context.sameTransaction(other.index, statement.index)) continue;
    strongest = strongest === null ? lock : strongerLock(strongest, lock);
  }
  return strongest;
}

/**
 * What nobody else can do on relations in use while a statement runs, as a phrase: `writes to "Post" and "User"`,
 * `all access to "Post" and writes to "User"`. Null where everyone can read and write.
 */
export function blockedDuring(context: MigrationContext, statement: AnalysedStatement, relations: readonly ObjectId[]): string | null {
  const reads: string[] = [];
  const writes: string[] = [];
  for (const relation of inUse(context, [...new Set(relations)])) {
    const lock = lockDuring(context, statement, relation);
    if (lock === null || !blocksWrites(lock)) continue;
    (blocksReads(lock) ? reads : writes).push(objectName(relation));
  }
  const parts = [
    ...(reads.length > 0 ? [`all access to ${listed(reads, 2)}`] : []),
    ...(writes.length > 0 ? [`writes to ${listed(writes, 2)}`] : []),
  ];
  return parts.length > 0 ? listed(parts) : null;
}
