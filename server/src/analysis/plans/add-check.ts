import { quotedName } from '../render/postgres-names';
import { clauseText } from './clause';
import { folderWords, writtenTable } from './names';
import { instantOnly, type PlanKind, refused } from './plan';
import { validateStep } from './validate';

/** A check holds for new rows at once, and is checked for the old ones in the next migration, while everyone reads and writes. */
export const addCheck: PlanKind = {
  id: 'add-check',
  summary: 'Adds a check NOT VALID, and validates it in the next migration.',
  answers: ['check-validates-under-lock'],
  make: (operation, { text, statement }) => {
    if (operation.kind !== 'add-check') return null;
    const { constraint, table } = operation;
    if (constraint.name === null) return refused('the check has no name, by which it could be validated');
    if (operation.ifExists || operation.conditional) return refused('the statement may not run');
    const written = writtenTable(table);
    return {
      ok: true,
      plan: {
        id: addCheck.id,
        title: 'Add the check without blocking: NOT VALID, then VALIDATE',
        way: 'one-release',
        preferred: true,
        promise: instantOnly('ACCESS EXCLUSIVE'),
        replaces: [{ statement: statement.index, operation, replacement: `${clauseText(text, operation)} NOT VALID` }],
        steps: [
          validateStep({
            table: written,
            constraint: constraint.name.text,
            name: folderWords('validate', constraint.name.text),
            purpose: `Checks that ${quotedName(constraint.name.text)} holds for the rows of ${written} that were there before it.`,
            note: `It fails on rows that do not fit. Look for them first: SELECT * FROM ${written} WHERE NOT (${constraint.expression.text});`,
          }),
        ],
      },
    };
  },
};
