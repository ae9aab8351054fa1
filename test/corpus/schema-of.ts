import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SchemaFile } from '../../server/src/analysis/schema/schema-text';
import { readSchemaText } from '../../server/src/project/read-schema';
import type { Corpus, History } from './corpus';

/** The schema that a history leads to: a file or a folder of files. */
export function schemaOf({ directory }: Corpus, { root }: History): readonly SchemaFile[] {
  const folder = join(directory, 'histories', root);
  const file = join(folder, 'schema.prisma');
  return readSchemaText(existsSync(file) ? file : join(folder, 'schema'), new Map(), []).files;
}
