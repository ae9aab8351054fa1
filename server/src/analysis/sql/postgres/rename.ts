import type { AlterObjectDependsStmt, AlterObjectSchemaStmt, AlterOwnerStmt, Node, ObjectType, RenameStmt } from '@pgsql/types';
import type { Identifier, Name } from '../../operation/name';
import type { Operation } from '../../operation/operation';
import { cursorAt, seek, skipAll, takeIdentifier, takeName } from './cursor';
import { base, nameOf, relationName, type Source, stringsOf } from './source';

/** `ALTER … RENAME`: the last identifier of the statement is the new name. */
export function readRename(source: Source, node: RenameStmt): Operation {
  const shared = base(source);
  const ifExists = node.missing_ok === true;
  const to = newName(source, node.newname);
  const relation = () => relationName(source, node.relation ?? {});
  const own = node.subname ?? '';
  switch (node.renameType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
      return { kind: 'rename-table', ...shared, table: relation(), ifExists, to };
    case 'OBJECT_COLUMN': {
      const column = identifierBehindRename(source, own);
      if (node.relationType === 'OBJECT_VIEW' || node.relationType === 'OBJECT_MATVIEW') {
        return { kind: 'rename-view-column', ...shared, view: relation(), column, to };
      }
      return { kind: 'rename-column', ...shared, table: relation(), ifExists, column, to };
    }
    case 'OBJECT_TABCONSTRAINT':
      return { kind: 'rename-constraint', ...shared, table: relation(), ifExists, constraint: identifierBehindRename(source, own), to };
    case 'OBJECT_INDEX':
      return { kind: 'rename-index', ...shared, index: relation(), ifExists, to };
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return { kind: 'rename-view', ...shared, view: relation(), ifExists, to };
    case 'OBJECT_SEQUENCE':
      return { kind: 'rename-sequence', ...shared, sequence: relation(), ifExists, to };
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return { kind: 'rename-type', ...shared, type: objectName(source, node.renameType, node.object), to };
    case 'OBJECT_ATTRIBUTE':
      return { kind: 'alter-composite-type', ...shared, type: relation(), cascade: node.behavior === 'DROP_CASCADE' };
    case 'OBJECT_DOMCONSTRAINT': {
      const constraint = identifierBehindRename(source, own);
      const type = objectName(source, 'OBJECT_DOMAIN', node.object);
      return { kind: 'alter-domain', ...shared, type, change: { action: 'rename-constraint', constraint, to } };
    }
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
      return { kind: 'alter-function', ...shared, function: objectName(source, node.renameType, node.object), to, volatility: null };
    case 'OBJECT_TRIGGER':
      return { kind: 'rename-trigger', ...shared, trigger: identifierBehind(source, 'trigger', own), table: relation(), to };
    case 'OBJECT_POLICY':
      return { kind: 'alter-policy', ...shared, policy: identifierBehind(source, 'policy', own), table: relation(), to };
    case 'OBJECT_SCHEMA':
      return { kind: 'rename-schema', ...shared, schema: identifierBehind(source, 'schema', own), to };
    default:
      return { kind: 'alter-other', ...shared, what: 'RenameStmt' };
  }
}

/** `ALTER … SET SCHEMA`. */
export function readSetSchema(source: Source, node: AlterObjectSchemaStmt): Operation {
  const shared = base(source);
  const ifExists = node.missing_ok === true;
  const toSchema = newName(source, node.newschema);
  const relation = () => relationName(source, node.relation ?? {});
  switch (node.objectType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
      return { kind: 'move-table', ...shared, table: relation(), ifExists, toSchema };
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return { kind: 'move-view', ...shared, view: relation(), ifExists, toSchema };
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return { kind: 'move-type', ...shared, type: objectName(source, node.objectType, node.object), toSchema };
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
      return { kind: 'alter-function', ...shared, function: objectName(source, node.objectType, node.object), to: null, volatility: null };
    case 'OBJECT_SEQUENCE':
      return { kind: 'alter-sequence', ...shared, sequence: relation(), ifExists, change: 'options', ownedBy: null };
    case 'OBJECT_EXTENSION': {
      const text = node.object !== undefined && 'String' in node.object ? (node.object.String.sval ?? '') : '';
      return { kind: 'alter-extension', ...shared, extension: identifierBehind(source, 'extension', text) };
    }
    default:
      return { kind: 'alter-other', ...shared, what: 'AlterObjectSchemaStmt' };
  }
}

/** `ALTER … OWNER TO` of what is no relation; relations come as ALTER TABLE. */
export function readOwner(source: Source, node: AlterOwnerStmt): Operation {
  const shared = base(source);
  switch (node.objectType) {
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
      return { kind: 'alter-function', ...shared, function: objectName(source, node.objectType, node.object), to: null, volatility: null };
    default:
      return { kind: 'alter-other', ...shared, what: 'AlterOwnerStmt' };
  }
}

/** `ALTER … DEPENDS ON EXTENSION`. */
export function readDepends(source: Source, node: AlterObjectDependsStmt): Operation {
  const shared = base(source);
  if (node.objectType === 'OBJECT_INDEX' && node.relation !== undefined) {
    const index = relationName(source, node.relation);
    return { kind: 'set-index-option', ...shared, index, ifExists: false, option: 'depends-on-extension' };
  }
  return { kind: 'alter-other', ...shared, what: 'AlterObjectDependsStmt' };
}

function newName(source: Source, text: string | undefined): Identifier {
  const last = source.range.last - 1;
  const isBehavior = source.tokens.text.slice(source.tokens.starts[last], source.tokens.ends[last]).toLowerCase();
  const at = isBehavior === 'cascade' || isBehavior === 'restrict' ? last - 1 : last;
  return takeIdentifier(cursorAt(source, at), text ?? '');
}

function identifierBehindRename(source: Source, text: string): Identifier {
  const cursor = cursorAt(source);
  seek(cursor, 'rename');
  skipAll(cursor, 'rename', 'column', 'constraint');
  return takeIdentifier(cursor, text);
}

function identifierBehind(source: Source, word: string, text: string): Identifier {
  const cursor = cursorAt(source);
  skipAll(cursor, 'alter', word, 'if exists');
  return takeIdentifier(cursor, text);
}

/** The name of a type or a routine, which has no location: it stands behind ALTER and the kind of object. */
function objectName(source: Source, type: ObjectType, object: Node | undefined): Name {
  const parts =
    object === undefined
      ? []
      : 'ObjectWithArgs' in object
        ? stringsOf(object.ObjectWithArgs.objname)
        : 'List' in object
          ? stringsOf(object.List.items)
          : [];
  if (parts.length === 0) return nameOf(parts, source.span);
  const cursor = cursorAt(source);
  skipAll(cursor, 'alter', type.replace('OBJECT_', '').toLowerCase());
  return takeName(cursor, parts);
}
