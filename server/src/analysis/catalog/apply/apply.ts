import { assertNever } from '../../assert-never';
import type { Operation } from '../../operation/operation';
import type { CatalogDraft } from '../draft';
import { applyColumnOperation } from './column-operations';
import { applyAlterConstraint, applyDropConstraint, applyRenameConstraint, applyValidateConstraint } from './constraints';
import { applyCreateTable } from './create-table';
import { applyAlterFunction, applyCreateFunction, applyDropFunction } from './functions';
import { applyAttachIndex, applyCreateIndex, applyDropIndex, applyRenameIndex } from './indexes';
import { applyAttachPartition, applyDetachPartition } from './partitions';
import { addSchema, applyDropSchema, applyRenameSchema } from './schemas';
import { applyAlterSequence, applyCreateSequence, applyDropSequence, applyRenameSequence } from './sequences';
import { applySetVariable, applyTransactionControl } from './session';
import { applyDropTable, applyMoveTable, applyRenameTable, applySetTableOption } from './tables';
import {
  applyAlterPolicy,
  applyCreatePolicy,
  applyCreateRule,
  applyCreateTrigger,
  applyDropPolicy,
  applyDropRule,
  applyDropTrigger,
  applyRenameTrigger,
  applySetRowSecurity,
  applySetTriggerState,
} from './triggers';
import {
  applyAddEnumValue,
  applyAlterDomain,
  applyCreateDomain,
  applyCreateEnum,
  applyCreateType,
  applyDropType,
  applyMoveType,
  applyRenameEnumValue,
  applyRenameType,
} from './types';
import {
  applyCreateView,
  applyDropView,
  applyMoveView,
  applyRefreshMaterializedView,
  applyRenameView,
  applyRenameViewColumn,
} from './views';

/**
 * What an operation leaves behind, as on the server. Where the server would refuse because something is missing or already
 * there, nothing changes, so IF [NOT] EXISTS and an operation that may not run need no case of their own.
 */
export function apply(draft: CatalogDraft, operation: Operation): void {
  switch (operation.kind) {
    case 'create-table':
      applyCreateTable(draft, operation);
      break;
    case 'drop-table':
      applyDropTable(draft, operation);
      break;
    case 'rename-table':
      applyRenameTable(draft, operation);
      break;
    case 'move-table':
      applyMoveTable(draft, operation);
      break;
    case 'set-table-option':
      applySetTableOption(draft, operation);
      break;
    case 'add-column':
    case 'drop-column':
    case 'rename-column':
    case 'change-type':
    case 'set-default':
    case 'drop-default':
    case 'set-not-null':
    case 'drop-not-null':
    case 'add-identity':
    case 'drop-identity':
    case 'set-generation-expression':
    case 'drop-generation-expression':
    case 'add-primary-key':
    case 'add-unique':
    case 'add-foreign-key':
    case 'add-check':
    case 'add-exclusion':
    case 'add-not-null-constraint':
      applyColumnOperation(draft, operation);
      break;
    case 'validate-constraint':
      applyValidateConstraint(draft, operation);
      break;
    case 'drop-constraint':
      applyDropConstraint(draft, operation);
      break;
    case 'rename-constraint':
      applyRenameConstraint(draft, operation);
      break;
    case 'alter-constraint':
      applyAlterConstraint(draft, operation);
      break;
    case 'attach-partition':
      applyAttachPartition(draft, operation);
      break;
    case 'detach-partition':
      applyDetachPartition(draft, operation);
      break;
    case 'create-index':
      applyCreateIndex(draft, operation);
      break;
    case 'drop-index':
      applyDropIndex(draft, operation);
      break;
    case 'rename-index':
      applyRenameIndex(draft, operation);
      break;
    case 'attach-index':
      applyAttachIndex(draft, operation);
      break;
    case 'create-enum':
      applyCreateEnum(draft, operation);
      break;
    case 'add-enum-value':
      applyAddEnumValue(draft, operation);
      break;
    case 'rename-enum-value':
      applyRenameEnumValue(draft, operation);
      break;
    case 'create-domain':
      applyCreateDomain(draft, operation);
      break;
    case 'alter-domain':
      applyAlterDomain(draft, operation);
      break;
    case 'create-type':
      applyCreateType(draft, operation);
      break;
    case 'drop-type':
      applyDropType(draft, operation);
      break;
    case 'rename-type':
      applyRenameType(draft, operation);
      break;
    case 'move-type':
      applyMoveType(draft, operation);
      break;
    case 'create-view':
      applyCreateView(draft, operation);
      break;
    case 'drop-view':
      applyDropView(draft, operation);
      break;
    case 'rename-view':
      applyRenameView(draft, operation);
      break;
    case 'move-view':
      applyMoveView(draft, operation);
      break;
    case 'rename-view-column':
      applyRenameViewColumn(draft, operation);
      break;
    case 'refresh-materialized-view':
      applyRefreshMaterializedView(draft, operation);
      break;
    case 'create-sequence':
      applyCreateSequence(draft, operation);
      break;
    case 'alter-sequence':
      applyAlterSequence(draft, operation);
      break;
    case 'drop-sequence':
      applyDropSequence(draft, operation);
      break;
    case 'rename-sequence':
      applyRenameSequence(draft, operation);
      break;
    case 'create-function':
      applyCreateFunction(draft, operation);
      break;
    case 'drop-function':
      applyDropFunction(draft, operation);
      break;
    case 'alter-function':
      applyAlterFunction(draft, operation);
      break;
    case 'create-trigger':
      applyCreateTrigger(draft, operation);
      break;
    case 'drop-trigger':
      applyDropTrigger(draft, operation);
      break;
    case 'rename-trigger':
      applyRenameTrigger(draft, operation);
      break;
    case 'set-trigger-state':
      applySetTriggerState(draft, operation);
      break;
    case 'create-policy':
      applyCreatePolicy(draft, operation);
      break;
    case 'alter-policy':
      applyAlterPolicy(draft, operation);
      break;
    case 'drop-policy':
      applyDropPolicy(draft, operation);
      break;
    case 'set-row-security':
      applySetRowSecurity(draft, operation);
      break;
    case 'create-rule':
      applyCreateRule(draft, operation);
      break;
    case 'drop-rule':
      applyDropRule(draft, operation);
      break;
    case 'create-schema':
      addSchema(draft, operation.schema.text);
      break;
    case 'drop-schema':
      applyDropSchema(draft, operation);
      break;
    case 'rename-schema':
      applyRenameSchema(draft, operation);
      break;
    case 'create-extension':
      draft.extensions = new Set([...draft.extensions, operation.extension.text]);
      break;
    case 'drop-extension':
      draft.extensions = new Set([...draft.extensions].filter((name) => name !== operation.extension.text));
      break;
    case 'set-variable':
      applySetVariable(draft, operation);
      break;
    case 'transaction-control':
      applyTransactionControl(draft, operation);
      break;
    case 'set-identity':
    case 'set-column-option':
    case 'reindex':
    case 'set-index-option':
    case 'alter-composite-type':
    case 'alter-view':
    case 'alter-extension':
    case 'create-statistics':
    case 'drop-statistics':
    case 'alter-publication':
    case 'set-comment':
    case 'change-privileges':
    case 'alter-other':
    case 'insert-rows':
    case 'update-rows':
    case 'delete-rows':
    case 'merge-rows':
    case 'truncate':
    case 'copy-rows':
    case 'select-rows':
    case 'call-procedure':
    case 'lock-tables':
    case 'analyze':
    case 'vacuum':
    case 'cluster':
    case 'session-other':
    case 'unknown':
      // Nothing that a catalog records.
      break;
    default:
      assertNever(operation);
  }
}
