import type { ColumnType, ObjectId, StoredExpression, Table } from '../../catalog/catalog';
import { domainsOver, tablesWithType } from '../../catalog/resolve';
import type { EffectContext } from '../effect';

/** What a domain, with the domains below it, adds to its base type. */
export interface DomainFacts {
  /** Itself or a domain below it has a CHECK or is NOT NULL. */
  readonly constrained: boolean;
  readonly notNull: boolean;
  /** The value of rows that a new column of the domain gets. PostgreSQL 12 leaves them NULL. */
  readonly default: StoredExpression | null;
}

/** What a column of this type inherits from its domain; null when the type is none. Domains over domains count. */
export function domainOf(type: ColumnType, at: EffectContext): DomainFacts | null {
  const domain = type.user ? at.before.types.get(type.name) : undefined;
  if (domain?.type !== 'domain') return null;
  const below = domainOf(domain.base, at);
  return {
    constrained: domain.notNull || domain.checks.length > 0 || below?.constrained === true,
    notNull: domain.notNull || below?.notNull === true,
    default: at.server.version < 13 ? null : (domain.default ?? below?.default ?? null),
  };
}

/** A table that holds values of a type. */
export interface TypeUse {
  readonly table: ObjectId;
  readonly columns: readonly string[];
}

/** The tables with columns of a type, or of an array of it, or of a domain over it. */
export function usesOfType(type: ObjectId, at: EffectContext): readonly TypeUse[] {
  const uses: TypeUse[] = [];
  for (const domain of domainsOver(at.before, type)) if (domain !== type) uses.push(...usesOfType(domain, at));
  for (const id of tablesWithType(at.before, type)) {
    const table = at.before.tables.get(id);
    if (table !== undefined) uses.push({ table: id, columns: columnsOfType(table, type) });
  }
  return uses;
}

function columnsOfType(table: Table, type: ObjectId): readonly string[] {
  return table.columns.filter((column) => column.type.user && column.type.name === type).map(({ name }) => name);
}
