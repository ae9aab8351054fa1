import type { AlterTableCmd, AlterTableStmt, RangeVar } from '@pgsql/types';
import type { Name } from '../../operation/name';
import type { Operation } from '../../operation/operation';
import type { TableOperation, TableOption } from '../../operation/table';
import { readColumnClause } from './alter-column';
import { readOtherRelation } from './alter-relation';
import { readColumn } from './column';
import { readConstraint } from './constraint';
import { readBound } from './create-table';
import { type Cursor, cursorAt, moveBehindName, skip, skipAll, takeIdentifier } from './cursor';
import { base, relationName, type Source, spanOfTokens, splitAtCommas, tokenAt } from './source';
import type { TokenRange } from './split';

/** One clause of ALTER TABLE with the tokens that it was read from. */
export interface Clause {
  readonly command: AlterTableCmd;
  readonly range: TokenRange;
  /** At its first token. */
  readonly cursor: Cursor;
  /** The fields that every operation on a table has. */
  readonly on: { readonly table: Name; readonly ifExists: boolean; readonly span: TableOperation['span']; readonly conditional: boolean };
}

/** `ALTER TABLE`, and with other object types also ALTER INDEX, VIEW, SEQUENCE, TYPE …: one operation per clause. */
export function readAlterTable(source: Source, node: AlterTableStmt): readonly Operation[] {
  const clauses = clausesOf(source, node);
  if (node.objtype === 'OBJECT_TABLE' || node.objtype === 'OBJECT_FOREIGN_TABLE')
    return clauses.map((clause) => readClause(source, clause));
  return clauses.map((clause) => readOtherRelation(node, clause));
}

/** The clauses stand between commas behind the name; should their number differ, each gets the whole statement. */
function clausesOf(source: Source, node: AlterTableStmt): readonly Clause[] {
  const relation: RangeVar = node.relation ?? {};
  const table = relationName(source, relation);
  const behind = cursorAt(source);
  moveBehindName(behind, relation.location);
  if (source.tokens.kinds[behind.at] === 'operator') behind.at++; // `ALTER TABLE t *`, an old way to say "with its children".
  const ranges = splitAtCommas(source, behind.at, source.range.last);
  const commands = (node.cmds ?? []).flatMap((command) => ('AlterTableCmd' in command ? [command.AlterTableCmd] : []));
  return commands.map((command, index) => {
    const range = ranges.length === commands.length ? (ranges[index] ?? source.range) : source.range;
    const span = spanOfTokens(source, range.first, range.last);
    const on = { table, ifExists: node.missing_ok === true, ...base(source, span) };
    return { command, range, cursor: cursorAt(source, range.first), on };
  });
}

function readClause(source: Source, clause: Clause): Operation {
  const { command, cursor, on } = clause;
  const name = command.name ?? '';
  const cascade = command.behavior === 'DROP_CASCADE';
  switch (command.subtype) {
    case 'AT_AddColumn':
      if (command.def === undefined || !('ColumnDef' in command.def)) break;
      return { kind: 'add-column', ...on, column: readColumn(source, command.def.ColumnDef), ifNotExists: command.missing_ok === true };
    case 'AT_DropColumn':
      skipAll(cursor, 'drop', 'column', 'if exists');
      return { kind: 'drop-column', ...on, column: takeIdentifier(cursor, name), columnIfExists: command.missing_ok === true, cascade };
    case 'AT_AddConstraint':
      return readAddConstraint(source, clause);
    case 'AT_DropConstraint':
      skipAll(cursor, 'drop constraint', 'if exists');
      return {
        kind: 'drop-constraint',
        ...on,
        constraint: takeIdentifier(cursor, name),
        constraintIfExists: command.missing_ok === true,
        cascade,
      };
    case 'AT_ValidateConstraint':
      skip(cursor, 'validate constraint');
      return { kind: 'validate-constraint', ...on, constraint: takeIdentifier(cursor, name) };
    case 'AT_AlterConstraint': {
      if (command.def === undefined || !('ATAlterConstraint' in command.def)) break;
      const { conname, alterEnforceability, is_enforced } = command.def.ATAlterConstraint;
      skip(cursor, 'alter constraint');
      const enforced = alterEnforceability === true ? is_enforced === true : null;
      return { kind: 'alter-constraint', ...on, constraint: takeIdentifier(cursor, conname ?? ''), enforced };
    }
    case 'AT_AttachPartition':
    case 'AT_DetachPartition':
    case 'AT_DetachPartitionFinalize':
      return readPartitionClause(source, clause);
    case 'AT_EnableTrig':
    case 'AT_EnableAlwaysTrig':
    case 'AT_EnableReplicaTrig':
    case 'AT_DisableTrig': {
      skipAll(cursor, 'enable', 'disable', 'always', 'replica', 'trigger');
      const trigger = { type: 'one', name: takeIdentifier(cursor, name) } as const;
      return { kind: 'set-trigger-state', ...on, trigger, enabled: command.subtype !== 'AT_DisableTrig' };
    }
    case 'AT_EnableTrigAll':
    case 'AT_DisableTrigAll':
      return { kind: 'set-trigger-state', ...on, trigger: { type: 'all' }, enabled: command.subtype === 'AT_EnableTrigAll' };
    case 'AT_EnableTrigUser':
    case 'AT_DisableTrigUser':
      return { kind: 'set-trigger-state', ...on, trigger: { type: 'user' }, enabled: command.subtype === 'AT_EnableTrigUser' };
    case 'AT_EnableRowSecurity':
      return { kind: 'set-row-security', ...on, state: 'enabled' };
    case 'AT_DisableRowSecurity':
      return { kind: 'set-row-security', ...on, state: 'disabled' };
    case 'AT_ForceRowSecurity':
      return { kind: 'set-row-security', ...on, state: 'forced' };
    case 'AT_NoForceRowSecurity':
      return { kind: 'set-row-security', ...on, state: 'not-forced' };
    default:
      return readTableOption(source, clause) ?? readColumnClause(source, clause) ?? unknownClause(clause);
  }
  return unknownClause(clause);
}

function unknownClause({ command, on }: Clause): Operation {
  return {
    kind: 'unknown',
    span: on.span,
    conditional: on.conditional,
    reason: `ALTER TABLE clause ${command.subtype ?? 'without a type'}`,
  };
}

function readAddConstraint(source: Source, clause: Clause): Operation {
  const { command, range, on } = clause;
  if (command.def === undefined || !('Constraint' in command.def)) return unknownClause(clause);
  const node = command.def.Constraint;
  const constraint = readConstraint(source, node, { first: tokenAt(source, node.location), last: range.last }, null);
  switch (constraint?.type) {
    case 'primary-key':
      return { kind: 'add-primary-key', ...on, constraint };
    case 'unique':
      return { kind: 'add-unique', ...on, constraint };
    case 'foreign-key':
      return { kind: 'add-foreign-key', ...on, constraint };
    case 'check':
      return { kind: 'add-check', ...on, constraint };
    case 'exclusion':
      return { kind: 'add-exclusion', ...on, constraint };
    case 'not-null':
      return { kind: 'add-not-null-constraint', ...on, constraint };
    case undefined:
      return unknownClause(clause);
  }
}

function readPartitionClause(source: Source, clause: Clause): Operation {
  const { command, on } = clause;
  if (command.def === undefined || !('PartitionCmd' in command.def)) return unknownClause(clause);
  const { name, bound, concurrent } = command.def.PartitionCmd;
  const partition = relationName(source, name ?? {});
  if (command.subtype === 'AT_AttachPartition') {
    return { kind: 'attach-partition', ...on, partition, bound: bound === undefined ? { type: 'default' } : readBound(source, bound) };
  }
  const finalize = command.subtype === 'AT_DetachPartitionFinalize';
  return { kind: 'detach-partition', ...on, partition, concurrently: concurrent === true, finalize };
}

const tableOptions: Partial<Record<NonNullable<AlterTableCmd['subtype']>, TableOption>> = {
  AT_ChangeOwner: 'owner',
  AT_ClusterOn: 'cluster-on',
  AT_DropCluster: 'without-cluster',
  AT_SetLogged: 'logged',
  AT_SetUnLogged: 'unlogged',
  AT_SetAccessMethod: 'access-method',
  AT_SetTableSpace: 'tablespace',
  AT_SetRelOptions: 'storage-parameters',
  AT_ResetRelOptions: 'storage-parameters',
  AT_GenericOptions: 'storage-parameters',
  AT_ReplicaIdentity: 'replica-identity',
  AT_AddInherit: 'inherit',
  AT_DropInherit: 'no-inherit',
  AT_AddOf: 'of-type',
  AT_DropOf: 'of-type',
  AT_EnableRule: 'rewrite-rule',
  AT_EnableAlwaysRule: 'rewrite-rule',
  AT_EnableReplicaRule: 'rewrite-rule',
  AT_DisableRule: 'rewrite-rule',
};

function readTableOption(source: Source, { command, on }: Clause): Operation | null {
  const option = command.subtype === undefined ? undefined : tableOptions[command.subtype];
  if (option === undefined) return null;
  const def = command.def;
  const other = def !== undefined && 'RangeVar' in def ? relationName(source, def.RangeVar) : null;
  return { kind: 'set-table-option', ...on, option, other, parameters: option === 'storage-parameters' ? parameterNames(command) : [] };
}

/** Names of `SET (fillfactor = 70, toast.autovacuum_enabled = false)`, in lower case as the grammar folds them. */
function parameterNames(command: AlterTableCmd): readonly string[] {
  const items = command.def !== undefined && 'List' in command.def ? (command.def.List.items ?? []) : [];
  return items.flatMap((item) => {
    if (!('DefElem' in item)) return [];
    const { defnamespace, defname } = item.DefElem;
    return [defnamespace === undefined ? (defname ?? '') : `${defnamespace}.${defname ?? ''}`];
  });
}
