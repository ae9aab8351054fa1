import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { workingDirectoryOf } from '../../project/evaluate-config';
import { majorOf } from '../../project/prisma-version';
import type { Project } from '../../project/project';
import { readText } from '../../project/read-files';

/** A SQLite database. */
export interface SqliteAddress {
  /** Absolute. */
  readonly file: string;
  /** To be shown: relative to the project where it lies there. */
  readonly target: string;
}

export type ReadSqliteAddress = { readonly ok: true; readonly address: SqliteAddress } | { readonly ok: false; readonly problem: string };

/**
 * A relative path counts from the directory of the file with the datasource, since Prisma 7 from that of `prisma.config.*`.
 * Source: https://github.com/prisma/prisma/pull/28514
 */
export function readSqliteAddress(text: string, project: Project): ReadSqliteAddress {
  const path = /^file:(?:\/\/(?=\/))?([^?]*)/.exec(text)?.[1];
  if (path === undefined || path === '') return { ok: false, problem: 'is no address of a SQLite file such as file:./dev.db' };
  const file = resolve(urlBase(project), path);
  const short = relative(project.root, file);
  return { ok: true, address: { file, target: short.startsWith('..') || isAbsolute(short) ? file : short } };
}

/** From where relative paths in a connection URL count. */
export function urlBase({ root, config, schema, schemaFiles, prismaVersion }: Project): string {
  const major = majorOf(prismaVersion);
  if (major !== null && major >= 7) return config === null ? root : workingDirectoryOf(config.file);
  const datasource = schemaFiles.find((file) => /^[ \t]*datasource\s/m.test(readText(file) ?? '')) ?? schemaFiles[0] ?? schema;
  return datasource == null ? root : dirname(datasource);
}
