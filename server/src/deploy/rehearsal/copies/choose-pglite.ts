import type { PgliteSource } from '../process/messages';
import { findPglite } from './find-pglite';
import { ownExtension, ownFolder, ownVersion } from './own-pglite';

/** The embedded PostgreSQL that a rehearsal runs on. */
export interface ChosenPglite {
  readonly source: PgliteSource;
  readonly version: string;
  /** File of an extension by the name that SQL has for it; null where it has none. */
  readonly extension: (name: string) => string | null;
}

/**
 * The one that the project has installed, where it is not older than the one that comes along: it has all extensions, and perhaps a newer
 * PostgreSQL. Prisma 7 brings one with itself.
 */
export function choosePglite(root: string): ChosenPglite {
  const installed = findPglite(root);
  if (installed !== null && isNotOlder(installed.version, ownVersion))
    return { source: { type: 'installed', file: installed.file }, version: installed.version, extension: installed.extension };
  return { source: { type: 'own', folder: ownFolder() }, version: ownVersion, extension: ownExtension };
}

/** By the three numbers: what stands behind a hyphen makes no difference here. */
function isNotOlder(version: string, other: string): boolean {
  const [numbers, others] = [version, other].map((text) => text.split(/[.-]/, 3).map(Number));
  for (const [index, number] of (numbers ?? []).entries()) {
    const against = others?.[index] ?? 0;
    if (number !== against) return number > against;
  }
  return true;
}
