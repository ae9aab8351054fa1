import { type LockMode, lockModes } from '../../server/src/analysis/effects/lock-mode';
import type { Followed } from './follow';

/** One point on which Lockstep and the server's record differ. */
export interface Difference {
  readonly about: 'lock' | 'rewrite' | 'reindex' | 'scan';
  readonly relation: string;
  readonly said: string | null;
  readonly recorded: string | null;
  /** Why it is no error of Lockstep, as a class; null where nothing explains it. */
  readonly because: string | null;
}

/** What was compared for one statement. */
export interface Comparison {
  readonly differences: readonly Difference[];
  /** Points on which both agree, by kind. */
  readonly agreed: Readonly<Record<Difference['about'], number>>;
}

/**
 * Compares an effect with the record. The recorder looked relations up by name after the statement, so a relation that the
 * statement dropped is missing in it, a renamed one has its new name, and a temporary schema has a number.
 */
export function compare(followed: Followed): Comparison {
  const { effect, record } = followed;
  const gone = new Set(effect.drops);
  const named = new Map([...effect.locks].filter(([id]) => !gone.has(id)).map(([id, mode]) => [nameAfter(id, followed), mode as string]));
  const recorded = new Map(
    Object.entries(record.locks ?? {})
      .map(([id, mode]): [string, string] => [temporary(id), lockMode(mode)])
      .filter(([id]) => !id.startsWith('pg_toast') && !isOwnNew(id, followed)),
  );
  const remade = (record.created ?? []).filter((id) => isRemade(id, followed));
  return combine([
    locks(named, recorded, followed),
    lists('rewrite', effect.rewrites, record.rewritten ?? [], followed),
    lists('reindex', effect.reindexes, [...(record.reindexed ?? []), ...remade], followed),
    lists('scan', effect.scans, (record.scans ?? []).map(temporary), followed),
  ]);
}

function combine(parts: readonly Comparison[]): Comparison {
  const agreed = { lock: 0, rewrite: 0, reindex: 0, scan: 0 };
  for (const part of parts) {
    agreed.lock += part.agreed.lock;
    agreed.rewrite += part.agreed.rewrite;
    agreed.reindex += part.agreed.reindex;
    agreed.scan += part.agreed.scan;
  }
  return { differences: parts.flatMap((part) => part.differences), agreed };
}

const none = { lock: 0, rewrite: 0, reindex: 0, scan: 0 };

function locks(said: ReadonlyMap<string, string>, recorded: ReadonlyMap<string, string>, followed: Followed): Comparison {
  const relations = [...new Set([...said.keys(), ...recorded.keys()])];
  const differing = relations.filter((relation) => said.get(relation) !== recorded.get(relation));
  const differences = differing.map((relation): Difference => {
    const pair = { said: said.get(relation) ?? null, recorded: recorded.get(relation) ?? null };
    return { about: 'lock', relation, ...pair, because: explain('lock', pair.said !== null, followed) };
  });
  return { differences, agreed: { ...none, lock: relations.length - differing.length } };
}

function lists(about: Difference['about'], said: readonly string[], recorded: readonly string[], followed: Followed): Comparison {
  const relations = [...new Set([...said, ...recorded])];
  const differing = relations.filter((relation) => !said.includes(relation) || !recorded.includes(relation));
  const differences = differing.map((relation): Difference => {
    const isSaid = said.includes(relation);
    return {
      about,
      relation,
      said: isSaid ? about : null,
      recorded: isSaid ? null : about,
      because: explain(about, isSaid, followed),
    };
  });
  return { differences, agreed: { ...none, [about]: relations.length - differing.length } };
}

/** The classes of differences that are understood. */
function explain(about: Difference['about'], isSaid: boolean, { record, effect, statement }: Followed): string | null {
  const facts = new Set(effect.facts);
  if (record.kind === 'DoStmt') return 'DO block: loops and conditions that met no row of an empty database did not run';
  if (about !== 'scan') return null;
  if (!isSaid && readsQuery.some((fact) => facts.has(fact))) return 'query: which tables it scans is the planner’s choice';
  if (!isSaid && statement.operations.some(({ kind }) => kind === 'rename-table')) {
    return 'rename: the recorder counted earlier scans of the table under its new name';
  }
  if (!isSaid && facts.has('truncate/empties')) return 'TRUNCATE: the scan of the new, empty file for its indexes';
  if (isSaid && facts.has('add-foreign-key/validates')) return 'foreign key: the empty table was read through an index on its columns';
  return null;
}

const readsQuery: readonly string[] = ['create-table/as-query', 'create-view/materialized'];

/** A partitioned table or index that the statement makes: the recorder took those kinds for older ones. */
function isOwnNew(id: string, { before, statement }: Followed): boolean {
  const isNew = !before.tables.has(id) && !before.views.has(id);
  const creates = statement.operations.some(({ kind }) => kind === 'create-table' || kind === 'create-index' || kind === 'create-view');
  return isNew && (creates || id.startsWith('pg_toast_temp'));
}

/**
 * Whether an index that the record calls created is an old one that a change of type built anew. It then has another object id;
 * so has one that was kept, but for that the table was not read.
 */
function isRemade(id: string, followed: Followed): boolean {
  const index = followed.before.indexes.get(id);
  return index !== undefined && !isBuilt(id, followed) && followed.record.scans?.includes(index.table) === true;
}

/** Whether the statement made an index of this name from scratch, rather than rebuilding the one that was there. */
function isBuilt(id: string, { effect }: Followed): boolean {
  const name = id.slice(id.indexOf('.') + 1);
  return effect.builds.some(({ index }) => index === null || index === name);
}

function nameAfter(id: string, { statement }: Followed): string {
  for (const operation of statement.operations) {
    const dot = id.indexOf('.');
    const [schema, name] = [id.slice(0, dot), id.slice(dot + 1)];
    if (operation.kind === 'rename-table' && operation.table.name === name) return `${schema}.${operation.to.text}`;
    if (operation.kind === 'rename-view' && operation.view.name === name) return `${schema}.${operation.to.text}`;
    if (operation.kind === 'move-table' && operation.table.name === name) return `${operation.toSchema.text}.${name}`;
  }
  return id;
}

function temporary(id: string): string {
  return id.replace(/^pg_temp_\d+\./, 'pg_temp.');
}

/** `ShareRowExclusive:matview` → `SHARE ROW EXCLUSIVE`. */
function lockMode(recorded: string): LockMode {
  const words = recorded
    .replace(/:.*$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase();
  const mode = lockModes.find((candidate) => candidate === words);
  if (mode === undefined) throw new Error(`unknown lock mode ${recorded}`);
  return mode;
}
