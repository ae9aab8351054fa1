import type { Argument, Attribute, Value } from './schema';

/** The first attribute of that name, as in `attributeOf(field.attributes, 'default')`. */
export function attributeOf(attributes: readonly Attribute[], name: string): Attribute | null {
  return attributes.find((attribute) => attribute.name === name) ?? null;
}

export function attributesOf(attributes: readonly Attribute[], name: string): readonly Attribute[] {
  return attributes.filter((attribute) => attribute.name === name);
}

/** The native type attribute: its name behind the datasource's (`VarChar` in `@db.VarChar(191)`) and the attribute. */
export function nativeTypeOf(
  attributes: readonly Attribute[],
  datasource: string,
): { readonly name: string; readonly attribute: Attribute } | null {
  const prefix = `${datasource}.`;
  const attribute = attributes.find(({ name }) => name.startsWith(prefix));
  return attribute === undefined ? null : { name: attribute.name.slice(prefix.length), attribute };
}

/**
 * The argument with that name; without one, the nameless argument at that position among the nameless ones. `position` null where
 * Prisma wants a name.
 */
export function argumentOf(holder: { readonly arguments: readonly Argument[] }, name: string, position: number | null): Argument | null {
  const named = holder.arguments.find((argument) => argument.name === name);
  if (named !== undefined) return named;
  if (position === null) return null;
  return holder.arguments.filter((argument) => argument.name === null)[position] ?? null;
}

/** As `argumentOf`, its value. */
export function argumentValue(holder: { readonly arguments: readonly Argument[] }, name: string, position: number | null): Value | null {
  return argumentOf(holder, name, position)?.value ?? null;
}

export function stringOf(value: Value | null): string | null {
  return value?.type === 'string' ? value.value : null;
}

/** A word such as `Cascade`, `Desc`, `true` or a field's name. */
export function wordOf(value: Value | null): string | null {
  return value?.type === 'word' ? value.text : null;
}

export function numberOf(value: Value | null): number | null {
  return value?.type === 'number' ? Number(value.text) : null;
}

export function booleanOf(value: Value | null): boolean | null {
  const word = wordOf(value);
  return word === 'true' ? true : word === 'false' ? false : null;
}

export type CallValue = Extract<Value, { readonly type: 'call' }>;

export function callOf(value: Value | null, name: string): CallValue | null {
  return value?.type === 'call' && value.name === name ? value : null;
}

/** What a list holds; a single value counts as a list of it, as in Prisma. Empty for null. */
export function itemsOf(value: Value | null): readonly Value[] {
  if (value === null) return [];
  return value.type === 'list' ? value.items : [value];
}

/** The words of a list: `[a, b(sort: Desc)]` gives `a`, `b`. Null if anything in it is neither word nor call. */
export function wordsOf(value: Value | null): readonly string[] | null {
  const words: string[] = [];
  for (const item of itemsOf(value)) {
    if (item.type === 'word') words.push(item.text);
    else if (item.type === 'call') words.push(item.name);
    else return null;
  }
  return words;
}

/** The strings of a list: `["a", "b"]`. Null if anything in it is no string. */
export function stringsOf(value: Value | null): readonly string[] | null {
  const strings: string[] = [];
  for (const item of itemsOf(value)) {
    if (item.type !== 'string') return null;
    strings.push(item.value);
  }
  return strings;
}
