import { isBefore } from '../catalog/diff/prisma-version';

/** What decides which names Prisma writes with their schema. */
export interface NameStyle {
  /** `schemas` of the datasource; empty where there is none. */
  readonly schemas: readonly string[];
  /** Of the project; null, where it is not known, means the newest. */
  readonly prismaVersion: string | null;
  /** See `DiffOptions.from`. */
  readonly from: 'migrations' | 'schema';
}

const defaultSchema = 'public';

/**
 * Whether names of a schema are written with it: where the datasource lists schemas. From 6.13 to 6.16 Prisma wrote every name
 * so; since 7.1 it leaves the schema of the connection out, for which `public` stands here.
 * https://github.com/prisma/prisma-engines/pull/5614 · https://github.com/prisma/prisma-engines/pull/5699
 */
export function isQualified(schema: string, { schemas, prismaVersion }: NameStyle): boolean {
  if (prismaVersion !== null && !isBefore(prismaVersion, 6, 13) && isBefore(prismaVersion, 6, 17)) return true;
  const leavesDefaultOut = prismaVersion === null || !isBefore(prismaVersion, 7, 1);
  return schemas.length > 0 && !(leavesDefaultOut && schema === defaultSchema);
}

/**
 * Whether Prisma writes the schema of an enum's old values and of the columns with its defaults: since 6.13, because it knows the
 * schema of all that it reads from a database, and asks there for no more.
 */
export function isQualifiedBefore({ prismaVersion, from }: NameStyle): boolean {
  return from === 'migrations' && (prismaVersion === null || !isBefore(prismaVersion, 6, 13));
}
