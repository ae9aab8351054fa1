import type { ObjectId } from '../catalog/catalog';
import type { Effect } from '../effects/effect';
import { lockModes } from '../effects/lock-mode';
import { counted, listed, objectName } from '../wording/wording';
import { blockedBy } from './effect-words';

/** The relations that a statement touches, as a Markdown table, strongest lock first. Null when it touches none. */
export function effectTable(effect: Effect, isNew: (relation: ObjectId) => boolean): string | null {
  const relations = [...new Set([...effect.locks.keys(), ...effect.rewrites, ...effect.scans])].sort(byLock(effect));
  if (relations.length === 0) return null;
  const rows = relations.map((relation) => row(effect, relation, isNew(relation)));
  return ['| relation | lock | blocks | rewrite | scan |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

/** What the statement makes and removes, in one line; null when nothing. */
export function createdAndDropped(effect: Effect): string | null {
  const parts = [
    ...(effect.creates.length === 0 ? [] : [`Creates ${listed(effect.creates.map(inCode))}`]),
    ...(effect.drops.length === 0 ? [] : [`Drops ${listed(effect.drops.map(inCode))}`]),
  ];
  return parts.length === 0 ? null : `${parts.join('. ')}.`;
}

/** A name in a code span that may stand in a table cell. */
export function inCode(id: ObjectId): string {
  return `\`${objectName(id).replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

function row(effect: Effect, relation: ObjectId, isNew: boolean): string {
  const mode = effect.locks.get(relation);
  const cells = [
    isNew ? `${inCode(relation)} (new)` : inCode(relation),
    mode ?? '–',
    (mode === undefined ? null : blockedBy(mode)) ?? '–',
    effect.rewrites.includes(relation) ? rewritten(effect) : '–',
    effect.scans.includes(relation) ? scanned(effect, relation) : '–',
  ];
  return `| ${cells.join(' | ')} |`;
}

function rewritten(effect: Effect): string {
  const only = effect.rewrites.length === 1 && effect.reindexes.length > 0;
  return only ? `yes, and ${counted(effect.reindexes.length, 'index', 'indexes')}` : 'yes';
}

function scanned(effect: Effect, relation: ObjectId): string {
  const builds = effect.builds.filter((build) => build.table === relation).length;
  return builds === 0 ? 'yes' : `yes, builds ${builds === 1 ? 'an index' : `${builds} indexes`}`;
}

function byLock(effect: Effect): (a: ObjectId, b: ObjectId) => number {
  const strength = (relation: ObjectId): number => {
    const mode = effect.locks.get(relation);
    return mode === undefined ? -1 : lockModes.indexOf(mode);
  };
  return (a, b) => strength(b) - strength(a) || (a < b ? -1 : 1);
}
