import type { DropStmt, Node } from '@pgsql/types';
import type { Name } from '../../operation/name';
import type { Operation } from '../../operation/operation';
import type { TypeName } from '../../operation/type';
import { type Cursor, cursorAt, skip, takeIdentifier, takeName } from './cursor';
import { base, type Source, splitAtCommas, stringsOf } from './source';
import { readTypeName } from './type-name';

/** What stands between DROP and the names, for objects whose names have no location in the tree. */
const kindPhrases: Partial<Record<NonNullable<DropStmt['removeType']>, string>> = {
  OBJECT_TABLE: 'table',
  OBJECT_FOREIGN_TABLE: 'foreign table',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materialized view',
  OBJECT_INDEX: 'index',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'domain',
  OBJECT_FUNCTION: 'function',
  OBJECT_PROCEDURE: 'procedure',
  OBJECT_ROUTINE: 'routine',
  OBJECT_TRIGGER: 'trigger',
  OBJECT_POLICY: 'policy',
  OBJECT_RULE: 'rule',
  OBJECT_SCHEMA: 'schema',
  OBJECT_EXTENSION: 'extension',
  OBJECT_STATISTIC_EXT: 'statistics',
  OBJECT_PUBLICATION: 'publication',
};

/** One operation per object of `DROP … a, b`. */
export function readDrop(source: Source, node: DropStmt): readonly Operation[] {
  const cursor = cursorAt(source);
  skip(cursor, 'drop');
  skip(cursor, kindPhrases[node.removeType ?? 'OBJECT_TABLE'] ?? '');
  if (node.concurrent === true) skip(cursor, 'concurrently');
  skip(cursor, 'if exists');
  const places = splitAtCommas(source, cursor.at, source.range.last);
  const objects = (node.objects ?? []).map((object, index) => {
    const place = cursorAt(source, places[index]?.first ?? source.range.first);
    return { place, parts: partsOf(object), argumentTypes: argumentTypesOf(source, object) };
  });
  const isRelation = node.removeType === 'OBJECT_TABLE' || node.removeType === 'OBJECT_FOREIGN_TABLE' || isView(node);
  const together = isRelation ? objects.map(({ place, parts }) => takeName(cursorAt(source, place.at), parts)) : [];
  return objects.map((object) => readDropped(source, node, object, together));
}

interface Dropped {
  readonly place: Cursor;
  readonly parts: readonly string[];
  readonly argumentTypes: readonly TypeName[] | null;
}

function isView(node: DropStmt): boolean {
  return node.removeType === 'OBJECT_VIEW' || node.removeType === 'OBJECT_MATVIEW';
}

/** The strings of a dropped object's name; objects on a table have the table's name first. */
function partsOf(object: Node): readonly string[] {
  if ('String' in object) return [object.String.sval ?? ''];
  if ('List' in object) return stringsOf(object.List.items);
  if ('TypeName' in object) return stringsOf(object.TypeName.names);
  if ('ObjectWithArgs' in object) return stringsOf(object.ObjectWithArgs.objname);
  return [];
}

function argumentTypesOf(source: Source, object: Node): Dropped['argumentTypes'] {
  if (!('ObjectWithArgs' in object) || object.ObjectWithArgs.args_unspecified === true) return null;
  return (object.ObjectWithArgs.objargs ?? []).flatMap((type) => ('TypeName' in type ? [readTypeName(source, type.TypeName)] : []));
}

function readDropped(source: Source, node: DropStmt, { place, parts, argumentTypes }: Dropped, together: readonly Name[]): Operation {
  const shared = base(source);
  const flags = { ifExists: node.missing_ok === true, cascade: node.behavior === 'DROP_CASCADE' };
  const own = parts.at(-1) ?? '';
  switch (node.removeType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
      return { kind: 'drop-table', ...shared, table: takeName(place, parts), ...flags, together };
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW': {
      const materialized = node.removeType === 'OBJECT_MATVIEW';
      return { kind: 'drop-view', ...shared, view: takeName(place, parts), materialized, ...flags, together };
    }
    case 'OBJECT_INDEX':
      return { kind: 'drop-index', ...shared, index: takeName(place, parts), concurrently: node.concurrent === true, ...flags };
    case 'OBJECT_SEQUENCE':
      return { kind: 'drop-sequence', ...shared, sequence: takeName(place, parts), ...flags };
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return { kind: 'drop-type', ...shared, type: takeName(place, parts), isDomain: node.removeType === 'OBJECT_DOMAIN', ...flags };
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE': {
      const procedure = node.removeType === 'OBJECT_PROCEDURE';
      return { kind: 'drop-function', ...shared, function: takeName(place, parts), argumentTypes, procedure, ...flags };
    }
    case 'OBJECT_TRIGGER':
      return { kind: 'drop-trigger', ...shared, trigger: takeIdentifier(place, own), table: ownerOf(place, parts), ...flags };
    case 'OBJECT_POLICY':
      return { kind: 'drop-policy', ...shared, policy: takeIdentifier(place, own), table: ownerOf(place, parts), ifExists: flags.ifExists };
    case 'OBJECT_RULE':
      return { kind: 'drop-rule', ...shared, rule: takeIdentifier(place, own), table: ownerOf(place, parts), ifExists: flags.ifExists };
    case 'OBJECT_SCHEMA':
      return { kind: 'drop-schema', ...shared, schema: takeIdentifier(place, own), ...flags };
    case 'OBJECT_EXTENSION':
      return { kind: 'drop-extension', ...shared, extension: takeIdentifier(place, own), ...flags };
    case 'OBJECT_STATISTIC_EXT':
      return { kind: 'drop-statistics', ...shared, statistics: takeName(place, parts) };
    case 'OBJECT_PUBLICATION':
      return {
        kind: 'alter-publication',
        ...shared,
        publication: takeIdentifier(place, own),
        action: 'drop',
        tables: [],
        allTables: false,
      };
    default:
      return { kind: 'alter-other', ...shared, what: 'DropStmt' };
  }
}

/** The table behind `name ON`. */
function ownerOf(place: Cursor, parts: readonly string[]): Name {
  skip(place, 'on');
  return takeName(place, parts.slice(0, -1));
}
