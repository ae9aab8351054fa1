import type { AlterTableStmt } from '@pgsql/types';
import type { SetIndexOption } from '../../operation/index-operation';
import type { Operation } from '../../operation/operation';
import type { Clause } from './alter-table';
import { relationName } from './source';

/** A clause of ALTER INDEX, VIEW, MATERIALIZED VIEW, SEQUENCE or TYPE, which the grammar keeps as ALTER TABLE. */
export function readOtherRelation(node: AlterTableStmt, clause: Clause): Operation {
  const { command, cursor, on } = clause;
  const { table: name, ifExists, span, conditional } = on;
  switch (node.objtype) {
    case 'OBJECT_INDEX':
      if (command.def !== undefined && 'PartitionCmd' in command.def) {
        const child = relationName(cursor.source, command.def.PartitionCmd.name ?? {});
        return { kind: 'attach-index', span, conditional, index: name, child };
      }
      return { kind: 'set-index-option', span, conditional, index: name, ifExists, option: indexOption(command.subtype) };
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return { kind: 'alter-view', span, conditional, view: name, materialized: node.objtype === 'OBJECT_MATVIEW', ifExists };
    case 'OBJECT_SEQUENCE': {
      const change = command.subtype === 'AT_ChangeOwner' ? 'owner' : 'persistence';
      return { kind: 'alter-sequence', span, conditional, sequence: name, ifExists, change, ownedBy: null };
    }
    case 'OBJECT_TYPE':
      return { kind: 'alter-composite-type', span, conditional, type: name, cascade: command.behavior === 'DROP_CASCADE' };
    default:
      return { kind: 'unknown', span, conditional, reason: `ALTER of ${node.objtype ?? 'an unnamed kind of object'}` };
  }
}

function indexOption(subtype: Clause['command']['subtype']): SetIndexOption['option'] {
  switch (subtype) {
    case 'AT_SetTableSpace':
      return 'tablespace';
    case 'AT_SetStatistics':
      return 'statistics';
    case 'AT_ChangeOwner':
      return 'owner';
    default:
      return 'storage-parameters';
  }
}
