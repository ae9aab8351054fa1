/**
 * Ends an exhaustive `switch`: TypeScript refuses the call while a case is missing.
 * @throws Error when an untyped value reaches it all the same.
 */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
