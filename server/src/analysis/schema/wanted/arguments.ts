import { argumentValue } from '../attributes';
import { isBroken } from '../position';
import type { Argument, Attribute, Block, Value } from '../schema';

// What can be half-typed has three answers: a value, `null` where none is written, `undefined` where what is written cannot be read.

/** A text that must not be empty. */
export function textOf(value: Value | null): string | null | undefined {
  if (value === null) return null;
  return value.type === 'string' && value.value !== '' ? value.value : undefined;
}

/** The text that an attribute is nothing without: `@map("…")`. */
export function requiredText(block: Block, attribute: Attribute, argument: string): string | undefined {
  return isBroken(block, attribute) ? undefined : (textOf(argumentValue(attribute, argument, 0)) ?? undefined);
}

/** One of the words of a table. */
export function wordIn<T>(words: ReadonlyMap<string, T>, value: Value | null): T | null | undefined {
  if (value === null) return null;
  return value.type === 'word' ? words.get(value.text) : undefined;
}

/** Names of fields: `[authorId, tenantId]`; Prisma takes a name alone for a list of it. */
export function fieldNames(value: Value | null): readonly string[] | null | undefined {
  if (value === null) return null;
  const items = value.type === 'list' ? value.items : [value];
  const names = items.flatMap((item) => (item.type === 'word' ? [item.text] : []));
  return names.length === items.length && names.length > 0 ? names : undefined;
}

/** The text in `raw("…")` and `dbgenerated("…")`; null for `dbgenerated()`. */
export function textInCall(value: Value, name: string): string | null | undefined {
  if (value.type !== 'call' || value.name !== name) return undefined;
  const [argument, ...others] = value.arguments;
  if (argument === undefined) return null;
  return others.length === 0 && argument.value.type === 'string' ? argument.value.value : undefined;
}

/** A value as it is written, for people; in its usual spelling. */
export function valueText(value: Value): string {
  switch (value.type) {
    case 'string':
      return JSON.stringify(value.value);
    case 'number':
    case 'word':
      return value.text;
    case 'call':
      return `${value.name}(${value.arguments.map(argumentText).join(', ')})`;
    case 'list':
      return `[${value.items.map(valueText).join(', ')}]`;
    case 'object':
      return `{ ${value.entries.map(({ name, value: entry }) => `${name.text}: ${valueText(entry)}`).join(', ')} }`;
    case 'invalid':
      return '';
  }
}

function argumentText({ name, value }: Argument): string {
  return name === null ? valueText(value) : `${name}: ${valueText(value)}`;
}
