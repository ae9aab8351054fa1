import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isBundled } from '../../../project/build-id';
import extensions from './own-extensions.json';

/** The version of PGlite that comes along; its PostgreSQL is 17. */
export const ownVersion = '0.4.3';

/** Where its files lie: packed beside the bundles, or in its package. */
export function ownFolder(): string {
  return isBundled ? join(__dirname, 'pglite') : dirname(createRequire(__filename).resolve('@electric-sql/pglite'));
}

/**
 * The archive of an extension by the name that SQL has for it. Null for one that does not come along: those do that applications keep and
 * search their rows with, but not pgcrypto, which holds OpenSSL and is a third as large as all of PostgreSQL.
 */
export function ownExtension(name: string): string | null {
  return extensions.includes(name) ? join(ownFolder(), `${name}.tar.gz`) : null;
}
