import { maximumNameBytes } from '../catalog/default-names';
import type { ColumnDefinition } from '../operation/column';
import type { Constraint } from '../operation/constraint';
import type { Identifier, Name } from '../operation/name';
import type { Operation } from '../operation/operation';
import type { Span } from '../text/span';
import type { MigrationRule } from './rule';

export const identifierTooLong: MigrationRule = {
  id: 'identifier-too-long',
  severity: 'information',
  scope: 'migration',
  summary: 'A new name is longer than 63 bytes, and PostgreSQL cuts it off without an error.',
  help: 'Choose a shorter name, or set one with map: in the schema, so that both sides know it by the same name.',
  speaks: 'sql',
  detect: ({ operations, text, names }) => {
    const bytesOfUnit = beyondAscii.test(text) ? 3 : 1;
    return operations.flatMap(({ operation, statement }) =>
      newNames(operation).flatMap((name) => {
        if (isShort(text, name.span, bytesOfUnit)) return [];
        const written = writtenForm(text, name.span);
        const bytes = encoder.encode(written).length;
        // The name may stand for one that is not written: then its span is that of the clause.
        if (bytes <= maximumNameBytes || !written.startsWith(name.text)) return [];
        const message = `${names.name(written)} has ${bytes} bytes, and PostgreSQL keeps 63.`;
        return [{ message, span: name.span, operation, statement: statement.index }];
      }),
    );
  },
};

const encoder = new TextEncoder();

/** A UTF-16 unit of a text without such is one byte, and of every other at most three. */
const beyondAscii = /[^\0-\x7f]/;

/** Whether all that is written there fits, its quotes and its schema included: almost always, and mostly its length says so. */
function isShort(text: string, { start, end }: Span, bytesOfUnit: number): boolean {
  return (end - start) * bytesOfUnit <= maximumNameBytes || encoder.encode(text.slice(start, end)).length <= maximumNameBytes;
}

/** The last identifier of a dotted name, before the server cut it: the tree holds only what is left of it. */
function writtenForm(text: string, span: Span): string {
  const identifier = /(?:"(?:[^"]|"")*"|[^".]+)$/.exec(text.slice(span.start, span.end))?.[0] ?? '';
  return identifier.startsWith('"') ? identifier.slice(1, -1).replaceAll('""', '"') : identifier.toLowerCase();
}

/** The names that an operation gives to new things. */
function newNames(operation: Operation): readonly Identifier[] {
  switch (operation.kind) {
    case 'create-table':
      return [last(operation.table)].concat(operation.columns.flatMap(columnNames), constraintNames(operation.constraints));
    case 'add-column':
      return columnNames(operation.column);
    case 'create-index':
      return operation.name === null ? [] : [operation.name];
    case 'add-primary-key':
    case 'add-unique':
    case 'add-foreign-key':
    case 'add-check':
    case 'add-exclusion':
      return constraintNames([operation.constraint]);
    case 'rename-table':
    case 'rename-column':
    case 'rename-index':
    case 'rename-constraint':
    case 'rename-type':
      return [operation.to];
    case 'create-enum':
    case 'create-domain':
    case 'create-type':
      return [last(operation.type)];
    case 'create-view':
      return [last(operation.view)];
    case 'create-function':
      return [last(operation.function)];
    case 'create-trigger':
      return [operation.trigger];
    case 'create-policy':
      return [operation.policy];
    default:
      return [];
  }
}

function last(name: Name): Identifier {
  return { text: name.name, span: name.span };
}

function columnNames(column: ColumnDefinition): readonly Identifier[] {
  return [column.name].concat(constraintNames(column.constraints));
}

function constraintNames(constraints: readonly Constraint[]): readonly Identifier[] {
  return constraints.flatMap(({ name }) => name ?? []);
}
