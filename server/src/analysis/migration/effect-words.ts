import type { ObjectId } from '../catalog/catalog';
import type { Effect } from '../effects/effect';
import { blocksReads, blocksWrites, type LockMode, lockModes } from '../effects/lock-mode';
import { rowWords } from '../statistics/size-words';
import { rowsOf, type Sizes } from '../statistics/statistics';
import { counted, listed, objectName } from '../wording/wording';
import type { Execution } from './migration';

/** What others cannot do on a relation; null where readers and writers go on. */
export function blockedBy(mode: LockMode): 'reads and writes' | 'writes' | null {
  if (blocksReads(mode)) return 'reads and writes';
  return blocksWrites(mode) ? 'writes' : null;
}

/** How long it takes, as far as that is known without the server. */
export function duration(effect: Effect): string {
  if (effect.grows) return 'Takes longer the more rows there are, and holds its locks until it is done.';
  return effect.locks.size === 0 ? 'Touches nothing that existed before.' : 'Instant once it has its locks, whatever the number of rows.';
}

/** How Prisma runs the file that the statement stands in, and what that means when it stops half-way. */
export function executionSentence(execution: Execution, statements: number): string {
  if (statements === 1) return 'The only statement of its file.';
  switch (execution) {
    case 'one-transaction':
      return 'Prisma runs this file in one transaction: its locks are held to the end, a failure undoes all of it.';
    case 'per-statement':
      return 'Prisma runs this file statement by statement: it can stop half-way.';
    case 'unknown':
      return 'The Prisma version is not known: up to 7.3 this file is one transaction, later it runs statement by statement.';
  }
}

/**
 * What a statement does to relations that are in use, in one line: `ACCESS EXCLUSIVE on "Order" · rewrites the table and 4 indexes ·
 * blocks reads and writes`. Null for a statement that neither locks writers out, nor rewrites or scans, nor is certain to fail.
 * @param isNew Whether nobody uses the relation yet, because this deploy creates it.
 * @param sizes How large the tables are, which is said of work that grows with them.
 */
export function effectLine(effect: Effect, isNew: (relation: ObjectId) => boolean, sizes: Sizes | null = null): string | null {
  const inUse = (relation: ObjectId): boolean => !isNew(relation);
  const locks = [...effect.locks].filter(([relation, mode]) => inUse(relation) && blocksWrites(mode));
  const rewrites = effect.rewrites.filter(inUse);
  const scans = effect.scans.filter(inUse);
  const certain = effect.failures.find((failure) => failure.when === 'certain');
  if (locks.length === 0 && rewrites.length === 0 && scans.length === 0 && certain === undefined) return null;
  return [
    ...(certain === undefined ? [] : [`fails: ${certain.reason}`]),
    ...lockPhrases(locks),
    ...workPhrases(effect, rewrites, scans),
    ...blockPhrases(effect, locks),
    ...(effect.grows ? rowPhrases([...new Set([...rewrites, ...scans])], sizes) : []),
  ].join(' · ');
}

/** Strongest mode first: `ACCESS EXCLUSIVE on "Order"`, `SHARE ROW EXCLUSIVE on "User" and "Team"`. */
function lockPhrases(locks: readonly (readonly [ObjectId, LockMode])[]): readonly string[] {
  return lockModes.toReversed().flatMap((mode) => {
    const relations = locks.filter((lock) => lock[1] === mode).map(([relation]) => objectName(relation));
    return relations.length === 0 ? [] : [`${mode} on ${listed(relations)}`];
  });
}

function workPhrases(effect: Effect, rewrites: readonly ObjectId[], scans: readonly ObjectId[]): readonly string[] {
  const onlyScanned = scans.filter((relation) => !rewrites.includes(relation));
  const builds = effect.builds.filter((build) => onlyScanned.includes(build.table));
  const read = onlyScanned.filter((relation) => !builds.some((build) => build.table === relation));
  return [
    ...(rewrites.length === 0 ? [] : [`rewrites ${tables(rewrites)}${indexes(effect.reindexes.length)}`]),
    ...(rewrites.length === 0 && effect.reindexes.length > 0 ? [`rebuilds ${counted(effect.reindexes.length, 'index', 'indexes')}`] : []),
    ...(builds.length === 0 ? [] : [`builds ${builds.length === 1 ? 'an index' : `${builds.length} indexes`} from all rows`]),
    ...(read.length === 0 ? [] : [`scans ${tables(read)}`]),
  ];
}

function tables(relations: readonly ObjectId[]): string {
  return relations.length === 1 ? 'the table' : listed(relations.map(objectName));
}

function indexes(count: number): string {
  return count === 0 ? '' : ` and ${counted(count, 'index', 'indexes')}`;
}

/** `40.2 M rows on production`, of the largest of the tables. */
function rowPhrases(relations: readonly ObjectId[], sizes: Sizes | null): readonly string[] {
  const rows = relations.flatMap((relation) => rowsOf(sizes, relation) ?? []);
  return sizes === null || rows.length === 0 ? [] : [`${rowWords(Math.max(...rows))} on ${sizes.statistics.environment}`];
}

function blockPhrases(effect: Effect, locks: readonly (readonly [ObjectId, LockMode])[]): readonly string[] {
  const modes = locks.map(([, mode]) => mode);
  const strongest = lockModes.findLast((mode) => modes.includes(mode));
  const blocked = strongest === undefined ? null : blockedBy(strongest);
  if (blocked === null) return [];
  return [effect.grows ? `blocks ${blocked}` : `blocks ${blocked} for a moment`];
}
