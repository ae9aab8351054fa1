import type { Catalog, ObjectId, Table } from '../../catalog';
import type { TableRename } from './candidate';
import type { Ends } from './ends';
import { bestMatches, type Pair } from './matching';
import { nameSimilarity } from './words';

/**
 * The tables of many-to-many relations that look renamed. They hold nothing but two references, so what they link decides: another
 * relation name, or a model that is renamed, gives the same links another table.
 * Source: https://www.prisma.io/docs/orm/prisma-schema/data-model/relations/many-to-many-relations
 */
export function relationTableRenames(ends: Ends): readonly TableRename[] {
  const gone = onlyIn(ends.before, ends.after, ends);
  const come = onlyIn(ends.after, ends.before, ends);
  const pairs = gone.flatMap((from) => {
    const linked = [...from.linked].map((id) => ends.tables?.get(id) ?? id).sort();
    return come.flatMap((to): readonly Pair<ObjectId, null>[] =>
      linked.join() === [...to.linked].sort().join()
        ? [{ from: from.id, to: to.id, score: nameSimilarity(from.name, to.name), eligible: true, detail: null }]
        : [],
    );
  });
  return bestMatches(pairs, margin).map(({ from, to, score }) => ({
    kind: 'table',
    from,
    to,
    score: 0.5 + 0.5 * score,
    reasons: ['same-columns', 'references-move-along'],
  }));
}

const margin = 0.1;

interface RelationTable {
  readonly id: ObjectId;
  readonly name: string;
  readonly linked: readonly [ObjectId, ObjectId];
}

function onlyIn(catalog: Catalog, other: Catalog, { differing }: Ends): readonly RelationTable[] {
  return differing.tables.flatMap((id) => {
    const table = other.tables.has(id) ? undefined : catalog.tables.get(id);
    const linked = table === undefined ? null : linkedBy(table);
    return table === undefined || linked === null ? [] : [{ id, name: table.name, linked }];
  });
}

/** The two tables that a table links which does nothing else: two columns, each a foreign key; null for every other table. */
export function linkedBy(table: Table): readonly [ObjectId, ObjectId] | null {
  const [first, second, ...more] = table.columns;
  if (first === undefined || second === undefined || more.length > 0) return null;
  const [a, b] = [targetOf(table, first.name), targetOf(table, second.name)];
  return a === null || b === null ? null : [a, b];
}

function targetOf(table: Table, column: string): ObjectId | null {
  const key = table.constraints.find((constraint) => constraint.type === 'foreign-key' && constraint.columns.join() === column);
  return key?.type === 'foreign-key' ? key.references : null;
}
