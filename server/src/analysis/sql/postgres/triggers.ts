import type { AlterPolicyStmt, CreatePolicyStmt, CreateTrigStmt, RuleStmt } from '@pgsql/types';
import type { Identifier } from '../../operation/name';
import type { AlterPolicy, CreatePolicy, CreateRule, CreateTrigger } from '../../operation/object';
import { type Cursor, cursorAt, seek, skip, skipAll, takeIdentifier, takeName } from './cursor';
import { readQuery } from './query';
import { base, relationName, type Source, stringsOf } from './source';

/** The bits of `CreateTrigStmt.timing`, from PostgreSQL's `pg_trigger.h`; neither means AFTER. */
const BEFORE = 2;
const INSTEAD_OF = 64;

export function readCreateTrigger(source: Source, node: CreateTrigStmt): CreateTrigger {
  const cursor = cursorAt(source);
  skipAll(cursor, 'create', 'or replace', 'constraint', 'trigger');
  const trigger = takeIdentifier(cursor, node.trigname ?? '');
  const columns = columnsOf(cursor, stringsOf(node.columns));
  seek(cursor, 'execute');
  skip(cursor, 'execute');
  cursor.at++; // FUNCTION or PROCEDURE.
  const timing = node.timing ?? 0;
  return {
    kind: 'create-trigger',
    ...base(source),
    trigger,
    table: relationName(source, node.relation ?? {}),
    orReplace: node.replace === true,
    constraint: node.isconstraint === true,
    columns,
    forEachRow: node.row === true,
    timing: (timing & BEFORE) !== 0 ? 'before' : (timing & INSTEAD_OF) !== 0 ? 'instead-of' : 'after',
    function: takeName(cursor, stringsOf(node.funcname)),
  };
}

/** Behind `UPDATE OF`, whatever events stand before it. */
function columnsOf(cursor: Cursor, names: readonly string[]): readonly Identifier[] {
  if (names.length === 0) return [];
  seek(cursor, 'update');
  skip(cursor, 'update of');
  return names.map((name) => {
    const column = takeIdentifier(cursor, name);
    cursor.at++; // The comma.
    return column;
  });
}

export function readCreatePolicy(source: Source, node: CreatePolicyStmt): CreatePolicy {
  const cursor = cursorAt(source);
  skip(cursor, 'create policy');
  const { table: _, ...conditions } = node;
  return {
    kind: 'create-policy',
    ...base(source),
    policy: takeIdentifier(cursor, node.policy_name ?? ''),
    table: relationName(source, node.table ?? {}),
    query: readQuery(source, conditions),
  };
}

export function readAlterPolicy(source: Source, node: AlterPolicyStmt): AlterPolicy {
  const cursor = cursorAt(source);
  skip(cursor, 'alter policy');
  const policy = takeIdentifier(cursor, node.policy_name ?? '');
  return { kind: 'alter-policy', ...base(source), policy, table: relationName(source, node.table ?? {}), to: null };
}

export function readCreateRule(source: Source, node: RuleStmt): CreateRule {
  const cursor = cursorAt(source);
  skipAll(cursor, 'create', 'or replace', 'rule');
  const rule = takeIdentifier(cursor, node.rulename ?? '');
  return { kind: 'create-rule', ...base(source), rule, table: relationName(source, node.relation ?? {}), orReplace: node.replace === true };
}
