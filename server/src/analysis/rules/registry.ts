import { cascadeDeleteAdded } from './cascade-delete-added';
import { charType } from './char-type';
import { checkValidatesUnderLock } from './check-validates-under-lock';
import { clientSideDefault } from './client-side-default';
import { columnDropped } from './column-dropped';
import { columnMadeRequired } from './column-made-required';
import { columnOrderChanged } from './column-order-changed';
import { columnRenamed } from './column-renamed';
import { concurrentIndexIfNotExists } from './concurrent-index-if-not-exists';
import { concurrentlyInTransaction } from './concurrently-in-transaction';
import { constraintDroppedWithColumn } from './constraint-dropped-with-column';
import { customObjectDropped } from './custom-object-dropped';
import { defaultDroppedInUse } from './default-dropped-in-use';
import { defaultRewritesTable } from './default-rewrites-table';
import { dropCascade } from './drop-cascade';
import { editedAppliedMigration } from './edited-applied-migration';
import { enumValueRemoved } from './enum-value-removed';
import { enumValueRenamed } from './enum-value-renamed';
import { enumValueUsedBeforeCommit } from './enum-value-used-before-commit';
import { foreignKeyValidatesUnderLock } from './foreign-key-validates-under-lock';
import { foreignKeyWithoutIndex } from './foreign-key-without-index';
import { identifierTooLong } from './identifier-too-long';
import { implicitRelationTableDropped } from './implicit-relation-table-dropped';
import { indexBlocksWrites } from './index-blocks-writes';
import { indexDropBlocks } from './index-drop-blocks';
import { indexRebuiltUnderLock } from './index-rebuilt-under-lock';
import { indexTooWide } from './index-too-wide';
import { intPrimaryKey } from './int-primary-key';
import { jsonInsteadOfJsonb } from './json-instead-of-jsonb';
import { lockHeldAcrossStatements } from './lock-held-across-statements';
import { materializedViewRefreshBlocks } from './materialized-view-refresh-blocks';
import { migrationNameIsVague } from './migration-name-is-vague';
import { migrationOutOfOrder } from './migration-out-of-order';
import { missingImpactNote } from './missing-impact-note';
import { missingLockTimeout } from './missing-lock-timeout';
import { missingStatementTimeout } from './missing-statement-timeout';
import { mixedCaseName } from './mixed-case-name';
import { notNullDropped } from './not-null-dropped';
import { objectAlreadyExists } from './object-already-exists';
import { partitionAttachScans } from './partition-attach-scans';
import { partitionDetachBlocks } from './partition-detach-blocks';
import { possibleRename } from './possible-rename';
import { primaryKeyBuildsUnderLock } from './primary-key-builds-under-lock';
import { primaryKeyChanged } from './primary-key-changed';
import { redundantIndex } from './redundant-index';
import { referenceNotFound } from './reference-not-found';
import { refusedByServer } from './refused-by-server';
import { requiredColumnWithoutDefault } from './required-column-without-default';
import { rowSecurityWithoutPolicy } from './row-security-without-policy';
import { rowsChangedWithoutWhere } from './rows-changed-without-where';
import type { Rule } from './rule';
import { schemaDropped } from './schema-dropped';
import { schemaNotMigrated } from './schema-not-migrated';
import { secretInMigration } from './secret-in-migration';
import { serialInsteadOfIdentity } from './serial-instead-of-identity';
import { severalAltersOfOneTable } from './several-alters-of-one-table';
import { severalCommitsInOneFile } from './several-commits-in-one-file';
import { severalTablesLocked } from './several-tables-locked';
import { statementNotAnalysed } from './statement-not-analysed';
import { suppressionUnused } from './suppression-unused';
import { suppressionWithoutReason } from './suppression-without-reason';
import { syntaxError } from './syntax-error';
import { tableDropped } from './table-dropped';
import { tableRenamed } from './table-renamed';
import { tableRewritten } from './table-rewritten';
import { tableWithoutPrimaryKey } from './table-without-primary-key';
import { timestampWithoutTimeZone } from './timestamp-without-time-zone';
import { transactionControlInMigration } from './transaction-control-in-migration';
import { triggerChangeBlocksWrites } from './trigger-change-blocks-writes';
import { triggerDisabled } from './trigger-disabled';
import { truncate } from './truncate';
import { typeChangeBlockedByView } from './type-change-blocked-by-view';
import { typeChangeLosesData } from './type-change-loses-data';
import { typeChangeRewritesTable } from './type-change-rewrites-table';
import { unbatchedDataChange } from './unbatched-data-change';
import { uniqueBuildsUnderLock } from './unique-builds-under-lock';
import { uniqueOverExistingRows } from './unique-over-existing-rows';
import { unrelatedChangesInOneMigration } from './unrelated-changes-in-one-migration';
import { validatedInSameTransaction } from './validated-in-same-transaction';
import { varcharLimit } from './varchar-limit';

/** Every rule, in the order of their ids. A rule is a file here, an entry here and a page in `docs/rules`. */
export const rules: readonly Rule[] = [
  cascadeDeleteAdded,
  charType,
  checkValidatesUnderLock,
  clientSideDefault,
  columnDropped,
  columnMadeRequired,
  columnOrderChanged,
  columnRenamed,
  concurrentIndexIfNotExists,
  concurrentlyInTransaction,
  constraintDroppedWithColumn,
  customObjectDropped,
  defaultDroppedInUse,
  defaultRewritesTable,
  dropCascade,
  editedAppliedMigration,
  enumValueRemoved,
  enumValueRenamed,
  enumValueUsedBeforeCommit,
  foreignKeyValidatesUnderLock,
  foreignKeyWithoutIndex,
  identifierTooLong,
  implicitRelationTableDropped,
  indexBlocksWrites,
  indexDropBlocks,
  indexRebuiltUnderLock,
  indexTooWide,
  intPrimaryKey,
  jsonInsteadOfJsonb,
  lockHeldAcrossStatements,
  materializedViewRefreshBlocks,
  migrationNameIsVague,
  migrationOutOfOrder,
  missingImpactNote,
  missingLockTimeout,
  missingStatementTimeout,
  mixedCaseName,
  notNullDropped,
  objectAlreadyExists,
  partitionAttachScans,
  partitionDetachBlocks,
  possibleRename,
  primaryKeyBuildsUnderLock,
  primaryKeyChanged,
  redundantIndex,
  referenceNotFound,
  refusedByServer,
  requiredColumnWithoutDefault,
  rowSecurityWithoutPolicy,
  rowsChangedWithoutWhere,
  schemaDropped,
  schemaNotMigrated,
  secretInMigration,
  serialInsteadOfIdentity,
  severalAltersOfOneTable,
  severalCommitsInOneFile,
  severalTablesLocked,
  statementNotAnalysed,
  suppressionUnused,
  suppressionWithoutReason,
  syntaxError,
  tableDropped,
  tableRenamed,
  tableRewritten,
  tableWithoutPrimaryKey,
  timestampWithoutTimeZone,
  transactionControlInMigration,
  triggerChangeBlocksWrites,
  triggerDisabled,
  truncate,
  typeChangeBlockedByView,
  typeChangeLosesData,
  typeChangeRewritesTable,
  unbatchedDataChange,
  uniqueBuildsUnderLock,
  uniqueOverExistingRows,
  unrelatedChangesInOneMigration,
  validatedInSameTransaction,
  varcharLimit,
];
