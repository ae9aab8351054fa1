import type { Catalog, ObjectId } from '../catalog';
import { LayeredMap } from '../layered-map';
import type { ColumnRename, RenameCandidate } from './renames/candidate';
import { columnRenames } from './renames/columns';
import type { Ends } from './renames/ends';
import { enumValueRenames } from './renames/enum-values';
import { enumRenames } from './renames/enums';
import { relationTableRenames } from './renames/relation-tables';
import { tableRenames } from './renames/tables';
import { substitution } from './renames/words';

export type { ColumnRename, EnumRename, EnumValueRename, RenameCandidate, RenameReason, TableRename } from './renames/candidate';

/** What is known of an edit beside its two ends. */
export interface RenameEvidence {
  /** What the schema asked for before the edit: its columns in the order in which the person sees them. Null: not known. */
  readonly previous: Catalog | null;
}

/**
 * What probably goes on under another name from one catalog to the next: tables, columns, enums and enum values that go, each
 * with the one that comes in its place. One-to-one; where two come into question about as much, none is named. What only has
 * another name in the Prisma schema (`@map`, `@@map`) is the same here.
 */
export function renameCandidates(
  before: Catalog,
  after: Catalog,
  evidence: RenameEvidence = { previous: null },
): readonly RenameCandidate[] {
  if (before === after) return [];
  const differing = {
    tables: LayeredMap.differing(before.tables, after.tables),
    types: LayeredMap.differing(before.types, after.types),
  };
  const enums = enumRenames({ before, after, differing });
  const start: Ends = { before, after, differing, previous: evidence.previous, tables: null, enums: toMap(enums) };
  const models = tableRenames(start);
  const relations = relationTableRenames({ ...start, tables: toMap(models) });
  const renamed = toMap([...models, ...relations]);
  const ends: Ends = { ...start, tables: renamed };
  const columns: ColumnRename[] = [];
  for (const from of differing.tables) {
    const to = renamed.get(from) ?? from;
    const [old, next] = [before.tables.get(from), after.tables.get(to)];
    if (old !== undefined && next !== undefined) columns.push(...columnRenames(ends, { from, to, old, next }));
  }
  const named = [...models, ...enums, ...columns].map(({ from, to }) => substitution(from, to) ?? '');
  const substitutions = new Set(named.filter((words) => words !== ''));
  const values = differing.types.flatMap((type) => enumValueRenames(ends, type, substitutions));
  return [...models, ...relations, ...enums, ...columns, ...values];
}

function toMap(renames: readonly { readonly from: ObjectId; readonly to: ObjectId }[]): ReadonlyMap<ObjectId, ObjectId> {
  return new Map(renames.map(({ from, to }) => [from, to]));
}
