import type { ColumnUse, Query } from '../../operation/expression';
import type { Catalog, ObjectId, ViewDependency } from '../catalog';
import { type Relation, resolveRelation } from '../resolve';

interface Source {
  readonly relation: Relation;
  /** What a column of it may be qualified with. */
  readonly qualifier: string;
}

/**
 * What a view's definition depends on. A qualified column belongs to the relation of that alias or name, an unqualified one
 * to every relation of the query that has it, because subqueries are not told apart. `*` means the columns of this moment:
 * the server expands it when the view is made.
 */
export function viewDependencies(catalog: Catalog, query: Query): readonly ViewDependency[] {
  const sources = query.relations.flatMap((use): Source[] => {
    const relation = resolveRelation(catalog, use.name);
    return relation === null ? [] : [{ relation, qualifier: use.alias ?? use.name.name }];
  });
  const columns = new Map<ObjectId, Set<string> | null>();
  for (const { relation } of sources) columns.set(relation.id, new Set());
  for (const source of sources) {
    for (const use of query.columns) addUse(columns, source, use);
  }
  return [...columns].map(([relation, names]) => ({ relation, columns: names === null ? null : [...names].sort() }));
}

function addUse(columns: Map<ObjectId, Set<string> | null>, { relation, qualifier }: Source, use: ColumnUse): void {
  const names = columns.get(relation.id);
  if (names === undefined || names === null) return;
  if (use.qualifier !== null && use.qualifier !== qualifier) return;
  const known = columnsOf(relation);
  const wholeRow = use.column === '*' || (use.qualifier === null && use.column === qualifier && !known?.includes(use.column));
  if (!wholeRow) {
    if (known === null || known.includes(use.column)) names.add(use.column);
  } else if (known === null) columns.set(relation.id, null);
  else for (const name of known) names.add(name);
}

/** Null where not every column is known. */
function columnsOf(relation: Relation): readonly string[] | null {
  return relation.kind === 'table' && relation.table.complete ? relation.table.columns.map((column) => column.name) : null;
}
