import type { ColumnRef, FuncCall, Node, RangeVar, SQLValueFunction } from '@pgsql/types';
import type { ColumnUse, FunctionUse, Query, RelationUse } from '../../operation/expression';
import type { Span } from '../../text/span';
import { endOfName, nameOf, relationName, type Source, spanOfTokens, stringsOf, tokenAt } from './source';

/** Any node of the tree, seen as the JSON that it is. */
export type Tree = { readonly [key: string]: unknown };

/** What the walk knows about its place in the tree. */
interface Scope {
  readonly access: RelationUse['access'];
  /** Names that mean common table expressions here. */
  readonly commonTables: ReadonlySet<string>;
  /** Names that the select list gives to its columns, which ORDER BY and GROUP BY may mean. */
  readonly outputs: ReadonlySet<string>;
  /** What `*` stands for here: the tables of the nearest FROM, by the name they have in it. Null outside of a SELECT. */
  readonly tables: readonly string[] | null;
  /** Names in the nearest FROM that stand for a subquery, a function or a common table expression: no table's columns. */
  readonly derived: ReadonlySet<string>;
}

interface Found {
  readonly source: Source;
  readonly relations: RelationUse[];
  readonly columns: ColumnUse[];
  readonly functions: FunctionUse[];
  readonly literals: Set<string>;
}

const nothing: ReadonlySet<string> = new Set();
const outermost: Scope = { access: 'read', commonTables: nothing, outputs: nothing, tables: null, derived: nothing };

/**
 * What a statement reads and writes, found by walking its whole tree: the grammar has dozens of places where a table or an
 * expression may stand, and none must be missed. `tree` is a node with its wrapper: `{ SelectStmt: … }`.
 */
export function readQuery(source: Source, tree: object, span: Span = source.span): Query {
  const found: Found = { source, relations: [], columns: [], functions: [], literals: new Set() };
  visit(found, tree as Tree, outermost);
  return { relations: found.relations, columns: found.columns, functions: found.functions, literals: [...found.literals], span };
}

function visit(found: Found, tree: Tree, scope: Scope): void {
  if (Array.isArray(tree)) {
    for (const item of tree) if (typeof item === 'object' && item !== null) visit(found, item, scope);
    return;
  }
  for (const key in tree) {
    const value = tree[key];
    if (typeof value !== 'object' || value === null) continue;
    const visitor = visitors.get(key) ?? visit;
    visitor(found, value as Tree, scope);
  }
}

/** What is more than a part of something else, by the name that the tree gives it. */
const visitors: ReadonlyMap<string, (found: Found, tree: Tree, scope: Scope) => void> = new Map([
  ['RangeVar', (found, relation, scope) => addRelation(found, relation, scope.access, scope)],
  ['ColumnRef', addColumn],
  [
    'FuncCall',
    (found, call, scope) => {
      addFunction(found, call);
      visit(found, call, scope);
    },
  ],
  ['SQLValueFunction', (found, node) => found.functions.push(valueFunction(found.source, node))],
  [
    'usingClause',
    (found, clause, scope) => {
      if (!addJoinedColumns(found, clause)) visit(found, clause, scope);
    },
  ],
  ['sval', addLiteral],
  ['SelectStmt', visitSelect],
  ['larg', visitSelect],
  ['rarg', visitSelect],
  ['InsertStmt', visitChange],
  ['UpdateStmt', visitChange],
  ['DeleteStmt', visitChange],
  ['MergeStmt', visitChange],
]);

/** `larg` and `rarg` are also the sides of a join, which have none of these clauses. */
function visitSelect(found: Found, select: Tree, outer: Scope): void {
  const inner = { ...withCommonTables(found, select, outer), outputs: nothing, access: outer.access };
  const scope = 'targetList' in select ? { ...inner, ...sourcesOf(select.fromClause, inner) } : inner;
  const outputs = outputNames(select.targetList);
  for (const key in select) {
    const value = select[key];
    if (key === 'withClause' || typeof value !== 'object' || value === null) continue;
    if (key === 'lockingClause') continue;
    if (key === 'sortClause' || key === 'groupClause') visit(found, { [key]: value }, { ...scope, outputs });
    else if (key === 'fromClause' && 'lockingClause' in select) visit(found, { [key]: value }, { ...scope, access: 'lock-rows' });
    else visit(found, { [key]: value }, scope);
  }
}

/** What stands in a FROM itself, by the names that it has there. */
function sourcesOf(from: unknown, scope: Scope): Pick<Scope, 'tables' | 'derived'> {
  const tables: string[] = [];
  const derived = new Set<string>();
  const walk = (item: unknown): void => {
    if (typeof item !== 'object' || item === null) return;
    if (Array.isArray(item)) for (const part of item) walk(part);
    const { JoinExpr: join, RangeVar: table, RangeSubselect: subquery, RangeFunction: call } = item as FromItem;
    if (join !== undefined) {
      walk(join.larg);
      walk(join.rarg);
    }
    const alias = (table ?? subquery ?? call)?.alias?.aliasname;
    const name = alias ?? table?.relname;
    if (name === undefined) return;
    const isTable = table !== undefined && (table.schemaname !== undefined || !scope.commonTables.has(table.relname ?? ''));
    if (isTable) tables.push(name);
    else derived.add(name);
  };
  walk(from);
  return { tables, derived };
}

interface FromItem {
  readonly JoinExpr?: Tree;
  readonly RangeVar?: RangeVar;
  readonly RangeSubselect?: Pick<RangeVar, 'alias'>;
  readonly RangeFunction?: Pick<RangeVar, 'alias'>;
}

function visitChange(found: Found, change: Tree, outer: Scope): void {
  const scope = { ...withCommonTables(found, change, outer), outputs: nothing, access: 'read' as const, tables: null, derived: nothing };
  for (const key in change) {
    const value = change[key];
    if (key === 'withClause' || typeof value !== 'object' || value === null) continue;
    if (key === 'relation') addRelation(found, value as RangeVar, 'write', outermost);
    else visit(found, { [key]: value }, scope);
  }
}

/** Reads the WITH clause in front of a statement. A name hides a table only behind its own query, unless it is RECURSIVE. */
function withCommonTables(found: Found, statement: Tree, scope: Scope): Scope {
  const clause = statement.withClause as { readonly recursive?: boolean; readonly ctes?: readonly Tree[] } | undefined;
  if (clause === undefined) return scope;
  const expressions = (clause.ctes ?? []).map((cte) => (cte.CommonTableExpr ?? {}) as { ctename?: string; ctequery?: Tree });
  const names = new Set(scope.commonTables);
  if (clause.recursive === true) for (const { ctename } of expressions) names.add(ctename ?? '');
  for (const { ctename, ctequery } of expressions) {
    visit(found, ctequery ?? {}, { access: 'read', outputs: nothing, commonTables: names, tables: null, derived: nothing });
    names.add(ctename ?? '');
  }
  return { ...scope, commonTables: names };
}

function outputNames(targets: unknown): ReadonlySet<string> {
  if (!Array.isArray(targets)) return nothing;
  const names = new Set<string>();
  for (const target of targets as readonly { readonly ResTarget?: { readonly name?: string } }[]) {
    if (target.ResTarget?.name !== undefined) names.add(target.ResTarget.name);
  }
  return names;
}

function addRelation(found: Found, relation: RangeVar, access: RelationUse['access'], scope: Scope): void {
  if (relation.schemaname === undefined && scope.commonTables.has(relation.relname ?? '')) return;
  found.relations.push({ name: relationName(found.source, relation), alias: relation.alias?.aliasname ?? null, access });
}

function addColumn(found: Found, reference: ColumnRef, scope: Scope): void {
  const fields = reference.fields ?? [];
  const names = stringsOf(fields);
  const isStar = names.length < fields.length;
  const column = isStar ? '*' : (names[names.length - 1] ?? '');
  const qualifier = (isStar ? names[names.length - 1] : names[names.length - 2]) ?? null;
  if (qualifier === null ? scope.outputs.has(column) : scope.derived.has(qualifier)) return;
  const first = tokenAt(found.source, reference.location);
  const span = spanOfTokens(found.source, first, endOfName(found.source, first));
  const qualifiers = isStar && qualifier === null ? (scope.tables ?? [null]) : [qualifier];
  for (const name of qualifiers) found.columns.push({ qualifier: name, column, span });
}

/** The columns of `JOIN … USING (a, b)`, which have no location of their own. False for the USING of a DELETE, which names tables. */
function addJoinedColumns(found: Found, clause: unknown): boolean {
  const names = Array.isArray(clause) ? stringsOf(clause as readonly Node[]) : [];
  for (const column of names) found.columns.push({ qualifier: null, column, span: found.source.span });
  return names.length > 0;
}

function addFunction(found: Found, call: FuncCall): void {
  found.functions.push(functionUse(found.source, call));
}

/** Longer ones are no value of an enum, and an INSERT may hold megabytes of them. */
function addLiteral(found: Found, { sval }: { readonly sval?: string }): void {
  if (sval !== undefined && sval.length < 64) found.literals.add(sval);
}

/** `pg_catalog` is left out: the server looks there first anyway. */
export function functionUse(source: Source, call: FuncCall): FunctionUse {
  const parts = stringsOf(call.funcname);
  const first = tokenAt(source, call.location);
  const name = nameOf(parts, spanOfTokens(source, first, endOfName(source, first)));
  return {
    name: name.schema === 'pg_catalog' ? { ...name, schema: null } : name,
    argumentCount: call.args?.length ?? 0,
  };
}

/** `CURRENT_TIMESTAMP(3)` and its kin, which the grammar knows by an operator code: `SVFOP_CURRENT_TIMESTAMP_N`. */
export function valueFunction(source: Source, node: SQLValueFunction): FunctionUse {
  const first = tokenAt(source, node.location);
  const name = (node.op ?? 'SVFOP_CURRENT_TIMESTAMP').replace('SVFOP_', '').replace(/_N$/, '').toLowerCase();
  return { name: { schema: null, name, span: spanOfTokens(source, first, first + 1) }, argumentCount: 0 };
}
