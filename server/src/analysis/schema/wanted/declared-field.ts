import { argumentValue } from '../attributes';
import { isBroken } from '../position';
import type { Attribute, Field, ModelBlock, Value } from '../schema';
import { requiredText } from './arguments';
import { type DeclaredKey, declaredKey } from './declared-key';
import { type DeclaredRelation, declaredRelation } from './declared-relation';
import { columnDoubt, type Doubt, tableDoubt } from './doubt';

/** A field as its own line declares it. What its type means is not known yet. */
export interface DeclaredField {
  readonly field: Field;
  /** Null where `@map` cannot be read: then the whole table is in doubt. */
  readonly column: string | null;
  /** `@relation`; null where none is written, undefined where it cannot be read. */
  readonly relation: DeclaredRelation | null | undefined;
  /** The value of `@default`. */
  readonly default: Value | null;
  /** `@db.VarChar(20)` */
  readonly native: Attribute | null;
  readonly updatedAt: boolean;
  /** `@id` and `@unique`. */
  readonly keys: readonly DeclaredKey[];
  readonly doubts: readonly Doubt[];
}

/** Attributes that change nothing in the database. */
const withoutEffect: ReadonlySet<string> = new Set(['ignore', 'shardKey']);

/** Reads a field's attributes. */
export function declaredField(block: ModelBlock, field: Field, storedName: (name: string) => string): DeclaredField {
  let mapped: string | null | undefined = null;
  let relation: DeclaredRelation | null | undefined = null;
  let value: Value | null = null;
  let native: Attribute | null = null;
  let updatedAt = false;
  const keys: DeclaredKey[] = [];
  const unread: Attribute[] = [];
  for (const attribute of field.attributes) {
    const { name } = attribute;
    if (name === 'map') mapped = mapped === null ? requiredText(block, attribute, 'name') : undefined;
    else if (isBroken(block, attribute)) unread.push(attribute);
    else if (name === 'relation') relation = declaredRelation(attribute);
    else if (name === 'default') value = argumentValue(attribute, 'value', 0) ?? { type: 'invalid', span: attribute.span };
    else if (name === 'updatedAt') updatedAt = true;
    else if (name.includes('.')) native = attribute;
    else {
      const key = declaredKey(attribute, field);
      if (key !== null && key !== undefined) keys.push(key);
      else if (!withoutEffect.has(name)) unread.push(attribute);
    }
  }
  // An attribute that has half a name may become any that begins like it, or have been one.
  if (unread.some(({ name }) => 'map'.startsWith(name))) mapped = undefined;
  if (unread.some(({ name }) => 'relation'.startsWith(name))) relation = undefined;
  const column = mapped === undefined ? null : storedName(mapped ?? field.name.text);
  const doubts = doubtsOf(block, field, column, unread);
  return { field, column, relation, default: value, native, updatedAt, keys, doubts };
}

function doubtsOf(block: ModelBlock, field: Field, column: string | null, unread: readonly Attribute[]): readonly Doubt[] {
  const at = field.span.start;
  if (column === null) return [tableDoubt('everything', at, `The column of ${field.name.text} is not clear.`)];
  // A relation field has no column.
  const attribute = unread.find(({ name }) => name === '' || !'relation'.startsWith(name));
  if (attribute !== undefined) return [columnDoubt(column, attribute.span.start, `@${attribute.name} is not clear.`)];
  return field.type === null || (isBroken(block, field) && unread.length === 0)
    ? [columnDoubt(column, at, `The type of ${field.name.text} is not clear.`)]
    : none;
}

const none: readonly Doubt[] = [];
