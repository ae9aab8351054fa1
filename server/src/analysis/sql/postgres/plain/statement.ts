import type { Operation } from '../../../operation/operation';
import type { TransactionControl } from '../../../operation/session';
import type { Statement } from '../../statement';
import { takeAlterIndex, takeAlterType, takeRename } from './alter';
import { takeClauses } from './alter-table';
import { takeCreateEnum, takeCreateIndex, takeCreateTable } from './create';
import { takeDrop } from './drop';
import { skip, skipBlanks, spanFrom, takeName, type Walk } from './walk';

/**
 * Reads the statement that begins at `start` if it is one that Prisma writes, in whatever case and layout; null for any other, which the
 * server's grammar has to read. Most statements of a history are Prisma's own, and to read them takes a sixth of the time this way. The
 * result is the one that the grammar leads to: the tests compare the two, in every history of the corpus and after random changes.
 */
export function readPlain(text: string, start: number, index: number): Statement | null {
  const walk: Walk = { text, at: start };
  const read = takeStatement(walk, start);
  if (read === null) return null;
  const span = spanFrom(walk, start);
  skipBlanks(walk);
  if (walk.at < text.length && text.charCodeAt(walk.at) !== 59) return null;
  return { index, span, kind: read.kind, operations: read.operations };
}

type Read = Pick<Statement, 'kind' | 'operations'>;

function takeStatement(walk: Walk, start: number): Read | null {
  if (skip(walk, 'ALTER TABLE')) return takeAlterTable(walk, start);
  if (skip(walk, 'CREATE TABLE')) return one('create', takeCreateTable(walk, start));
  if (skip(walk, 'CREATE INDEX')) return one('index', takeCreateIndex(walk, start, false));
  if (skip(walk, 'CREATE UNIQUE INDEX')) return one('index', takeCreateIndex(walk, start, true));
  if (skip(walk, 'CREATE TYPE')) return one('create-enum', takeCreateEnum(walk, start));
  if (skip(walk, 'DROP')) return one('drop', takeDrop(walk, start));
  if (skip(walk, 'ALTER INDEX')) return one('rename', takeAlterIndex(walk, start));
  if (skip(walk, 'BEGIN')) return one('transaction', transaction(walk, start, 'begin'));
  if (skip(walk, 'COMMIT')) return one('transaction', transaction(walk, start, 'commit'));
  if (!skip(walk, 'ALTER TYPE')) return null;
  const operation = takeAlterType(walk, start);
  return one(operation?.kind === 'rename-type' ? 'rename' : 'alter-enum', operation);
}

function transaction(walk: Walk, start: number, action: TransactionControl['action']): Operation {
  return { kind: 'transaction-control', span: spanFrom(walk, start), conditional: false, action };
}

function one(kind: string, operation: Operation | null): Read | null {
  return operation && { kind, operations: [operation] };
}

function takeAlterTable(walk: Walk, start: number): Read | null {
  const table = takeName(walk);
  if (table === null) return null;
  if (skip(walk, 'RENAME')) return one('rename', takeRename(walk, start, table));
  const operations = takeClauses(walk, table);
  return operations && { kind: 'alter-table', operations };
}
