import type { Node } from '@pgsql/types';
import type { Operation } from '../../operation/operation';
import { readAlterTable } from './alter-table';
import { readChangesIn } from './common-table';
import { readCreateTable } from './create-table';
import {
  readCall,
  readCluster,
  readCopy,
  readDelete,
  readInsert,
  readLock,
  readMerge,
  readSelect,
  readTruncate,
  readUpdate,
  readVacuum,
} from './data';
import { readDo } from './do-block';
import { readDrop } from './drop';
import { readAlterFunction, readCreateFunction } from './functions';
import { readCreateIndex, readReindex } from './index-statement';
import { readAlterExtension, readComment, readCreateExtension, readCreateStatistics, readGrant, readPublication } from './objects';
import { readDepends, readOwner, readRename, readSetSchema } from './rename';
import { readCreateSchema } from './schemas';
import { readAlterSequence, readCreateSequence } from './sequences';
import { readExplain, readSet, readTransaction, sessionOther } from './session';
import { base, type Source } from './source';
import { readAlterPolicy, readCreatePolicy, readCreateRule, readCreateTrigger } from './triggers';
import {
  readAlterDomain,
  readAlterEnum,
  readCompositeType,
  readCreateDomain,
  readCreateEnum,
  readDefine,
  readRangeType,
} from './type-statements';
import { readCreateAs, readRefresh, readView } from './views';

/** `{ A: a } | { B: b }` → `'A' | 'B'`. */
type KeyOf<U> = U extends unknown ? keyof U : never;
type NodeName = KeyOf<Node>;
type StatementName = Extract<NodeName, `${string}Stmt`>;
type NodeNamed<K extends NodeName> =
  Extract<Node, { readonly [key in K]: unknown }> extends infer N ? (K extends keyof N ? N[K] : never) : never;

type StatementReader<K extends StatementName> = (source: Source, node: NodeNamed<K>) => Operation | readonly Operation[];

/** Who reads which statement. A statement that is not here is `unknown`. */
const statementReaders: { readonly [K in StatementName]?: StatementReader<K> } = {
  AlterTableStmt: readAlterTable,
  CreateStmt: readCreateTable,
  CreateForeignTableStmt: (source, node) => readCreateTable(source, node.base ?? {}),
  IndexStmt: readCreateIndex,
  ReindexStmt: readReindex,
  DropStmt: readDrop,
  RenameStmt: readRename,
  AlterObjectSchemaStmt: readSetSchema,
  AlterOwnerStmt: readOwner,
  AlterObjectDependsStmt: readDepends,

  InsertStmt: (source, node) => [readInsert(source, node), ...readChangesIn(source, node.withClause)],
  UpdateStmt: (source, node) => [readUpdate(source, node), ...readChangesIn(source, node.withClause)],
  DeleteStmt: (source, node) => [readDelete(source, node), ...readChangesIn(source, node.withClause)],
  MergeStmt: (source, node) => [readMerge(source, node), ...readChangesIn(source, node.withClause)],
  SelectStmt: (source, node) => [readSelect(source, node), ...readChangesIn(source, node.withClause)],
  TruncateStmt: readTruncate,
  CopyStmt: (source, node) => (node.query === undefined ? readCopy(source, node) : readStatement(source, node.query)),
  CallStmt: readCall,
  LockStmt: readLock,
  VacuumStmt: readVacuum,
  ClusterStmt: readCluster,
  DoStmt: (source, node) => readDo(source, node, readStatement),

  CreateEnumStmt: readCreateEnum,
  AlterEnumStmt: readAlterEnum,
  CreateDomainStmt: readCreateDomain,
  AlterDomainStmt: readAlterDomain,
  CompositeTypeStmt: readCompositeType,
  CreateRangeStmt: readRangeType,
  DefineStmt: readDefine,

  ViewStmt: readView,
  CreateTableAsStmt: readCreateAs,
  RefreshMatViewStmt: readRefresh,
  CreateSeqStmt: readCreateSequence,
  AlterSeqStmt: readAlterSequence,
  CreateFunctionStmt: readCreateFunction,
  AlterFunctionStmt: readAlterFunction,
  CreateTrigStmt: readCreateTrigger,
  CreatePolicyStmt: readCreatePolicy,
  AlterPolicyStmt: readAlterPolicy,
  RuleStmt: readCreateRule,
  CreateSchemaStmt: (source, node) => readCreateSchema(source, node, readStatement),
  CreateExtensionStmt: readCreateExtension,
  AlterExtensionStmt: readAlterExtension,
  AlterExtensionContentsStmt: readAlterExtension,
  CreateStatsStmt: readCreateStatistics,
  CreatePublicationStmt: (source, node) => readPublication(source, node, 'create'),
  AlterPublicationStmt: (source, node) => readPublication(source, node, 'alter'),
  CommentStmt: readComment,
  GrantStmt: readGrant,
  AlterDefaultPrivilegesStmt: (source) => ({ kind: 'change-privileges', ...base(source), action: 'default-privileges' }),

  DeclareCursorStmt: (source, node) => (node.query === undefined ? [] : readStatement(source, node.query)),
  ExplainStmt: (source, node) => readExplain(source, node, readStatement),
  VariableSetStmt: readSet,
  TransactionStmt: readTransaction,
};

/** Statements that touch no relation and no type. */
const otherStatements: ReadonlySet<string> = new Set<StatementName>([
  'AlterCollationStmt',
  'AlterEventTrigStmt',
  'AlterFdwStmt',
  'AlterForeignServerStmt',
  'AlterOperatorStmt',
  'AlterOpFamilyStmt',
  'AlterRoleSetStmt',
  'AlterRoleStmt',
  'AlterStatsStmt',
  'AlterTSConfigurationStmt',
  'AlterTSDictionaryStmt',
  'AlterTypeStmt',
  'AlterUserMappingStmt',
  'CreateAmStmt',
  'CreateCastStmt',
  'CreateConversionStmt',
  'CreateEventTrigStmt',
  'CreateFdwStmt',
  'CreateForeignServerStmt',
  'CreateOpClassStmt',
  'CreateOpFamilyStmt',
  'CreatePLangStmt',
  'CreateRoleStmt',
  'CreateTransformStmt',
  'CreateUserMappingStmt',
  'DropRoleStmt',
  'DropUserMappingStmt',
  'GrantRoleStmt',
  'SecLabelStmt',
]);

/** Statements of the session or the whole server, and whether they refuse to run inside a transaction block. */
const sessionStatements: ReadonlyMap<string, boolean> = new Map<StatementName, boolean>([
  ['AlterDatabaseRefreshCollStmt', false],
  ['AlterDatabaseSetStmt', false],
  ['AlterDatabaseStmt', false],
  ['AlterSubscriptionStmt', false],
  ['AlterSystemStmt', true],
  ['AlterTableSpaceOptionsStmt', false],
  ['CheckPointStmt', false],
  ['ClosePortalStmt', false],
  ['ConstraintsSetStmt', false],
  ['CreateSubscriptionStmt', true],
  ['CreateTableSpaceStmt', true],
  ['CreatedbStmt', true],
  ['DeallocateStmt', false],
  ['DiscardStmt', false],
  ['DropSubscriptionStmt', true],
  ['DropTableSpaceStmt', true],
  ['DropdbStmt', true],
  ['FetchStmt', false],
  ['ListenStmt', false],
  ['LoadStmt', false],
  ['NotifyStmt', false],
  ['PrepareStmt', false],
  ['UnlistenStmt', false],
  ['VariableShowStmt', false],
]);

/** Why a statement that the grammar knows has no operation of its own. */
const unreadable: ReadonlyMap<string, string> = new Map<StatementName, string>([
  ['AlterTableMoveAllStmt', 'ALTER … ALL IN TABLESPACE moves tables that are not named'],
  ['DropOwnedStmt', 'DROP OWNED drops objects that are not named'],
  ['ExecuteStmt', 'EXECUTE runs a prepared statement'],
  ['ImportForeignSchemaStmt', 'IMPORT FOREIGN SCHEMA creates tables that are not named'],
  ['ReassignOwnedStmt', 'REASSIGN OWNED changes objects that are not named'],
]);

/** The statement's node name: `AlterTableStmt`. */
export function statementName(node: Node): string {
  return Object.keys(node)[0] ?? 'EmptyStmt';
}

/** Reads one statement of the tree into what it changes. */
export function readStatement(source: Source, node: Node): readonly Operation[] {
  const name = statementName(node);
  const reader = readerOf(name);
  if (reader !== null) {
    const operations = reader(source, Object.values(node)[0]);
    return 'kind' in operations ? [operations] : operations;
  }
  const refusesTransaction = sessionStatements.get(name);
  if (refusesTransaction !== undefined) return [sessionOther(source, name, refusesTransaction)];
  if (otherStatements.has(name)) return [{ kind: 'alter-other', ...base(source), what: name }];
  return [{ kind: 'unknown', ...base(source), reason: unreadable.get(name) ?? `a statement of a kind that is not known: ${name}` }];
}

/** TypeScript cannot follow that a node's name and its content belong together: the one place where it is told so. */
function readerOf(name: string): ((source: Source, node: unknown) => Operation | readonly Operation[]) | null {
  if (!Object.hasOwn(statementReaders, name)) return null;
  return statementReaders[name as StatementName] as (source: Source, node: unknown) => Operation | readonly Operation[];
}
