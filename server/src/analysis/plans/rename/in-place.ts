import type { ObjectId } from '../../catalog/catalog';
import type { Change, Clause } from '../../catalog/diff/change';
import type { QualifiedName } from '../../catalog/resolve';
import { writeMigration } from '../../render/migration';
import { quotedName, splitId } from '../../render/postgres-names';
import { readPostgres } from '../../sql/postgres/read';
import { inPhases } from '../arrange';
import { writtenTable } from '../names';
import { instantOnly, type Plan, type PlanAnswer, type PlanContext, type PlanKind, type Replacement, refused, type Step } from '../plan';
import { fillStep, requiredSteps } from '../required-steps';
import { isCautious, type Part, partsOf } from './parts';
import { type Rename, renameOf, renameStatements, type TableName } from './rename';
import { type Settled, settled } from './settled';

export interface RenameInPlace {
  readonly id: PlanKind['id'];
  readonly rename: Rename;
  /** False: nobody but a person can know that it is a rename. */
  readonly automatic: boolean;
}

/**
 * A rename in the place of what a migration drops and makes anew under another name, with the other renames of the migration that
 * share an index or a foreign key with it.
 */
export function renamedInPlace({ id, rename, automatic }: RenameInPlace, context: PlanContext): PlanAnswer {
  const { statements, after, finding } = context;
  const first = statements[0];
  const own = { statement: context.statement.index, operation: finding.operation };
  if (first === undefined || own.operation === null) return null;
  const renames = together(rename, context);
  const planned: Plan = {
    id,
    title: titleOf(rename, renames.length - 1),
    way: 'one-release',
    preferred: false,
    automatic,
    promise: instantOnly('ACCESS EXCLUSIVE'),
    end: 'same-for-prisma',
    replaces: [],
    steps: [],
  };
  const parts = distinct([{ ...own, operation: own.operation }, ...renames.flatMap((one) => partsOf(one, statements, after))]);
  if (parts.some(({ operation }) => operation.conditional || isCautious(operation))) return refused('a statement of it may not run');
  const place = placeOf(parts);
  if (place === null) return refused('it is not known where the old name goes');
  const nameOf: TableName = (id) => writtenTable(nameIn(id, place.isQualified));
  const textWith = (all: readonly Rename[], some: readonly Part[]): string => {
    const replaces = replaced(some, place.part, [all.flatMap((one) => renameStatements(one, nameOf)).join(';\n')]);
    const files = inPhases({ text: context.text, statements, plans: [{ ...planned, replaces }] });
    return files.flatMap((file) => (file.kind === 'rest' ? [file.text] : [])).join('');
  };
  const found = settled({ renames, parts, before: first.before, after, textWith });
  if (found === null) return refused('more than the name changes: rename it in one migration, and change it in the next');
  const required = requiredIn(found.changes);
  const sql = [
    ...found.renames.flatMap((one) => renameStatements(one, nameOf)),
    ...statementsOf(found.changes.flatMap(withoutRequired), place.isQualified),
  ];
  return {
    ok: true,
    plan: {
      ...planned,
      replaces: replaced(found.parts, place.part, withComment(found.renames, inTransaction(sql, context))),
      steps: required.flatMap(({ table, column }) => requiredAfter(nameIn(table, place.isQualified), table, column, found, context)),
    },
  };
}

/** Renames that something of the migration is made over, or dropped, together with: an index over two columns that are both renamed. */
function together(rename: Rename, { renames, statements, after }: PlanContext): readonly Rename[] {
  const others = renames.flatMap((one) => renameOf(one) ?? []);
  const found: Rename[] = [rename];
  const operations = new Set(partsOf(rename, statements, after).map(({ operation }) => operation));
  for (let before = 0; before < found.length; ) {
    before = found.length;
    for (const other of others) {
      if (found.some((one) => sameRename(one, other))) continue;
      const parts = partsOf(other, statements, after);
      if (!parts.some(({ operation }) => operations.has(operation))) continue;
      found.push(other);
      for (const { operation } of parts) operations.add(operation);
    }
  }
  // A table first, so that its columns are renamed under its new name.
  return found.sort((a, b) => Number(b.kind === 'table') - Number(a.kind === 'table'));
}

function sameRename(a: Rename, b: Rename): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function distinct(parts: readonly Part[]): readonly Part[] {
  return parts.filter((part, index) => parts.findIndex(({ operation }) => operation === part.operation) === index);
}

interface Place {
  /** In front of its statement the renames go. */
  readonly part: Part;
  readonly isQualified: boolean;
}

/** Where the first of the old names is dropped: what stands before may still use it. */
function placeOf(parts: readonly Part[]): Place | null {
  const drops = parts.flatMap((part): readonly Place[] => {
    const { operation } = part;
    const isDrop = operation.kind === 'drop-table' || operation.kind === 'drop-column';
    return isDrop ? [{ part, isQualified: operation.table.schema !== null }] : [];
  });
  return drops.sort((a, b) => a.part.statement - b.part.statement)[0] ?? null;
}

function nameIn(id: ObjectId, isQualified: boolean): QualifiedName {
  const { schema, name } = splitId(id);
  return { schema: isQualified ? schema : null, name };
}

function replaced(parts: readonly Part[], place: Part, ahead: readonly string[]): readonly Replacement[] {
  return parts.map(({ statement, operation }) => ({
    statement,
    operation,
    replacement: null,
    ...(operation === place.operation && { ahead }),
  }));
}

/** As Prisma writes them. */
function statementsOf(changes: readonly Change[], isQualified: boolean): readonly string[] {
  const schemas = changes.length > 0 && isQualified ? ['public'] : [];
  const { text } = writeMigration(changes, { schemas, prismaVersion: isQualified ? '7.0' : null });
  return readPostgres(text).statements.map(({ span }) => text.slice(span.start, span.end));
}

/** A column that becomes required: that takes steps of its own. */
function requiredIn(changes: readonly Change[]): readonly { readonly table: ObjectId; readonly column: string }[] {
  return changes.flatMap((change) =>
    change.kind !== 'alter-table'
      ? []
      : change.clauses.flatMap((clause) =>
          clause.kind === 'alter-column' && clause.parts.includes('set-not-null')
            ? [{ table: change.table, column: clause.after.name }]
            : [],
        ),
  );
}

function withoutRequired(change: Change): readonly Change[] {
  if (change.kind !== 'alter-table') return [change];
  const clauses = change.clauses.flatMap((clause): readonly Clause[] => {
    if (clause.kind !== 'alter-column') return [clause];
    const parts = clause.parts.filter((part) => part !== 'set-not-null');
    return parts.length === 0 ? [] : [{ ...clause, parts }];
  });
  return clauses.length === 0 ? [] : [{ ...change, clauses }];
}

function requiredAfter(
  name: QualifiedName,
  id: ObjectId,
  column: string,
  { reached }: Settled,
  { valueFor }: PlanContext,
): readonly Step[] {
  const table = reached.tables.get(id);
  const value = valueFor(id, column);
  if (table === undefined) return [];
  return [...(value === null ? [] : [fillStep(name, column, value)]), ...requiredSteps(name, table, column)];
}

/** Several statements take effect together, also where Prisma lets each commit on its own: nobody meets half of the names. */
function inTransaction(sql: readonly string[], { statements }: PlanContext): readonly string[] {
  const isInside = statements.some(({ operations }) => operations.some(({ kind }) => kind === 'transaction-control'));
  return sql.length === 1 || isInside ? sql : ['BEGIN', ...sql, 'COMMIT'];
}

function withComment(renames: readonly Rename[], [first = '', ...others]: readonly string[]): readonly string[] {
  const lines = renames.map((rename) =>
    rename.kind === 'table'
      ? `Renames ${shown(rename.from)} to ${shown(rename.to)}: its rows stay.`
      : `Renames ${shown(rename.table)}.${quotedName(rename.from)} to ${quotedName(rename.to)}: its values stay.`,
  );
  const notes = [
    'Code that uses the old name fails from here on: deploy the new code together with it.',
    'Undo: rename the other way round.',
  ];
  return [`${[...lines, ...notes].map((line) => `-- ${line.replace(/\s*\r?\n\s*/g, ' ')}\n`).join('')}${first}`, ...others];
}

function shown(id: ObjectId): string {
  return quotedName(splitId(id).name);
}

function titleOf(rename: Rename, others: number): string {
  const [from, to] = rename.kind === 'table' ? [splitId(rename.from).name, splitId(rename.to).name] : [rename.from, rename.to];
  const more = others === 0 ? '' : `, and ${others} more`;
  return `Rename ${quotedName(from)} to ${quotedName(to)}${more} in place of dropping it: its data stays`;
}
