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

/** What is written for what goes, by all that it is written from. */
const goings = new Map<string, SqlPiece>();

/** Most drops stay while a schema is edited. With more of them, none is remembered for long. */
const mostGoings = 1_000;

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
  const gone = nameOfGone(change);
  if (gone !== null) return rememberedGoing([gone, isFirst, style].join(between), write);
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

function rememberedGoing(key: string, write: () => SqlPiece): SqlPiece {
  const known = goings.get(key);
  if (known !== undefined) return known;
  const piece = write();
  if (goings.size >= mostGoings) goings.clear();
  goings.set(key, piece);
  return piece;
}

/** All that a change says, where that is but the name of what it drops; null for any other change. */
function nameOfGone(change: Change): string | null {
  switch (change.kind) {
    case 'drop-table':
      return [change.kind, change.table].join(between);
    case 'drop-foreign-key':
      return [change.kind, change.table, change.name].join(between);
    case 'drop-index':
      return [change.kind, change.index.table, change.index.schema, change.index.name].join(between);
    default:
      return null;
  }
}

/** No name holds it. */
const between = '\0';

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
