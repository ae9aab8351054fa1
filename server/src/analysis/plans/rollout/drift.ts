import type { Catalog, ObjectId } from '../../catalog/catalog';
import type { Change } from '../../catalog/diff/change';
import { diffCatalogs } from '../../catalog/diff/diff';
import type { WantedState } from '../../schema/wanted/wanted-beside';

export interface Sight {
  readonly prismaVersion: string | null;
  /** Tables and enums that Prisma leaves to others. */
  readonly external: readonly ObjectId[];
}

/**
 * What Prisma would still do between what is built and a schema, a line for each thing. Some of it comes back after its own migrations, such as a
 * view that the schema declares as a model: what was there before says nothing about a rollout.
 */
export function driftOf(built: Catalog, wanted: WantedState, { prismaVersion, external }: Sight): ReadonlySet<string> {
  const unresolved = external.map((table) => ({ table, column: null, part: 'everything' as const }));
  return new Set(diffCatalogs(built, wanted.catalog, { ...wanted, unresolved, from: 'migrations', prismaVersion }).flatMap(linesOf));
}

function linesOf(change: Change): readonly string[] {
  switch (change.kind) {
    case 'alter-table':
      return change.clauses.map((clause) => {
        if ('column' in clause) return `${clause.kind} of ${change.table}.${clause.column.name}`;
        if ('name' in clause) return `${clause.kind} of ${change.table}`;
        return `${clause.kind} of ${change.table}.${clause.before.name}${'parts' in clause ? `: ${clause.parts.join(', ')}` : ''}`;
      });
    case 'create-table':
      return [`create-table of ${change.table.schema}.${change.table.name}`];
    case 'drop-table':
    case 'drop-foreign-key':
    case 'rename-foreign-key':
      return [`${change.kind} of ${change.table}${'name' in change ? `.${change.name}` : ''}`];
    case 'add-foreign-key':
      return [`add-foreign-key of ${change.table}.${change.foreignKey.name}`];
    case 'create-index':
    case 'drop-index':
    case 'rename-index':
      return [`${change.kind} of ${change.index.table}.${change.index.name}`];
    case 'create-enum':
    case 'drop-enum':
    case 'add-enum-values':
    case 'redefine-enum':
      return [`${change.kind} of ${change.type}`];
    case 'create-schema':
    case 'create-extension':
      return [`${change.kind} of ${change.name}`];
  }
}
