import type { Statement } from '../sql/statement';
import type { Execution } from './migration';

/** Which statements of a file commit together. */
export interface Transactions {
  readonly sameTransaction: (a: number, b: number) => boolean;
  readonly inTransaction: (statement: number) => boolean;
}

/**
 * Reads the transactions of a file from how Prisma sends it and from its own BEGIN and COMMIT.
 *
 * A file sent as one query with several statements is an implicit transaction block; BEGIN makes that block explicit and takes
 * in what ran before it, COMMIT and ROLLBACK end it and the rest starts another one. The server refuses statements that need
 * to stand outside of a transaction anywhere in such a query, also behind a COMMIT.
 * Source: https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-MULTI-STATEMENT
 *
 * With `unknown` the file counts as one query, for what shares a transaction there is what can go wrong under either.
 */
export function transactionsOf(statements: readonly Statement[], execution: Execution): Transactions {
  return execution === 'per-statement' ? sentOneByOne(statements) : sentAsOneQuery(statements);
}

function sentAsOneQuery(statements: readonly Statement[]): Transactions {
  const blocks: number[] = [];
  let block = 0;
  for (const statement of statements) {
    blocks.push(block);
    if (endsTransaction(statement)) block++;
  }
  return {
    sameTransaction: (a, b) => blocks[a] === blocks[b],
    inTransaction: () => statements.length > 1,
  };
}

function sentOneByOne(statements: readonly Statement[]): Transactions {
  const blocks: number[] = [];
  const explicit: boolean[] = [];
  let block = 0;
  let open = false;
  for (const statement of statements) {
    if (beginsTransaction(statement)) open = true;
    blocks.push(block);
    explicit.push(open);
    if (endsTransaction(statement)) open = false;
    if (!open) block++;
  }
  return {
    sameTransaction: (a, b) => blocks[a] === blocks[b],
    inTransaction: (statement) => explicit[statement] ?? false,
  };
}

function beginsTransaction(statement: Statement): boolean {
  return statement.operations.some((operation) => operation.kind === 'transaction-control' && operation.action === 'begin');
}

function endsTransaction(statement: Statement): boolean {
  return statement.operations.some(
    (operation) =>
      operation.kind === 'transaction-control' &&
      (operation.action === 'commit' || operation.action === 'rollback' || operation.action === 'prepare'),
  );
}
