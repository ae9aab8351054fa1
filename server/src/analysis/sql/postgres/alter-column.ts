import type { Operation } from '../../operation/operation';
import type { Clause } from './alter-table';
import { identityKindOf } from './column';
import { skip, skipAll, takeIdentifier } from './cursor';
import { readExpression } from './expression';
import { behindWord, closingParenthesis, findParenthesis, type Source, spanOfTokens, stringsOf } from './source';
import { readTypeName } from './type-name';

/** `ALTER TABLE … ALTER COLUMN …`; null for other clauses. */
export function readColumnClause(source: Source, { command, cursor, range, on }: Clause): Operation | null {
  skipAll(cursor, 'alter', 'column');
  const onColumn = { ...on, column: takeIdentifier(cursor, command.name ?? '') };
  const { def } = command;
  switch (command.subtype) {
    case 'AT_AlterColumnType': {
      if (def === undefined || !('ColumnDef' in def) || def.ColumnDef.typeName === undefined) return null;
      const { typeName, raw_default, collClause } = def.ColumnDef;
      const using = spanOfTokens(source, behindWord(source, 'using', cursor.at, range.last), range.last);
      return {
        kind: 'change-type',
        ...onColumn,
        type: readTypeName(source, typeName),
        using: raw_default === undefined ? null : readExpression(source, raw_default, using),
        collation: collClause === undefined ? null : stringsOf(collClause.collname).join('.'),
      };
    }
    case 'AT_ColumnDefault':
      if (def === undefined) return { kind: 'drop-default', ...onColumn };
      skip(cursor, 'set default');
      return { kind: 'set-default', ...onColumn, default: readExpression(source, def, spanOfTokens(source, cursor.at, range.last)) };
    case 'AT_SetNotNull':
      return { kind: 'set-not-null', ...onColumn };
    case 'AT_DropNotNull':
      return { kind: 'drop-not-null', ...onColumn };
    case 'AT_AddIdentity': {
      const when = def !== undefined && 'Constraint' in def ? def.Constraint.generated_when : undefined;
      return { kind: 'add-identity', ...onColumn, identity: identityKindOf(when) };
    }
    case 'AT_SetIdentity':
      return { kind: 'set-identity', ...onColumn };
    case 'AT_DropIdentity':
      return { kind: 'drop-identity', ...onColumn };
    case 'AT_SetExpression': {
      if (def === undefined) return null;
      const open = findParenthesis(source, cursor.at, range.last);
      const span = spanOfTokens(source, open + 1, closingParenthesis(source, open));
      return { kind: 'set-generation-expression', ...onColumn, expression: readExpression(source, def, span) };
    }
    case 'AT_DropExpression':
      return { kind: 'drop-generation-expression', ...onColumn };
    case 'AT_SetStatistics':
      return { kind: 'set-column-option', ...onColumn, option: 'statistics' };
    case 'AT_SetStorage':
      return { kind: 'set-column-option', ...onColumn, option: 'storage' };
    case 'AT_SetCompression':
      return { kind: 'set-column-option', ...onColumn, option: 'compression' };
    case 'AT_SetOptions':
    case 'AT_ResetOptions':
    case 'AT_AlterColumnGenericOptions':
      return { kind: 'set-column-option', ...onColumn, option: 'attributes' };
    default:
      return null;
  }
}
