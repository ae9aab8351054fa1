import type { OperationOf } from '../../operation/operation';
import type { ObjectId } from '../catalog';
import { resolveType } from '../column-type';
import type { CatalogDraft } from '../draft';
import { findTable } from '../resolve';
import { storeExpression } from '../stored-expression';
import { addConstraint } from './add-constraint';
import { addColumn, addIdentity, changeColumn, dropIdentity, dropNotNull, setNotNull } from './columns';
import { dropColumn } from './drop-column';
import { renameColumn } from './rename-column';

type ColumnOperation = OperationOf<
  | 'add-column'
  | 'drop-column'
  | 'rename-column'
  | 'change-type'
  | 'set-default'
  | 'drop-default'
  | 'set-not-null'
  | 'drop-not-null'
  | 'add-identity'
  | 'drop-identity'
  | 'set-generation-expression'
  | 'drop-generation-expression'
  | 'add-primary-key'
  | 'add-unique'
  | 'add-foreign-key'
  | 'add-check'
  | 'add-exclusion'
  | 'add-not-null-constraint'
>;

/** The clauses of ALTER TABLE that change columns or add constraints. */
export function applyColumnOperation(draft: CatalogDraft, operation: ColumnOperation): void {
  const found = findTable(draft, operation.table);
  if (found !== null) applyTo(draft, found.id, operation);
}

function applyTo(draft: CatalogDraft, table: ObjectId, operation: ColumnOperation): void {
  switch (operation.kind) {
    case 'add-column':
      addColumn(draft, table, operation.column);
      break;
    case 'drop-column':
      dropColumn(draft, table, operation.column.text, operation.cascade);
      break;
    case 'rename-column':
      renameColumn(draft, table, operation.column.text, operation.to.text);
      break;
    case 'change-type': {
      const type = resolveType(draft, operation.type);
      changeColumn(draft, table, operation.column.text, (column) => ({ ...column, type, collation: operation.collation }));
      break;
    }
    case 'set-default': {
      const expression = storeExpression(operation.default);
      changeColumn(draft, table, operation.column.text, (column) => ({ ...column, default: expression }));
      break;
    }
    case 'drop-default':
      changeColumn(draft, table, operation.column.text, (column) => ({ ...column, default: null }));
      break;
    case 'set-not-null':
      setNotNull(draft, table, operation.column.text);
      break;
    case 'drop-not-null':
      dropNotNull(draft, table, operation.column.text);
      break;
    case 'add-identity':
      addIdentity(draft, table, operation.column.text, operation.identity);
      break;
    case 'drop-identity':
      dropIdentity(draft, table, operation.column.text);
      break;
    case 'set-generation-expression': {
      const expression = storeExpression(operation.expression);
      changeColumn(draft, table, operation.column.text, (column) =>
        column.generated === null ? column : { ...column, generated: { ...column.generated, expression } },
      );
      break;
    }
    case 'drop-generation-expression':
      changeColumn(draft, table, operation.column.text, (column) => ({ ...column, generated: null }));
      break;
    case 'add-primary-key':
    case 'add-unique':
    case 'add-foreign-key':
    case 'add-check':
    case 'add-exclusion':
    case 'add-not-null-constraint':
      addConstraint(draft, table, operation.constraint);
  }
}
