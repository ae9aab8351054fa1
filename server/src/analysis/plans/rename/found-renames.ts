import type { ObjectId } from '../../catalog/catalog';
import type { Change, Clause } from '../../catalog/diff/change';
import type { QualifiedName } from '../../catalog/resolve';
import { writeMigration } from '../../render/migration';
import { splitId } from '../../render/postgres-names';
import { readPostgres } from '../../sql/postgres/read';
import { inPhases } from '../arrange';
import { writtenTable } from '../names';
import { instantOnly, type Plan, type PlanContext, type Replacement } from '../plan';
import { isCautious, type Part, partsOf } from './parts';
import { type Rename, renameOf, renameStatements, type TableName } from './rename';
import { type Settled, settled } from './settled';

/** What a migration drops and makes anew under another name, and the renames that lead to the same end. */
export interface FoundRenames extends Settled {
  /** How many were asked for: the rest are columns of renamed tables. */
  readonly asked: number;
  /** In front of its statement the renames go: there the first of the old names is dropped. */
  readonly place: Part;
  readonly isQualified: boolean;
  readonly nameOf: TableName;
  /** Without semicolons, in order; what makes a column required is left out. */
  readonly statements: readonly string[];
  /** Columns that become required with their new name. */
  readonly required: readonly { readonly table: ObjectId; readonly column: string }[];
}

/** `reason` completes "No plan is offered: …". */
export type RenameSearch = { readonly ok: true; readonly found: FoundRenames } | { readonly ok: false; readonly reason: string };

/** The rename of a finding, with the other renames of the migration that share an index or a foreign key with it. */
export function foundRenames(rename: Rename, context: PlanContext): RenameSearch {
  const { statements, after, finding } = context;
  const first = statements[0];
  const own = { statement: context.statement.index, operation: finding.operation };
  if (first === undefined || own.operation === null) return refusal('it is not known what is dropped');
  const renames = together(rename, context);
  const parts = distinct([{ ...own, operation: own.operation }, ...renames.flatMap((one) => partsOf(one, statements, after))]);
  if (parts.some(({ operation }) => operation.conditional || isCautious(operation))) return refusal('a statement of it may not run');
  const place = placeOf(parts);
  if (place === null) return refusal('it is not known where the old name goes');
  const { part, isQualified } = place;
  const nameOf: TableName = (id) => writtenTable(nameIn(id, isQualified));
  const textWith = (all: readonly Rename[], some: readonly Part[]): string => {
    const ahead = [all.flatMap((one) => renameStatements(one, nameOf)).join(';\n')];
    const plan: Plan = { ...unnamed, replaces: replaced(some, part, ahead) };
    const files = inPhases({ text: context.text, statements, plans: [plan] });
    return files.flatMap((file) => (file.kind === 'rest' ? [file.text] : [])).join('');
  };
  const found = settled({ renames, parts, before: first.before, after, textWith });
  if (found === null) return refusal('more than the name changes: rename it in one migration, and change it in the next');
  const sql = [
    ...found.renames.flatMap((one) => renameStatements(one, nameOf)),
    ...statementsOf(found.changes.flatMap(withoutRequired), isQualified),
  ];
  const required = requiredIn(found.changes);
  return { ok: true, found: { ...found, asked: renames.length, place: part, isQualified, nameOf, statements: sql, required } };
}

const unnamed: Plan = {
  id: '',
  title: '',
  way: 'one-release',
  preferred: false,
  promise: instantOnly('ACCESS EXCLUSIVE'),
  replaces: [],
  steps: [],
};

function refusal(reason: string): RenameSearch {
  return { ok: false, reason };
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

export function nameIn(id: ObjectId, isQualified: boolean): QualifiedName {
  const { schema, name } = splitId(id);
  return { schema: isQualified ? schema : null, name };
}

/** Everything goes; in front of the statement of `place` comes what is `ahead`. */
export function replaced(parts: readonly Part[], place: Part, ahead: readonly string[]): readonly Replacement[] {
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
