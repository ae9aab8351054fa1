import type { AlterSeqStmt, CreateSeqStmt, Node } from '@pgsql/types';
import type { AlterSequence, CreateSequence } from '../../operation/object';
import { cursorAt, seek, skip, takeName } from './cursor';
import { optionsOf } from './functions';
import { base, relationName, type Source, stringsOf } from './source';

export function readCreateSequence(source: Source, node: CreateSeqStmt): CreateSequence {
  return {
    kind: 'create-sequence',
    ...base(source),
    sequence: relationName(source, node.sequence ?? {}),
    ifNotExists: node.if_not_exists === true,
    ownedBy: readOwnedBy(source, node.options),
  };
}

export function readAlterSequence(source: Source, node: AlterSeqStmt): AlterSequence {
  const names = optionsOf(node.options).map(({ defname }) => defname);
  const change = names.includes('owned_by') ? 'owned-by' : names.includes('restart') ? 'restart' : 'options';
  return {
    kind: 'alter-sequence',
    ...base(source),
    sequence: relationName(source, node.sequence ?? {}),
    ifExists: node.missing_ok === true,
    change,
    ownedBy: readOwnedBy(source, node.options),
  };
}

/** `OWNED BY table.column`; null for `OWNED BY NONE` and without the clause. */
function readOwnedBy(source: Source, options: readonly Node[] | undefined): CreateSequence['ownedBy'] {
  const option = optionsOf(options).find(({ defname }) => defname === 'owned_by');
  const parts = option?.arg !== undefined && 'List' in option.arg ? stringsOf(option.arg.List.items) : [];
  const column = parts.at(-1);
  if (column === undefined || parts.length < 2) return null;
  const cursor = cursorAt(source);
  seek(cursor, 'owned');
  skip(cursor, 'owned by');
  return { table: takeName(cursor, parts.slice(0, -1)), column };
}
