import type { OperationOf } from '../operation/operation';
import { quoted, writtenName } from '../wording/wording';
import { operationRule } from './rule';

const kinds = [
  'drop-table',
  'drop-column',
  'drop-constraint',
  'drop-index',
  'drop-view',
  'drop-type',
  'drop-sequence',
  'drop-function',
  'drop-schema',
  'drop-extension',
  'drop-trigger',
] as const;

export const dropCascade = operationRule({
  id: 'drop-cascade',
  severity: 'off',
  summary: 'DROP … CASCADE also drops what depends on it, without naming it.',
  help: 'Drop what depends on it by name first; without CASCADE the server refuses to drop what was overlooked.',
  speaks: 'sql',
  on: kinds,
  detect: (operation) => (operation.cascade ? [{ message: `CASCADE drops whatever depends on ${nameOf(operation)}, named or not.` }] : []),
});

function nameOf(operation: OperationOf<(typeof kinds)[number]>): string {
  switch (operation.kind) {
    case 'drop-table':
      return writtenName(operation.table);
    case 'drop-column':
      return `${writtenName(operation.table)}.${quoted(operation.column.text)}`;
    case 'drop-constraint':
      return quoted(operation.constraint.text);
    case 'drop-index':
      return writtenName(operation.index);
    case 'drop-view':
      return writtenName(operation.view);
    case 'drop-type':
      return writtenName(operation.type);
    case 'drop-sequence':
      return writtenName(operation.sequence);
    case 'drop-function':
      return writtenName(operation.function);
    case 'drop-schema':
      return quoted(operation.schema.text);
    case 'drop-extension':
      return quoted(operation.extension.text);
    case 'drop-trigger':
      return quoted(operation.trigger.text);
  }
}
