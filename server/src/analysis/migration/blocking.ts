import type { ObjectId } from '../catalog/catalog';
import { blocksReads, blocksWrites } from '../effects/lock-mode';
import { listed } from '../wording/wording';
import { inUse } from './in-use';
import type { AnalysedStatement, MigrationContext } from './migration';

/**
 * What nobody else can do on relations in use while a statement runs, as a phrase: `writes to "Post" and "User"`,
 * `all access to "Post" and writes to "User"`. Null where everyone can read and write.
 */
export function blockedDuring(context: MigrationContext, statement: AnalysedStatement, relations: readonly ObjectId[]): string | null {
  const reads: string[] = [];
  const writes: string[] = [];
  for (const relation of inUse(context, [...new Set(relations)])) {
    const lock = context.lockDuring(statement.index, relation);
    if (lock === null || !blocksWrites(lock)) continue;
    (blocksReads(lock) ? reads : writes).push(context.names.relation(relation));
  }
  const parts = [
    ...(reads.length > 0 ? [`all access to ${listed(reads, 2)}`] : []),
    ...(writes.length > 0 ? [`writes to ${listed(writes, 2)}`] : []),
  ];
  return parts.length > 0 ? listed(parts) : null;
}
