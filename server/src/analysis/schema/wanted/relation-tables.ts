import type { ObjectId, Table } from '../../catalog/catalog';
import { objectId } from '../../catalog/references';
import type { DeclaredField } from './declared-field';
import type { DeclaredModel } from './declared-model';
import { meansTheSame } from './name-changes';
import { impliedRelationName } from './names';
import type { NamedModel, SchemaNames, UnclearBlock } from './names-in-schema';
import { oppositeOf } from './opposite';
import { type RelationSide, type RelationTable, relationTable, relationTableNameOf } from './relation-table';

export interface RelationTables {
  readonly tables: readonly RelationTable[];
  readonly unclear: readonly UnclearBlock[];
}

/** Models whose lists make no table, as most do, with the round in which that was last so. */
const withoutTables = new WeakMap<DeclaredModel, number>();

/** The tables of the many-to-many relations that have none of their own model. `tableOf` gives the table of a model. */
export function relationTables(names: SchemaNames, tableOf: (model: NamedModel) => Table | null): RelationTables {
  const tables = new Map<ObjectId, RelationTable>();
  const unclear: UnclearBlock[] = [];
  for (const model of names.models.values()) {
    if (meansTheSame(model.declared, withoutTables.get(model.declared) ?? 0, names)) {
      withoutTables.set(model.declared, names.round);
      continue;
    }
    let makesNone = true;
    for (const field of model.declared.linked) {
      if (field.field.type?.arity !== 'list') continue;
      const found = relationOf({ model, field }, names, tableOf);
      if (found === 'none') continue;
      makesNone = false;
      const id = found === 'unclear' ? null : found.id;
      if (found === 'unclear' || id === null || tables.has(id)) {
        const reason = `The other side of ${field.field.name.text} is not clear.`;
        unclear.push({ at: model.block.start + field.field.span.start, reason, candidates: candidates(model, field, names) });
      } else tables.set(id, found);
    }
    if (makesNone) withoutTables.set(model.declared, names.round);
  }
  return { tables: [...tables.values()], unclear };
}

/** `none` for a list that makes no table, or whose other side makes it. */
function relationOf(
  side: RelationSide,
  names: SchemaNames,
  tableOf: (model: NamedModel) => Table | null,
): RelationTable | 'none' | 'unclear' {
  const { model, field } = side;
  const type = field.field.type?.name ?? '';
  if (names.enums.has(type) || names.views.has(type)) return 'none';
  const other = names.models.get(type) ?? null;
  const opposite = other === null ? null : oppositeOf(model, field, other);
  if (other === null || opposite === null || field.relation === undefined) return 'unclear';
  if (opposite.field.type?.arity !== 'list') return 'none';
  if (opposite.relation === undefined) return 'unclear';
  const otherSide = { model: other, field: opposite };
  if (!isFirst(side, otherSide)) return 'none';
  return relationTable([side, otherSide], names, tableOf) ?? 'unclear';
}

/** Each relation is met from both sides: A is the model whose name comes first, of one model the field whose name does. */
function isFirst(one: RelationSide, other: RelationSide): boolean {
  const [own, its] = [one.model.declared.name, other.model.declared.name];
  return own === its ? one.field.field.name.text <= other.field.field.name.text : own < its;
}

/** The tables that a half-typed relation may have; none where its name is not clear. */
function candidates(model: NamedModel, { field, relation }: DeclaredField, names: SchemaNames): readonly ObjectId[] {
  if (relation === undefined || field.type === null) return [];
  const other = names.models.get(field.type.name);
  const name = relationTableNameOf(relation?.name ?? impliedRelationName(model.declared.name, field.type.name), names);
  return [...new Set([model.table.schema, ...(other === undefined ? [] : [other.table.schema])])].map((schema) => objectId(schema, name));
}
