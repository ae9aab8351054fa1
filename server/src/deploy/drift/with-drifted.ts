import { withDependents } from '../../analysis/catalog/build';
import type { Catalog, Column, Index, ObjectId, Sequence, Table } from '../../analysis/catalog/catalog';
import { sameDefaults, sameGenerated, sameType } from './compare-columns';
import type { Difference } from './difference';

/** A catalog in which everything that differs, and nothing else, is as in another one. Names that alone differ are left as they are. */
export function withDrifted(base: Catalog, other: Catalog, differences: readonly Difference[]): Catalog {
  return differences.filter(({ renamedFrom }) => renamedFrom === null).reduce((catalog, one) => withOne(catalog, other, one), base);
}

function withOne(base: Catalog, other: Catalog, difference: Difference): Catalog {
  const { kind, object, part } = difference;
  const { dependents: _, ...maps } = base;
  const table = base.tables.get(object);
  const counterpart = other.tables.get(object);
  const changedTable = (changes: Partial<Table>): Catalog =>
    table === undefined ? base : withDependents({ ...maps, tables: new Map(base.tables).set(object, { ...table, ...changes }) });
  switch (kind) {
    case 'schema':
      return withDependents({ ...maps, schemas: taken(base.schemas, other.schemas, object) });
    case 'extension':
      return withDependents({ ...maps, extensions: taken(base.extensions, other.extensions, object) });
    case 'table':
      return withTable(base, other, object);
    case 'enum':
    case 'type':
      return withDependents({ ...maps, types: takenFrom(base.types, other.types, object) });
    case 'view':
    case 'materialized view':
      return withDependents({ ...maps, views: takenFrom(base.views, other.views, object), indexes: indexesOf(base, other, object) });
    case 'sequence':
      return withDependents({ ...maps, sequences: takenFrom(base.sequences, other.sequences, object) });
    case 'function':
    case 'procedure':
      return withDependents({ ...maps, functions: takenFrom(base.functions, other.functions, object) });
    case 'column': {
      const columns = columnsWith(table?.columns ?? [], counterpart?.columns ?? [], part ?? '');
      const changed = changedTable({ columns });
      const { dependents: _dependents, ...all } = changed;
      return withDependents({ ...all, sequences: sequencesOf(base, other, object, part ?? '') });
    }
    case 'primary key':
    case 'unique constraint':
    case 'foreign key':
    case 'check constraint':
    case 'exclusion constraint':
    case 'constraint': {
      const changed = changedTable({ constraints: named(table?.constraints ?? [], counterpart?.constraints ?? [], part ?? '') });
      const { dependents: _dependents, ...all } = changed;
      const holds = (index: Index): boolean => index.table === object && index.constraint === part;
      return withDependents({ ...all, indexes: exchanged(base.indexes, other.indexes, holds) });
    }
    case 'index':
      return withDependents({
        ...maps,
        indexes: exchanged(
          base.indexes,
          other.indexes,
          (index) => index.table === object && index.constraint === null && index.name === part,
        ),
      });
    case 'trigger':
      return changedTable({ triggers: named(table?.triggers ?? [], counterpart?.triggers ?? [], part ?? '') });
    case 'policy':
      return changedTable({ policies: words(table?.policies ?? [], counterpart?.policies ?? [], part ?? '') });
    case 'rule':
      return changedTable({ rules: words(table?.rules ?? [], counterpart?.rules ?? [], part ?? '') });
    case 'row security':
      return changedTable({ rowSecurity: counterpart?.rowSecurity ?? { enabled: false, forced: false } });
  }
}

/** A table with its indexes, and the sequences that its columns own. */
function withTable(base: Catalog, other: Catalog, id: ObjectId): Catalog {
  const { dependents: _, ...maps } = base;
  return withDependents({
    ...maps,
    tables: takenFrom(base.tables, other.tables, id),
    indexes: indexesOf(base, other, id),
    sequences: exchanged(base.sequences, other.sequences, ({ ownedBy }) => ownedBy?.table === id),
  });
}

function indexesOf(base: Catalog, other: Catalog, id: ObjectId): Catalog['indexes'] {
  return exchanged(base.indexes, other.indexes, ({ table }) => table === id);
}

function sequencesOf(base: Catalog, other: Catalog, table: ObjectId, column: string): Catalog['sequences'] {
  const owned = ({ ownedBy }: Sequence): boolean => ownedBy?.table === table && ownedBy.column === column;
  return exchanged(base.sequences, other.sequences, owned);
}

function exchanged<T>(
  base: ReadonlyMap<ObjectId, T>,
  other: ReadonlyMap<ObjectId, T>,
  isMeant: (object: T) => boolean,
): ReadonlyMap<ObjectId, T> {
  return new Map([...[...base].filter(([, object]) => !isMeant(object)), ...[...other].filter(([, object]) => isMeant(object))]);
}

function taken(base: ReadonlySet<string>, other: ReadonlySet<string>, name: string): ReadonlySet<string> {
  const rest = [...base].filter((one) => one !== name);
  return new Set(other.has(name) ? [...rest, name] : rest);
}

function takenFrom<T>(base: ReadonlyMap<ObjectId, T>, other: ReadonlyMap<ObjectId, T>, id: ObjectId): ReadonlyMap<ObjectId, T> {
  const merged = new Map(base);
  const object = other.get(id);
  if (object === undefined) merged.delete(id);
  else merged.set(id, object);
  return merged;
}

function named<T extends { readonly name: string }>(base: readonly T[], other: readonly T[], name: string): readonly T[] {
  return [...base.filter((one) => one.name !== name), ...other.filter((one) => one.name === name)];
}

function words(base: readonly string[], other: readonly string[], word: string): readonly string[] {
  return [...base.filter((one) => one !== word), ...other.filter((one) => one === word)];
}

/** What of a column is only spelled otherwise stays as it is. */
function columnsWith(base: readonly Column[], other: readonly Column[], name: string): readonly Column[] {
  const [own, wanted] = [base.find((one) => one.name === name), other.find((one) => one.name === name)];
  if (wanted === undefined) return base.filter((one) => one.name !== name);
  if (own === undefined) return [...base, wanted];
  const merged: Column = {
    name,
    type: sameType(own, wanted) ? own.type : wanted.type,
    notNull: wanted.notNull,
    default: sameDefaults(own, wanted) ? own.default : wanted.default,
    identity: wanted.identity,
    generated: sameGenerated(own, wanted) ? own.generated : wanted.generated,
    collation: own.collation === null || wanted.collation === null ? own.collation : wanted.collation,
  };
  return base.map((one) => (one === own ? merged : one));
}
