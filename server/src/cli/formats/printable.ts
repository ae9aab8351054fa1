/**
 * Text of a migration for a terminal. Control characters would move the cursor, change colours or break the line, so what
 * stands for something unprintable stands for them.
 */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '\uFFFD');
}
