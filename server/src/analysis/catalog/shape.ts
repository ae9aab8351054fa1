/** Whether a value that came from outside has the form of a `T`. */
export type Shape<T> = (value: unknown) => value is T;

export const text: Shape<string> = (value): value is string => typeof value === 'string';

export const flag: Shape<boolean> = (value): value is boolean => typeof value === 'boolean';

export const integer: Shape<number> = (value): value is number => Number.isInteger(value);

export function word<const W extends string>(...words: readonly W[]): Shape<W> {
  const known: ReadonlySet<unknown> = new Set(words);
  return (value): value is W => known.has(value);
}

export function listOf<T>(item: Shape<T>): Shape<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(item);
}

export function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return (value): value is T | null => value === null || shape(value);
}

/** An object with these properties, and possibly others. */
export function record<T extends object>(properties: { readonly [P in keyof T]-?: Shape<T[P]> }): Shape<T> {
  const shapes = Object.entries<Shape<unknown>>(properties);
  return (value): value is T => isObject(value) && shapes.every(([name, shape]) => shape(value[name]));
}

/** One of the members of a union that its `type` tells apart. */
export function variant<T extends { readonly type: string }>(
  members: {
    readonly [N in T['type']]: Shape<T & { readonly type: N }>;
  },
): Shape<T> {
  const shapes: ReadonlyMap<unknown, Shape<unknown>> = new Map(Object.entries<Shape<unknown>>(members));
  return (value): value is T => isObject(value) && shapes.get(value.type)?.(value) === true;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
