import type { Catalog, Index, ObjectId } from '../../catalog/catalog';
import { indexesOf } from '../../catalog/resolve';
import { quotedName, splitId } from '../../render/postgres-names';
import type { Side, Successor } from './successor';

/** Writes the name of a table or index as the migration writes its own. */
export type NameOf = (id: ObjectId) => string;

export type Written = { readonly ok: true; readonly sql: readonly string[] } | { readonly ok: false; readonly reason: string };

/** The statements that make one table of the other: names change, rows stay where they are. All of them last an instant. */
export function renamingStatements(successor: Successor, before: Catalog, after: Catalog, nameOf: NameOf): Written {
  const { from, to, sides } = successor;
  const table = nameOf(to);
  const key = keyStatements(successor, before, after, nameOf);
  if (!key.ok) return key;
  return {
    ok: true,
    sql: [
      `ALTER TABLE ${nameOf(from)} RENAME TO ${quotedName(splitId(to).name)}`,
      ...sides.map((side) => `ALTER TABLE ${table} RENAME COLUMN ${quotedName(side.from)} TO ${quotedName(side.to)}`),
      ...key.sql,
      ...sides.flatMap((side) => foreignKeyStatements(side, table, nameOf)),
    ],
  };
}

/** A foreign key with other actions is made anew, and validated later. */
function foreignKeyStatements(side: Side, table: string, nameOf: NameOf): readonly string[] {
  const { before, after } = side;
  if (isSameKey(side)) {
    const isSame = before.name === after.name;
    return isSame ? [] : [`ALTER TABLE ${table} RENAME CONSTRAINT ${quotedName(before.name)} TO ${quotedName(after.name)}`];
  }
  const referenced = `${nameOf(after.references)} (${after.referencedColumns.map(quotedName).join(', ')})`;
  const actions = `ON DELETE ${actionText(after.onDelete)} ON UPDATE ${actionText(after.onUpdate)}`;
  return [
    `ALTER TABLE ${table} DROP CONSTRAINT ${quotedName(before.name)},\n` +
      `ADD CONSTRAINT ${quotedName(after.name)} FOREIGN KEY (${quotedName(side.to)}) REFERENCES ${referenced} ${actions} NOT VALID`,
  ];
}

/** Whether the foreign key goes on as it is, apart from its name. */
export function isSameKey({ before, after }: Side): boolean {
  return (
    before.onDelete === after.onDelete &&
    before.onUpdate === after.onUpdate &&
    before.referencedColumns.join() === after.referencedColumns.join() &&
    before.valid
  );
}

function actionText(action: Side['after']['onDelete']): string {
  return action.replace('-', ' ').toUpperCase();
}

/** The unique index over both columns becomes the primary key; the one over `B` goes on, or goes. */
function keyStatements({ from, to, next, sides }: Successor, before: Catalog, after: Catalog, nameOf: NameOf): Written {
  const table = nameOf(to);
  const primary = next.constraints.find(({ type }) => type === 'primary-key');
  const [a, b] = sides;
  if (primary?.type !== 'primary-key' || primary.columns.join() !== [a.to, b.to].join()) {
    const wanted = `@@id([${a.to}, ${b.to}])`;
    return { ok: false, reason: `the key of the model is not ${wanted}, for which there is an index already` };
  }
  const sql: string[] = [];
  for (const index of indexesOf(before, from)) {
    const columns = index.keys.map((key) => (key.type === 'column' ? key.column : ''));
    if (index.unique && columns.join() === 'A,B') {
      sql.push(
        index.constraint === null
          ? `ALTER TABLE ${table} ADD CONSTRAINT ${quotedName(primary.name)} PRIMARY KEY USING INDEX ${quotedName(index.name)}`
          : `ALTER TABLE ${table} RENAME CONSTRAINT ${quotedName(index.constraint)} TO ${quotedName(primary.name)}`,
      );
      continue;
    }
    const id = `${index.schema}.${index.name}`;
    const goesOn = indexesOf(after, to).find((other) => isSameIndex(index, other, sides));
    sql.push(goesOn === undefined ? `DROP INDEX ${nameOf(id)}` : `ALTER INDEX ${nameOf(id)} RENAME TO ${quotedName(goesOn.name)}`);
  }
  return { ok: true, sql };
}

function isSameIndex(index: Index, other: Index, sides: Successor['sides']): boolean {
  const renamed = index.keys.map((key) => (key.type === 'column' ? (sides.find(({ from }) => from === key.column)?.to ?? '') : ''));
  const isPlain = ({ where, include, constraint, method }: Index): boolean =>
    where === null && include.length === 0 && constraint === null && method === 'btree';
  const keys = other.keys.map((key) => (key.type === 'column' && !key.descending ? key.column : '-'));
  return isPlain(index) && isPlain(other) && index.unique === other.unique && keys.join() === renamed.join();
}

/** Indexes of the model over which rows there is none yet. */
export function missingIndexes({ from, to, sides }: Successor, before: Catalog, after: Catalog): readonly Index[] {
  return indexesOf(after, to).filter(
    (other) => other.constraint === null && !indexesOf(before, from).some((index) => isSameIndex(index, other, sides)),
  );
}
