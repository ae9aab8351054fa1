/**
 * Whether two pieces of plain data, such as objects of a catalog, are equal in all they hold. What is the same object in both is not looked
 * into; members in another order count as a difference, and so does everything that is not plain.
 */
export function sameData(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isPlain(a) || !isPlain(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const [entries, others] = [Object.entries(a), Object.entries(b)];
  return (
    entries.length === others.length &&
    entries.every(([key, value]: readonly [string, unknown], place) => {
      const other: readonly [string, unknown] | undefined = others[place];
      return other !== undefined && key === other[0] && sameData(value, other[1]);
    })
  );
}

function isPlain(data: unknown): data is object {
  if (typeof data !== 'object' || data === null) return false;
  return Array.isArray(data) || Object.getPrototypeOf(data) === Object.prototype;
}
