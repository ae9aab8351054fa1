import type { Sight } from './described';
import type { DiffOptions } from './options';

/**
 * What Prisma does with partial indexes: until 7.3 it did not see them; 7.4 saw them and dropped those that the schema does not
 * have; since 7.5 it leaves them alone, unless the preview feature `partialIndexes` makes them its business.
 * https://github.com/prisma/prisma/issues/29220 · https://github.com/prisma/prisma-engines/issues/5789
 */
export function sightOf({
  schemas,
  prismaVersion,
  previewFeatures,
}: Pick<DiffOptions, 'schemas' | 'prismaVersion' | 'previewFeatures'>): Sight {
  return { schemas, partialIndexes: partialIndexes(prismaVersion, previewFeatures) };
}

function partialIndexes(version: string | null, features: ReadonlySet<string>): Sight['partialIndexes'] {
  if (version !== null && isBefore(version, 7, 4)) return 'hidden';
  if (features.has('partialIndexes')) return 'seen';
  return version !== null && isBefore(version, 7, 5) ? 'seen' : 'kept';
}

/** Whether a version like `6.19.0` or `7.4.0-dev.1` is older than major.minor. What is no version counts as the newest. */
export function isBefore(version: string, major: number, minor: number): boolean {
  const found = /(\d+)\.(\d+)/.exec(version);
  if (found === null) return false;
  const [here, there] = [Number(found[1]), Number(found[2])];
  return here < major || (here === major && there < minor);
}
