import type { ColumnUse, Query } from '../../operation/expression';
import type { Catalog, ObjectId, ViewDependency } from '../catalog';
import { type Relation, resolveRelation } from '../resolve';

interface Source {
  readonly id: ObjectId;
  /** What a column of it may be qualified with. */
  readonly qualifier: string;
  /** Null where not every column is known. */
  readonly known: ReadonlySet<string> | null;
}

/**
 * What a view's definition depends on. A qualified column belongs to the relation of that alias or name; an unqualified one to
 * the relations of the query that are known to have it, else to those that may. `*` means the columns of this moment: the
 * server expands it when the view is made.
 */
export function viewDependencies(catalog: Catalog, query: Query): readonly ViewDependency[] {
  const sources = query.relations.flatMap((use): Source[] => {
    const relation = resolveRelation(catalog, use.name);
    return relation === null ? [] : [{ id: relation.id, qualifier: use.alias ?? use.name.name, known: columnsOf(relation) }];
  });
  const columns = new Map<ObjectId, Set<string> | null>();
  for (const { id } of sources) columns.set(id, new Set());
  for (const use of query.columns) {
    for (const source of usedBy(use, sources)) addUse(columns, source, use);
  }
  return [...columns].map(([relation, names]) => ({ relation, columns: names === null ? null : [...names].sort() }));
}

function usedBy(use: ColumnUse, sources: readonly Source[]): readonly Source[] {
  if (use.qualifier !== null) return sources.filter(({ qualifier }) => qualifier === use.qualifier);
  if (use.column === '*') return sources;
  const certain = sources.filter(({ known }) => known?.has(use.column));
  if (certain.length > 0) return certain;
  // The name of a table in place of a column means its whole row, which no single column of it holds.
  return sources.some(({ qualifier }) => qualifier === use.column) ? [] : sources.filter(({ known }) => known === null);
}

function addUse(columns: Map<ObjectId, Set<string> | null>, { id, known }: Source, use: ColumnUse): void {
  const names = columns.get(id);
  if (names === undefined || names === null) return;
  if (use.column !== '*') {
    if (known?.has(use.column) !== false) names.add(use.column);
  } else if (known === null) columns.set(id, null);
  else for (const name of known) names.add(name);
}

function columnsOf(relation: Relation): ReadonlySet<string> | null {
  switch (relation.kind) {
    case 'table':
      return relation.table.complete ? new Set(relation.table.columns.map((column) => column.name)) : null;
    case 'view':
      return relation.view.complete ? new Set(relation.view.columns) : null;
    case 'index':
    case 'sequence':
      return null;
  }
}
