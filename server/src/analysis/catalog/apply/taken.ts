import type { Catalog } from '../catalog';
import { freeName } from '../default-names';
import { objectId, relationAt } from '../resolve';

/** Whether a table, view, index or sequence of this name exists in the schema. */
export function relationExists(catalog: Catalog, schema: string, name: string): boolean {
  return relationAt(catalog, objectId(schema, name)) !== null;
}

/** `ChooseRelationName`: a free name for an index or a sequence. For a constraint's index the constraints count too. */
export function freeRelationName(
  catalog: Catalog,
  schema: string,
  [first, second, label]: readonly [string, string | null, string],
  forConstraint = false,
): string {
  return freeName(
    first,
    second,
    label,
    (name) => relationExists(catalog, schema, name) || (forConstraint && constraintExists(catalog, schema, name)),
  );
}

/** `ChooseConstraintName`: free among the constraints of all tables of the schema. */
export function freeConstraintName(
  catalog: Catalog,
  schema: string,
  [first, second, label]: readonly [string, string | null, string],
): string {
  return freeName(first, second, label, (name) => constraintExists(catalog, schema, name));
}

function constraintExists(catalog: Catalog, schema: string, name: string): boolean {
  for (const table of catalog.tables.values()) {
    if (table.schema === schema && table.constraints.some((constraint) => constraint.name === name)) return true;
  }
  return false;
}
