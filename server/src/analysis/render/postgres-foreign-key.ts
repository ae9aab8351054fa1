import type { Change } from '../catalog/diff/change';
import type { ReferentialAction } from '../operation/constraint';
import { type NameOf, quotedName, quotedNames } from './postgres-names';
import type { SqlWriter } from './sql-writer';

const actions: Readonly<Record<ReferentialAction, string>> = {
  cascade: 'CASCADE',
  'no-action': 'NO ACTION',
  restrict: 'RESTRICT',
  'set-default': 'SET DEFAULT',
  'set-null': 'SET NULL',
};

export function writeForeignKey(
  writer: SqlWriter,
  { table, foreignKey }: Extract<Change, { kind: 'add-foreign-key' }>,
  nameOf: NameOf,
): void {
  const { name, columns, references, referencedColumns, onDelete, onUpdate } = foreignKey;
  writer.part({ type: 'constraint', table, name }, () =>
    writer.write(
      `ALTER TABLE ${nameOf(table)} ADD CONSTRAINT ${quotedName(name)} FOREIGN KEY (${quotedNames(columns)}) ` +
        `REFERENCES ${nameOf(references)}(${quotedNames(referencedColumns)}) ON DELETE ${actions[onDelete]} ON UPDATE ${actions[onUpdate]}`,
    ),
  );
}
