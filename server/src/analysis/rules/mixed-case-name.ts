import { findTable, idForNew } from '../catalog/resolve';
import type { Identifier } from '../operation/name';
import type { AddColumn, CreateTable, RenameColumn, RenameTable } from '../operation/table';
import type { Span } from '../text/span';
import { operationRule } from './rule';

export const mixedCaseName = operationRule({
  id: 'mixed-case-name',
  severity: 'off',
  summary: 'A table or column gets a name that has to be quoted wherever it is used.',
  help: 'Name it in snake_case in the database, with @map or @@map, and keep the name of the field or model.',
  speaks: 'everywhere',
  on: ['create-table', 'add-column', 'rename-table', 'rename-column'],
  detect: (operation, { beforeOperation, names }) => {
    const relation = findTable(beforeOperation, operation.table)?.id ?? idForNew(beforeOperation, operation.table);
    return newNames(operation)
      .filter(({ text }) => needsQuotes(text))
      .map(({ text, span }) => ({ message: `${names.name(text)} has to be quoted wherever SQL names it.`, span, relation }));
  },
});

function newNames(
  operation: CreateTable | AddColumn | RenameTable | RenameColumn,
): readonly { readonly text: string; readonly span: Span }[] {
  switch (operation.kind) {
    case 'create-table':
      return [{ text: operation.table.name, span: operation.table.span }, ...operation.columns.map(({ name }): Identifier => name)];
    case 'add-column':
      return [operation.column.name];
    case 'rename-table':
    case 'rename-column':
      return [operation.to];
  }
}

/** Whether the server would read another name without quotes. */
function needsQuotes(name: string): boolean {
  return !/^[a-z_][a-z0-9_$]*$/.test(name);
}
