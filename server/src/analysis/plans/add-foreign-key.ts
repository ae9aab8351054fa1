import { quotedName } from '../render/postgres-names';
import { clauseText } from './clause';
import { folderWords, writtenTable } from './names';
import { instantOnly, type PlanKind, refused } from './plan';
import { validateStep } from './validate';

/** A foreign key holds for new rows at once, and is checked for the old ones in the next migration, while everyone reads and writes. */
export const addForeignKey: PlanKind = {
  id: 'add-foreign-key',
  summary: 'Adds a foreign key NOT VALID, and validates it in the next migration.',
  answers: ['foreign-key-validates-under-lock'],
  make: (operation, { text, statement }) => {
    if (operation.kind !== 'add-foreign-key') return null;
    const { constraint, table } = operation;
    if (constraint.name === null) return refused('the foreign key has no name, by which it could be validated');
    if (operation.ifExists || operation.conditional) return refused('the statement may not run');
    const [written, parent] = [writtenTable(table), writtenTable(constraint.references)];
    const columns = constraint.columns.map(({ text: column }) => quotedName(column));
    const held = columns.map((column) => `child.${column} IS NOT NULL`).join(' AND ');
    const matches = constraint.referencedColumns.map(
      ({ text: column }, index) => `parent.${quotedName(column)} = child.${columns[index] ?? ''}`,
    );
    const orphans = `SELECT child.* FROM ${written} child WHERE ${held} AND NOT EXISTS (SELECT FROM ${parent} parent WHERE ${matches.join(' AND ')});`;
    return {
      ok: true,
      plan: {
        id: addForeignKey.id,
        title: 'Add the foreign key without blocking: NOT VALID, then VALIDATE',
        way: 'one-release',
        preferred: true,
        promise: instantOnly('SHARE ROW EXCLUSIVE'),
        replaces: [{ statement: statement.index, operation, replacement: `${clauseText(text, operation)} NOT VALID` }],
        steps: [
          validateStep({
            table: written,
            constraint: constraint.name.text,
            name: folderWords('validate', table.name, ...constraint.columns.map(({ text: column }) => column)),
            purpose: `Checks that ${quotedName(constraint.name.text)} holds for the rows of ${written} that were there before it.`,
            note: matches.length === 0 ? null : `It fails on rows that refer to nothing. Look for them first: ${orphans}`,
          }),
        ],
      },
    };
  },
};
