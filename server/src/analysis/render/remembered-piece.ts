import type { ObjectId } from '../catalog/catalog';
import type { Change } from '../catalog/diff/change';
import { objectId } from '../catalog/references';
import type { SchemaSpelling } from './schema-spelling';
import type { SqlPiece } from './sql-text';

interface Remembered {
  readonly kind: Change['kind'];
  readonly table: ObjectId;
  readonly isFirst: boolean;
  readonly style: string;
  readonly source: unknown;
  readonly piece: SqlPiece;
}

const pieces = new WeakMap<object, Remembered>();

/**
 * What is written for a change; the same as before as long as what it creates or alters is the same object, and the schema spells it
 * in the same way. From one keystroke to the next most are. `style`: all that decides how names are written.
 */
export function rememberedPiece(
  change: Change,
  isFirst: boolean,
  style: string,
  spelling: SchemaSpelling,
  write: () => SqlPiece,
): SqlPiece {
  const about = subjectOf(change);
  if (about === null) return write();
  const { kind } = change;
  const { table } = about;
  const source = spelling.source(table);
  const known = pieces.get(about.object);
  const isSame = known?.kind === kind && known.table === table && known.isFirst === isFirst && known.style === style;
  if (isSame && known.source === source) return known.piece;
  const piece = write();
  pieces.set(about.object, { kind, table, isFirst, style, source, piece });
  return piece;
}

/** The object that says all of a change to one table; null for any other change. */
function subjectOf(change: Change): { readonly table: ObjectId; readonly object: object } | null {
  switch (change.kind) {
    case 'create-table':
      return { table: objectId(change.table.schema, change.table.name), object: change.table };
    case 'alter-table':
      return { table: change.table, object: change.clauses };
    case 'create-index':
      return { table: change.index.table, object: change.index };
    case 'add-foreign-key':
      return { table: change.table, object: change.foreignKey };
    default:
      return null;
  }
}
