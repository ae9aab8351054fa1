import type { ColumnDefinition } from '../../operation/column';
import type { Constraint } from '../../operation/constraint';
import type { Column, ObjectId } from '../catalog';
import { resolveType, serialTypeOf, unknownType } from '../column-type';
import type { CatalogDraft } from '../draft';
import { nextValue, storeExpression } from '../stored-expression';
import { addConstraint } from './add-constraint';
import { createOwnedSequence } from './sequences';

/** The column that a definition means. Makes the sequence of a serial or identity column on the way. */
export function newColumn(
  draft: CatalogDraft,
  table: { readonly schema: string; readonly name: string },
  definition: ColumnDefinition,
): Column {
  const { type, identity, generated, collation } = definition;
  const name = definition.name.text;
  const serial = type === null ? null : serialTypeOf(type);
  const sequence = serial === null && identity === null ? null : createOwnedSequence(draft, table, name);
  const written = definition.default === null ? null : storeExpression(definition.default);
  return {
    name,
    type: serial ?? (type === null ? unknownType : resolveType(draft, type)),
    notNull: definition.notNull || sequence !== null,
    default: serial !== null && sequence !== null ? nextValue(sequence) : written,
    identity,
    generated: generated === null ? null : { expression: storeExpression(generated.expression), stored: generated.stored },
    collation,
  };
}

export interface PlacedConstraint {
  readonly constraint: Constraint;
  /** The column whose definition it is written in; null for a clause of its own. */
  readonly inline: string | null;
}

export function inlineConstraints(definition: ColumnDefinition): readonly PlacedConstraint[] {
  return definition.constraints.map((constraint) => ({ constraint, inline: definition.name.text }));
}

/** The server's order (`transformIndexConstraints`): checks come with the table, then indexes, the primary key first. */
const order: Readonly<Record<Constraint['type'], number>> = {
  check: 0,
  'not-null': 0,
  'primary-key': 1,
  unique: 2,
  exclusion: 2,
  'foreign-key': 3,
};

/**
 * Adds the constraints that one statement writes. `PRIMARY KEY UNIQUE` on the same columns makes a single index, which takes
 * the name that is written.
 */
export function addConstraints(draft: CatalogDraft, table: ObjectId, constraints: readonly PlacedConstraint[]): void {
  const sorted = [...constraints].sort((a, b) => order[a.constraint.type] - order[b.constraint.type]);
  const indexed = new Set<string>();
  for (const { constraint, inline } of sorted) {
    const key = indexKey(constraint, inline);
    if (key !== null && indexed.has(key)) continue;
    if (key !== null) indexed.add(key);
    addConstraint(draft, table, key === null ? constraint : withNameFromTwin(constraint, key, sorted), inline);
  }
}

function indexKey(constraint: Constraint, inline: string | null): string | null {
  if ((constraint.type !== 'primary-key' && constraint.type !== 'unique') || constraint.usingIndex !== null) return null;
  const columns = constraint.columns.length === 0 && inline !== null ? [inline] : constraint.columns.map((column) => column.text);
  return JSON.stringify([columns, constraint.type === 'unique' && constraint.nullsNotDistinct]);
}

function withNameFromTwin(constraint: Constraint, key: string, all: readonly PlacedConstraint[]): Constraint {
  if (constraint.name !== null) return constraint;
  const named = all.find((other) => other.constraint.name !== null && indexKey(other.constraint, other.inline) === key);
  return named === undefined ? constraint : { ...constraint, name: named.constraint.name };
}
