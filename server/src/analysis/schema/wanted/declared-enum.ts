import { isOpen } from '../position';
import type { EnumBlock, EnumValue } from '../schema';
import { requiredText } from './arguments';
import { declaredNames } from './declared-names';

/** What an enum's own text says. */
export interface DeclaredEnum {
  readonly name: string;
  /** Its name in the database; null where `@@map` cannot be read. */
  readonly type: string | null;
  readonly schema: string | null | undefined;
  /** In their order; each name in the schema with that in the database. */
  readonly values: readonly DeclaredEnumValue[];
  /** Where it is half-typed or contradicts itself, counted from the block's start; null where it is clear. */
  readonly doubtAt: number | null;
}

export interface DeclaredEnumValue {
  readonly name: string;
  readonly stored: string;
  readonly value: EnumValue;
}

export function declaredEnum(block: EnumBlock, name: string, storedName: (name: string) => string): DeclaredEnum {
  const names = declaredNames(block);
  const values: DeclaredEnumValue[] = [];
  const seen = new Set<string>();
  let doubtAt = block.problems[0]?.span.start ?? null;
  for (const value of block.values) {
    const stored = storedValue(value, block);
    if (stored === undefined || seen.has(stored)) {
      doubtAt ??= value.span.start;
      continue;
    }
    seen.add(stored);
    values.push({ name: value.name.text, stored, value });
  }
  if (values.length === 0) doubtAt ??= 0;
  return {
    name,
    type: names.map === undefined || (names.map === null && isOpen(block)) ? null : storedName(names.map ?? name),
    schema: names.schema,
    values,
    doubtAt,
  };
}

function storedValue(value: EnumValue, block: EnumBlock): string | undefined {
  let stored: string | undefined = value.name.text;
  for (const attribute of value.attributes) {
    stored = attribute.name === 'map' ? requiredText(block, attribute, 'name') : undefined;
  }
  return stored;
}
