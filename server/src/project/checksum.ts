import { createHash } from 'node:crypto';

/**
 * Whether a file is what was applied, as Prisma decides it: git may have changed its line ends, and early versions wrote the bytes
 * without leading zeros.
 * Source: https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/schema-connector/src/checksum.rs
 */
export function matchesChecksum(bytes: Buffer, checksum: string): boolean {
  const written = checksum !== '' && checksum.length !== 64 ? withoutZeros : (digits: string): string => digits;
  const matches = (content: Buffer | string): boolean => written(createHash('sha256').update(content).digest('hex')) === checksum;
  if (matches(bytes)) return true;
  const text = bytes.toString('utf8');
  return matches(text.replaceAll('\r\n', '\n')) || matches(text.replaceAll('\n', '\r\n'));
}

/** Each byte without the zero in front. */
function withoutZeros(digits: string): string {
  return digits.replace(/0([0-9a-f])|([0-9a-f]{2})/g, '$1$2');
}
