import type { ColumnType, ObjectId, StoredExpression, UserType } from '../../../catalog/catalog';
import { resolveType } from '../../../catalog/column-type';
import { emptyCatalog } from '../../../catalog/draft';
import { storeExpression } from '../../../catalog/stored-expression';
import type { Operation } from '../../../operation/operation';
import { isGrammarReady } from '../../../sql/postgres/grammar';
import { createPostgresReader } from '../../../sql/postgres/read';
import type { SqlReader } from './flavour';

/** A reader of its own: the shared one remembers the last few migrations, which these snippets would push out. */
const read = createPostgresReader();

/** So that a snippet is read as the same text in a migration is, it is put where Prisma writes it there. */
export const postgresReader: SqlReader = {
  isReady: isGrammarReady,
  default: remembered((sql) => defaultOf(`CREATE TABLE t (c int DEFAULT ${sql})`)),
  predicate: remembered((sql) => predicateOf(`CREATE INDEX i ON t (c) WHERE ${sql}`)),
  operatorClass: remembered((sql) => operatorClassOf(`CREATE INDEX i ON t (c ${sql})`)),
  type: (sql, types) => typeOf(sql, types),
};

function defaultOf(statement: string): StoredExpression | null {
  const operation = onlyOperation(statement);
  const expression = operation?.kind === 'create-table' ? (operation.columns[0]?.default ?? null) : null;
  return expression === null ? null : storeExpression(expression);
}

function predicateOf(statement: string): StoredExpression | null {
  const operation = onlyOperation(statement);
  return operation?.kind === 'create-index' && operation.where !== null ? storeExpression(operation.where) : null;
}

function operatorClassOf(statement: string): string | null {
  const operation = onlyOperation(statement);
  return operation?.kind === 'create-index' ? (operation.keys[0]?.operatorClass ?? null) : null;
}

const typeNameOf = remembered((sql: string) => {
  const operation = onlyOperation(`CREATE TABLE t (c ${sql})`);
  return operation?.kind === 'create-table' ? (operation.columns[0]?.type ?? null) : null;
});

function typeOf(sql: string, types: ReadonlyMap<ObjectId, UserType>): ColumnType | null {
  const name = typeNameOf(sql);
  return name === null ? null : resolveType({ ...emptyCatalog('postgresql'), types }, name);
}

/** Null where the snippet is no SQL, or more than it should be. */
function onlyOperation(statement: string): Operation | null {
  const { statements, errors } = read(statement);
  const [operation, ...others] = statements.flatMap(({ operations }) => operations);
  return errors.length === 0 && operation !== undefined && others.length === 0 ? operation : null;
}

/** A schema has few distinct snippets, and they are asked for on every keystroke. */
const maximumRemembered = 2000;

function remembered<T>(compute: (sql: string) => T): (sql: string) => T {
  const known = new Map<string, T>();
  return (sql) => {
    const before = known.get(sql);
    if (before !== undefined) return before;
    const result = compute(sql);
    if (!isGrammarReady()) return result;
    if (known.size >= maximumRemembered) known.clear();
    known.set(sql, result);
    return result;
  };
}
