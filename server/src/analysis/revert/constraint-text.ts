import type { ObjectId, TableConstraint, TableForeignKey } from '../catalog/catalog';
import type { ReferentialAction } from '../operation/constraint';
import { quotedName } from '../render/postgres-names';
import { objectName } from '../wording/wording';
import type { Definitions } from './definitions';
import type { NameOf } from './names';
import { type Pieces, unwritable, written } from './statements';
import type { Writing } from './table-differences';

/** The statement that brings a constraint back: as it was written where a catalog keeps less than that. */
export function constraintPieces(table: ObjectId, constraint: TableConstraint, { nameOf, definitions }: Writing): Pieces {
  const add = (clause: string): string => `ALTER TABLE ${nameOf(table)} ADD ${clause}`;
  const named = `CONSTRAINT ${quotedName(constraint.name)}`;
  const earlier = definitionOf(table, constraint, definitions);
  switch (constraint.type) {
    case 'primary-key':
      return written('create-keys', add(`${named} PRIMARY KEY (${columns(constraint.columns)})`));
    case 'unique':
      return written('create-keys', add(earlier ?? `${named} UNIQUE (${columns(constraint.columns)})`));
    case 'exclusion':
      return earlier === null
        ? unwritable(`the text of the exclusion constraint ${quotedName(constraint.name)} on ${objectName(table)} is not found`)
        : written('create-keys', add(earlier));
    case 'check':
      return written('create-checks', add(`${named} CHECK (${constraint.text})${validity(constraint)}`));
    case 'foreign-key':
      return written('create-foreign-keys', add(foreignKey(named, constraint, earlier, nameOf)));
    case 'not-null':
      return written('create-checks', add(`${named} NOT NULL ${quotedName(constraint.column)}${constraint.valid ? '' : ' NOT VALID'}`));
  }
}

/** Whether it can be deferred, how nulls count: what the catalog leaves out. Null where the text says nothing beyond it. */
function definitionOf(table: ObjectId, { type, name }: TableConstraint, definitions: Definitions): string | null {
  const [found] = definitions.find({ kind: 'constraint', id: table, name });
  if (found === undefined) return null;
  return type === 'exclusion' || /\bDEFERRABLE\b|\bNULLS\b|\bINCLUDE\b|\bWITH\b/i.test(found.text) ? found.text : null;
}

function foreignKey(named: string, key: TableForeignKey, earlier: string | null, nameOf: NameOf): string {
  if (earlier !== null) return earlier;
  const { onDelete, onUpdate, references, referencedColumns } = key;
  const referenced = referencedColumns.length === 0 ? '' : `(${columns(referencedColumns)})`;
  const actionWords = `ON DELETE ${actions[onDelete]} ON UPDATE ${actions[onUpdate]}`;
  return `${named} FOREIGN KEY (${columns(key.columns)}) REFERENCES ${nameOf(references)}${referenced} ${actionWords}${validity(key)}`;
}

function validity({ valid, enforced }: { readonly valid: boolean; readonly enforced: boolean }): string {
  return `${enforced ? '' : ' NOT ENFORCED'}${valid || !enforced ? '' : ' NOT VALID'}`;
}

const actions: Readonly<Record<ReferentialAction, string>> = {
  cascade: 'CASCADE',
  'no-action': 'NO ACTION',
  restrict: 'RESTRICT',
  'set-default': 'SET DEFAULT',
  'set-null': 'SET NULL',
};

function columns(names: readonly string[]): string {
  return names.map(quotedName).join(', ');
}
