import type {
  AlterExtensionContentsStmt,
  AlterExtensionStmt,
  AlterPublicationStmt,
  CommentStmt,
  CreateExtensionStmt,
  CreatePublicationStmt,
  CreateStatsStmt,
  GrantStmt,
  Node,
} from '@pgsql/types';
import type { Name } from '../../operation/name';
import type { AlterExtension, AlterPublication, ChangePrivileges, CreateExtension, SetComment } from '../../operation/object';
import type { Operation } from '../../operation/operation';
import { cursorAt, seek, skipAll, takeIdentifier, takeName } from './cursor';
import { optionsOf } from './functions';
import { base, relationName, type Source, stringsOf } from './source';

export function readCreateExtension(source: Source, node: CreateExtensionStmt): CreateExtension {
  const cursor = cursorAt(source);
  skipAll(cursor, 'create extension', 'if not exists');
  const schema = optionsOf(node.options).find(({ defname }) => defname === 'schema')?.arg;
  return {
    kind: 'create-extension',
    ...base(source),
    extension: takeIdentifier(cursor, node.extname ?? ''),
    ifNotExists: node.if_not_exists === true,
    schema: schema !== undefined && 'String' in schema ? (schema.String.sval ?? null) : null,
  };
}

export function readAlterExtension(source: Source, node: AlterExtensionStmt | AlterExtensionContentsStmt): AlterExtension {
  const cursor = cursorAt(source);
  skipAll(cursor, 'alter extension');
  return { kind: 'alter-extension', ...base(source), extension: takeIdentifier(cursor, node.extname ?? '') };
}

export function readCreateStatistics(source: Source, node: CreateStatsStmt): Operation {
  const relation = node.relations?.[0];
  if (relation === undefined || !('RangeVar' in relation)) return { kind: 'alter-other', ...base(source), what: 'CreateStatsStmt' };
  return { kind: 'create-statistics', ...base(source), table: relationName(source, relation.RangeVar) };
}

export function readPublication(
  source: Source,
  node: CreatePublicationStmt | AlterPublicationStmt,
  action: AlterPublication['action'],
): AlterPublication {
  const cursor = cursorAt(source);
  skipAll(cursor, 'create', 'alter', 'publication');
  return {
    kind: 'alter-publication',
    ...base(source),
    publication: takeIdentifier(cursor, node.pubname ?? ''),
    action,
    tables: publishedTables(source, node.pubobjects),
    allTables: node.for_all_tables === true,
  };
}

function publishedTables(source: Source, objects: readonly Node[] | undefined): readonly Name[] {
  return (objects ?? []).flatMap((object) => {
    const relation = 'PublicationObjSpec' in object ? object.PublicationObjSpec.pubtable?.relation : undefined;
    return relation === undefined ? [] : [relationName(source, relation)];
  });
}

/** Comments on a relation, its columns and its constraints name the relation; how many identifiers of it follow differs. */
const ownParts: Partial<Record<NonNullable<CommentStmt['objtype']>, number>> = {
  OBJECT_TABLE: 0,
  OBJECT_VIEW: 0,
  OBJECT_MATVIEW: 0,
  OBJECT_FOREIGN_TABLE: 0,
  OBJECT_INDEX: 0,
  OBJECT_COLUMN: 1,
  OBJECT_TABCONSTRAINT: 1,
  OBJECT_TRIGGER: 1,
  OBJECT_POLICY: 1,
  OBJECT_RULE: 1,
};

export function readComment(source: Source, node: CommentStmt): SetComment {
  const own = node.objtype === undefined ? undefined : ownParts[node.objtype];
  const parts = node.object !== undefined && 'List' in node.object ? stringsOf(node.object.List.items) : [];
  if (own === undefined || parts.length <= own) return { kind: 'set-comment', ...base(source), relation: null };
  const cursor = cursorAt(source);
  skipAll(cursor, 'comment on', 'materialized', 'foreign', objectWord(node.objtype));
  if (own === 1 && node.objtype !== 'OBJECT_COLUMN') {
    seek(cursor, 'on');
    cursor.at++;
  }
  const name = takeName(cursor, parts);
  const relation = parts.slice(0, parts.length - own);
  return {
    kind: 'set-comment',
    ...base(source),
    relation: { schema: relation.at(-2) ?? null, name: relation.at(-1) ?? '', span: name.span },
  };
}

function objectWord(type: CommentStmt['objtype']): string {
  return (type ?? '').replace('OBJECT_', '').replace('MATVIEW', 'VIEW').replace('FOREIGN_', '').toLowerCase();
}

export function readGrant(source: Source, node: GrantStmt): ChangePrivileges {
  return { kind: 'change-privileges', ...base(source), action: node.is_grant === true ? 'grant' : 'revoke' };
}
