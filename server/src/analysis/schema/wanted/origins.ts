import type { ObjectId } from '../../catalog/catalog';
import type { DeclaredEnum } from './declared-enum';
import type { NamedModel, SchemaNames } from './names-in-schema';
import type { RelationSide, RelationTable } from './relation-table';
import type { EnumOrigin, TableOrigin } from './wanted';
import type { WantedTable } from './wanted-table';

const known = new WeakMap<WantedTable, Extract<TableOrigin, { type: 'model' }>>();

/** Where a model's table stands in the schema; the same object as long as it stands there unchanged. */
export function tableOrigin({ block }: NamedModel, wanted: WantedTable): TableOrigin {
  const before = known.get(wanted);
  if (before?.model === block) return before;
  const origin = { type: 'model', model: block, columns: wanted.columns, named: wanted.named } as const;
  known.set(wanted, origin);
  return origin;
}

export function relationTableOrigin({ sides }: RelationTable): TableOrigin {
  const [a, b] = [...sides].sort((one, other) => position(one) - position(other));
  return { type: 'relation', fields: [declaration(a ?? sides[0]), declaration(b ?? sides[1])] };
}

function position({ model, field }: RelationSide): number {
  return model.block.start + field.field.span.start;
}

function declaration({ model, field }: RelationSide) {
  return { model: model.block, field: field.field, attribute: field.relation?.attribute ?? null };
}

const valuesOf = new WeakMap<DeclaredEnum, EnumOrigin['values']>();

export function enumOrigins({ enums }: SchemaNames): ReadonlyMap<ObjectId, EnumOrigin> {
  const origins = new Map<ObjectId, EnumOrigin>();
  for (const { block, declared, type } of enums.values()) {
    const values = valuesOf.get(declared) ?? new Map(declared.values.map(({ stored, value }) => [stored, value]));
    valuesOf.set(declared, values);
    if (type.id !== null && !origins.has(type.id)) origins.set(type.id, { block, values });
  }
  return origins;
}
