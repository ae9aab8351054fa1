import type { Constraint } from '../operation/constraint';
import type { IndexKey } from '../operation/index-operation';
import type { Operation } from '../operation/operation';
import type { Span } from '../text/span';
import { listed, quoted, writtenName } from './wording';

/** What an operation is, in words: `drop column "User"."email"`. `sql` is the text that it was read from. */
export function operationWords(operation: Operation, sql: string): string {
  const text = ({ start, end }: Span): string => sql.slice(start, end).replace(/\s+/g, ' ');
  switch (operation.kind) {
    case 'create-table':
    case 'drop-table':
      return `${plain(operation)} ${writtenName(operation.table)}`;
    case 'add-column': {
      const { name, type, notNull } = operation.column;
      const typed = type === null ? '' : ` ${text(type.span)}`;
      return `add column ${writtenName(operation.table)}.${quoted(name.text)}${typed}${notNull ? ', required' : ''}`;
    }
    case 'change-type':
      return `change type of ${writtenName(operation.table)}.${quoted(operation.column.text)} to ${text(operation.type.span)}`;
    case 'set-default':
      return `set default of ${writtenName(operation.table)}.${quoted(operation.column.text)} to ${operation.default.text}`;
    case 'set-not-null':
      return `make ${writtenName(operation.table)}.${quoted(operation.column.text)} required`;
    case 'drop-not-null':
      return `make ${writtenName(operation.table)}.${quoted(operation.column.text)} optional`;
    case 'drop-column':
      return `drop column ${writtenName(operation.table)}.${quoted(operation.column.text)}`;
    case 'drop-default':
      return `drop default of ${writtenName(operation.table)}.${quoted(operation.column.text)}`;
    case 'add-primary-key':
    case 'add-unique':
    case 'add-foreign-key':
    case 'add-check':
    case 'add-exclusion':
    case 'add-not-null-constraint':
      return `${plain(operation)}${constraintName(operation.constraint)} on ${writtenName(operation.table)}`;
    case 'drop-constraint':
      return `drop constraint ${quoted(operation.constraint.text)} of ${writtenName(operation.table)}`;
    case 'rename-constraint':
      return `rename constraint ${quoted(operation.constraint.text)} of ${writtenName(operation.table)} to ${quoted(operation.to.text)}`;
    case 'create-index': {
      const { unique, name, table, keys } = operation;
      const named = name === null ? '' : ` ${quoted(name.text)}`;
      return `create ${unique ? 'unique index' : 'index'}${named} on ${writtenName(table)} (${keys.map(keyWords).join(', ')})`;
    }
    case 'drop-index':
      return `drop index ${writtenName(operation.index)}`;
    case 'rename-index':
      return `rename index ${writtenName(operation.index)} to ${quoted(operation.to.text)}`;
    case 'create-enum':
      return `create enum ${writtenName(operation.type)} with ${listed(operation.values.map((value) => value.text))}`;
    case 'add-enum-value':
      return `add value ${operation.value.text} to enum ${writtenName(operation.type)}`;
    case 'rename-type':
      return `rename type ${writtenName(operation.type)} to ${quoted(operation.to.text)}`;
    case 'drop-type':
      return `drop type ${writtenName(operation.type)}`;
    default:
      return plain(operation);
  }
}

/** `create-sequence` → `create sequence`. */
function plain({ kind }: Operation): string {
  return kind.replaceAll('-', ' ');
}

function constraintName({ name }: Constraint): string {
  return name === null ? '' : ` ${quoted(name.text)}`;
}

function keyWords(key: IndexKey): string {
  return `${key.type === 'column' ? quoted(key.column.text) : key.expression.text}${key.descending ? ' descending' : ''}`;
}
