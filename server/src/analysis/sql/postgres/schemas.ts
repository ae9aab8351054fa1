import type { CreateSchemaStmt, Node } from '@pgsql/types';
import type { Operation } from '../../operation/operation';
import { cursorAt, skipAll, takeIdentifier } from './cursor';
import { base, type ReadStatement, type Source } from './source';

/** `CREATE SCHEMA s CREATE TABLE t …`: the schema, and each element in it. */
export function readCreateSchema(source: Source, node: CreateSchemaStmt, readStatement: ReadStatement): readonly Operation[] {
  const cursor = cursorAt(source);
  skipAll(cursor, 'create schema', 'if not exists', 'authorization');
  const schema = takeIdentifier(cursor, node.schemaname ?? node.authrole?.rolename ?? '');
  const elements = (node.schemaElts ?? []).flatMap((element) => readStatement(source, inSchema(element, schema.text)));
  return [{ kind: 'create-schema', ...base(source), schema, ifNotExists: node.if_not_exists === true }, ...elements];
}

/** The element as if the schema were written before its own name, as the server does it (`transformCreateSchemaStmtElements`). */
function inSchema(element: Node, schemaname: string): Node {
  if ('CreateStmt' in element) return { CreateStmt: { ...element.CreateStmt, relation: { schemaname, ...element.CreateStmt.relation } } };
  if ('ViewStmt' in element) return { ViewStmt: { ...element.ViewStmt, view: { schemaname, ...element.ViewStmt.view } } };
  if ('IndexStmt' in element) return { IndexStmt: { ...element.IndexStmt, relation: { schemaname, ...element.IndexStmt.relation } } };
  if ('CreateSeqStmt' in element)
    return { CreateSeqStmt: { ...element.CreateSeqStmt, sequence: { schemaname, ...element.CreateSeqStmt.sequence } } };
  if ('CreateTrigStmt' in element)
    return { CreateTrigStmt: { ...element.CreateTrigStmt, relation: { schemaname, ...element.CreateTrigStmt.relation } } };
  return element;
}
