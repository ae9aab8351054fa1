const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000 };

/** Milliseconds of `500ms`, `5s` or `2min`; null for anything else, and for nothing at all. */
export function milliseconds(text: string): number | null {
  const [, count, unit] = /^([1-9]\d{0,6})(ms|s|min)$/.exec(text) ?? [];
  const factor = units[unit ?? ''];
  return factor === undefined ? null : Number(count) * factor;
}
