import type { Catalog } from '../catalog/catalog';
import { findTable } from '../catalog/resolve';
import { isDataChange } from '../migration/data-change';
import type { AnalysedStatement } from '../migration/migration';
import { isTimeout } from './arrange';
import { statementText } from './clause';
import { folderWords } from './names';
import { type PlanContext, type PlanKind, type PlanPromise, type Replacement, refused, type Step } from './plan';
import { type Segment, segmentsOf } from './segments';

/** What takes long, or refuses a transaction, gets a file of its own, so that it holds no lock of the other statements. */
export const splitFile: PlanKind = {
  id: 'split-file',
  summary: 'Gives each statement that takes long, or that refuses a transaction, a migration of its own, in the written order.',
  answers: ['concurrently-in-transaction', 'several-commits-in-one-file', 'lock-held-across-statements', 'several-tables-locked'],
  make: (_, context) => {
    const reason = reasonAgainst(context);
    if (reason !== null) return refused(reason);
    const [first = [], ...others] = groupsOf(context);
    // A file with nothing but timeouts would be left: they go along.
    const moved = first.every(setsTimeout) ? [...first, ...others.flat()] : others.flat();
    if (others.length === 0) return refused('there is nothing to split: the statement is alone in its file');
    return {
      ok: true,
      plan: {
        id: splitFile.id,
        title: 'Split the file: what takes long, or refuses a transaction, in a migration of its own',
        way: 'one-release',
        preferred: true,
        promise: asWritten,
        replaces: moved.flatMap(replacements),
        steps: others.map((group) => stepOf(group, timeoutsBefore(group, context), context)),
        keepsComments: true,
      },
    };
  },
};

/** Each statement does what it did. */
const asWritten: PlanPromise = { lock: 'ACCESS EXCLUSIVE', lockWhileWorking: 'ACCESS EXCLUSIVE', rewrites: true };

function reasonAgainst({ statements }: PlanContext): string | null {
  const operations = statements.flatMap((statement) => statement.operations);
  if (operations.some(({ kind }) => kind === 'transaction-control'))
    return 'the migration has a transaction of its own, which would be split';
  const setting = operations.find((operation) => operation.kind === 'set-variable' && !isTimeout(operation));
  if (setting?.kind === 'set-variable') return `the migration sets ${setting.variable} for the statements behind it`;
  return null;
}

function setsTimeout({ operations }: AnalysedStatement): boolean {
  return operations.length > 0 && operations.every(isTimeout);
}

type Group = readonly AnalysedStatement[];

/** Neighbours that take a moment share a file, unless the finding is about one of them. */
function groupsOf({ statements, statement }: PlanContext): readonly Group[] {
  const groups: AnalysedStatement[][] = [];
  const before = statements[0]?.before;
  let isOpen = false;
  for (const one of statements) {
    const stays = before !== undefined && !takesLong(one, before) && one.effect.transactional;
    if (stays && isOpen && one.index !== statement.index) groups.at(-1)?.push(one);
    else groups.push([one]);
    isOpen = stays;
  }
  return groups;
}

/** Whether rows of a table that was there before the migration decide how long it takes. */
function takesLong({ effect, operations, before: catalog }: AnalysedStatement, { tables, views }: Catalog): boolean {
  const isOld = (id: string | undefined): boolean => id !== undefined && (tables.has(id) || views.has(id));
  if ([...effect.rewrites, ...effect.scans, ...effect.builds.map(({ table }) => table)].some(isOld)) return true;
  return operations.some((operation) => isDataChange(operation) && isOld(findTable(catalog, operation.table)?.id));
}

function replacements({ index, operations }: AnalysedStatement): readonly Replacement[] {
  return operations.map((operation) => ({ statement: index, operation, replacement: null }));
}

/** The timeouts that hold when a group begins: another file may be another connection. */
function timeoutsBefore([first]: Group, { statements }: PlanContext): ReadonlyMap<string, AnalysedStatement> {
  const held = new Map<string, AnalysedStatement>();
  for (const one of statements) {
    if (one.index >= (first?.index ?? 0)) break;
    for (const operation of one.operations) {
      if (operation.kind !== 'set-variable') continue;
      if (operation.values === null) held.delete(operation.variable);
      else held.set(operation.variable, one);
    }
  }
  return held;
}

function stepOf(group: Group, timeouts: ReadonlyMap<string, AnalysedStatement>, { text, statements }: PlanContext): Step {
  const segments = segmentsOf(text, statements);
  const own = group.map((statement) => textWithComments(text, statement, segments[statement.index]));
  const isTransactional = group.every(({ effect }) => effect.transactional);
  const [only] = group;
  const name = group.length === 1 && only !== undefined ? nameOf(only) : 'then';
  return {
    phase: 'finish',
    alone: true,
    name,
    purpose: purposeOf(group, isTransactional),
    statements: isTransactional
      ? [
          ...[...new Set(timeouts.values())].map((statement) => statementText(text, statement)),
          ...own,
          ...[...timeouts.keys()].map((variable) => `RESET ${variable}`),
        ]
      : own,
    undo: 'the opposite of what it does; it stands here as it was written.',
    notes: [],
  };
}

function purposeOf(group: Group, isTransactional: boolean): string {
  if (!isTransactional) return 'Alone in its file: it refuses a transaction.';
  return group.length === 1
    ? 'In a migration of its own: it holds no lock of the statements before it, and a retry begins with it.'
    : 'The statements that come behind, in the order in which they were written.';
}

function textWithComments(text: string, statement: AnalysedStatement, segment: Segment | undefined): string {
  return `${segment?.commentText.trimStart() ?? ''}${statementText(text, statement)}`;
}

/** `change_type_order_total`, `create_index_order_total_idx`. */
function nameOf({ operations }: AnalysedStatement): string {
  const [operation] = operations;
  if (operation === undefined) return 'then';
  const table = 'table' in operation && operation.table !== null ? operation.table.name : '';
  if (operation.kind === 'create-index' || operation.kind === 'drop-index') {
    return folderWords(operation.kind, operation.kind === 'create-index' ? (operation.name?.text ?? table) : operation.index.name);
  }
  const column = 'column' in operation ? ('name' in operation.column ? operation.column.name : operation.column) : null;
  return folderWords(operation.kind, table, column?.text ?? '');
}
