import type { Catalog, ObjectId } from '../catalog/catalog';
import { findTable, idForNew } from '../catalog/resolve';
import type { ColumnDefinition } from '../operation/column';
import type { AddColumn, ChangeType, CreateTable } from '../operation/table';
import type { TypeName } from '../operation/type';
import type { Span } from '../text/span';

/** Operations that choose the type of a column. */
export const columnTypeKinds = ['create-table', 'add-column', 'change-type'] as const;

/** A column whose type the author has just chosen. */
export interface TypedColumn {
  readonly table: ObjectId;
  readonly name: string;
  readonly type: TypeName;
  /** Null where only the type of an existing column changes. */
  readonly definition: ColumnDefinition | null;
  readonly span: Span;
}

/** The columns that an operation defines, or whose type it changes. */
export function typedColumns(operation: CreateTable | AddColumn | ChangeType, before: Catalog): readonly TypedColumn[] {
  const table = findTable(before, operation.table)?.id ?? idForNew(before, operation.table);
  if (operation.kind === 'change-type') {
    return [{ table, name: operation.column.text, type: operation.type, definition: null, span: operation.span }];
  }
  const definitions = operation.kind === 'create-table' ? operation.columns : [operation.column];
  return definitions.flatMap((definition) =>
    definition.type === null ? [] : [{ table, name: definition.name.text, type: definition.type, definition, span: definition.span }],
  );
}
