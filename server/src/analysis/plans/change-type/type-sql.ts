import type { ColumnType } from '../../catalog/catalog';
import { columnType } from '../../render/postgres-column';
import { quotedName, splitId } from '../../render/postgres-names';
import { noSpelling } from '../../render/schema-spelling';
import { writtenTable } from '../names';

/** A type as Prisma writes it: `TIMESTAMP(3)`, `"Role"[]`. */
export function typeSql(type: ColumnType, isQualified: boolean): string {
  const nameOf = (id: string): string => (isQualified ? writtenTable(splitId(id)) : quotedName(splitId(id).name));
  const column = { name: '', type, notNull: false, default: null, identity: null, generated: null, collation: null };
  return columnType('', column, { nameOf, nameBefore: nameOf, spelling: noSpelling });
}
