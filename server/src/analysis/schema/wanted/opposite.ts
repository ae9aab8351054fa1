import type { DeclaredField } from './declared-field';
import type { DeclaredModel } from './declared-model';
import type { NamedModel } from './names-in-schema';

/**
 * The field on the other side of a relation: the first one of the other model that is of this model's type, and whose relation has
 * the same name or none as well. In a relation of a model to itself it is another field.
 * Source: `relation_evidence` in https://github.com/prisma/prisma-engines/blob/main/psl/parser-database/src/relations.rs
 */
export function oppositeOf(model: NamedModel, declared: DeclaredField, other: NamedModel): DeclaredField | null {
  const known = remembered.get(declared);
  if (known?.other === other.declared) return known.opposite;
  const opposite = findOpposite(model, declared, other);
  remembered.set(declared, { other: other.declared, opposite });
  return opposite;
}

/** From one keystroke to the next most models stay the same objects. */
const remembered = new WeakMap<DeclaredField, { readonly other: DeclaredModel; readonly opposite: DeclaredField | null }>();

function findOpposite(model: NamedModel, declared: DeclaredField, other: NamedModel): DeclaredField | null {
  const name = declared.relation?.name ?? null;
  return (
    other.declared.linked.find(
      (candidate) =>
        candidate !== declared && candidate.field.type?.name === model.declared.name && (candidate.relation?.name ?? null) === name,
    ) ?? null
  );
}
