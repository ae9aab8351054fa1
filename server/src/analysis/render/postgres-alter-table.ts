import { assertNever } from '../assert-never';
import type { Column, ObjectId } from '../catalog/catalog';
import type { Change, Clause, ColumnPart } from '../catalog/diff/change';
import type { Subject } from '../catalog/subject';
import { type ColumnStyle, columnDefinition, columnType, defaultText } from './postgres-column';
import { quotedName, quotedNames, quotedText, splitId } from './postgres-names';
import type { SqlWriter } from './sql-writer';

type AlterTable = Extract<Change, { kind: 'alter-table' }>;

/** One statement with all clauses; sequences are made before and given away or dropped after it, keys renamed in between. */
export function writeAlterTable(writer: SqlWriter, change: AlterTable, style: ColumnStyle): void {
  const statements = [
    ...change.clauses.flatMap((clause) => sequenceStatements(change.table, clause, style).before),
    ...mainStatement(writer, change, style),
    ...change.clauses.flatMap((clause) => renameStatement(change.table, clause, style)),
    ...change.clauses.flatMap((clause) => sequenceStatements(change.table, clause, style).after),
  ];
  for (const [place, { subject, content }] of statements.entries()) {
    if (place > 0) writer.write(';\n');
    writer.part(subject, () => (typeof content === 'string' ? writer.write(content) : content()));
  }
}

interface Written {
  readonly subject: Subject;
  readonly content: string | (() => void);
}

function mainStatement(writer: SqlWriter, { table, clauses }: AlterTable, style: ColumnStyle): readonly Written[] {
  const lines = clauses.flatMap((clause) => linesOf(table, clause, style));
  if (lines.length === 0) return [];
  const content = () => {
    writer.write(`ALTER TABLE ${style.nameOf(table)} `);
    for (const [place, { subject, text }] of lines.entries()) {
      if (place > 0) writer.write(',\n');
      writer.part(subject, () => writer.write(text));
    }
  };
  return [{ subject: { type: 'table', id: table }, content }];
}

interface Line {
  readonly subject: Subject;
  readonly text: string;
}

function linesOf(table: ObjectId, clause: Clause, style: ColumnStyle): readonly Line[] {
  const about = (column: Column): Subject => ({ type: 'column', table, column: column.name });
  const drop = (column: Column): Line => ({ subject: about(column), text: `DROP COLUMN ${quotedName(column.name)}` });
  const add = (column: Column): Line => ({ subject: about(column), text: `ADD COLUMN     ${columnDefinition(table, column, style)}` });
  switch (clause.kind) {
    case 'drop-column':
      return [drop(clause.column)];
    case 'add-column':
      return [add(clause.column)];
    case 'redefine-column':
      return [drop(clause.before), add(clause.after)];
    case 'alter-column':
      return clause.parts.map((part) => ({
        subject: about(clause.after),
        text: `ALTER COLUMN ${quotedName(clause.before.name)} ${partText(table, part, clause.after, style)}`,
      }));
    case 'drop-primary-key':
      return [{ subject: { type: 'constraint', table, name: clause.name }, text: `DROP CONSTRAINT ${quotedName(clause.name)}` }];
    case 'add-primary-key': {
      const text = `ADD CONSTRAINT ${quotedName(clause.name)} PRIMARY KEY (${quotedNames(clause.columns)})`;
      return [{ subject: { type: 'constraint', table, name: clause.name }, text }];
    }
    case 'rename-primary-key':
      return [];
    default:
      return assertNever(clause);
  }
}

function partText(table: ObjectId, part: ColumnPart, column: Column, style: ColumnStyle): string {
  switch (part) {
    case 'drop-default':
      return 'DROP DEFAULT';
    case 'set-default':
      return `SET DEFAULT ${defaultText(table, column, style)}`;
    case 'set-not-null':
      return 'SET NOT NULL';
    case 'drop-not-null':
      return 'DROP NOT NULL';
    case 'set-type':
      return `SET DATA TYPE ${columnType(table, column, style)}`;
    case 'add-sequence':
      return `SET DEFAULT nextval(${quotedText(newSequence(table, column, style))})`;
    default:
      return assertNever(part);
  }
}

/** Like the one of a serial column, but for its case: Prisma lowers all of it, and quotes no more than the schema. */
function newSequence(table: ObjectId, column: Column, { nameOf }: ColumnStyle): string {
  const { name } = splitId(table);
  const schema = nameOf(table).slice(0, -quotedName(name).length);
  return `${schema}${name}_${column.name}_seq`.toLowerCase();
}

function sequenceStatements(
  table: ObjectId,
  clause: Clause,
  style: ColumnStyle,
): { readonly before: readonly Written[]; readonly after: readonly Written[] } {
  if (clause.kind !== 'alter-column') return { before: [], after: [] };
  const subject: Subject = { type: 'column', table, column: clause.after.name };
  const dropped = clause.droppedSequence === null ? [] : [{ subject, content: `DROP SEQUENCE ${quotedName(clause.droppedSequence)}` }];
  if (!clause.parts.includes('add-sequence')) return { before: [], after: dropped };
  const sequence = newSequence(table, clause.after, style);
  const owner = `${style.nameOf(table)}.${quotedName(clause.before.name)}`;
  return {
    before: [{ subject, content: `CREATE SEQUENCE ${sequence}` }],
    after: [...dropped, { subject, content: `ALTER SEQUENCE ${sequence} OWNED BY ${owner}` }],
  };
}

function renameStatement(table: ObjectId, clause: Clause, style: ColumnStyle): readonly Written[] {
  if (clause.kind !== 'rename-primary-key') return [];
  const text = `ALTER TABLE ${style.nameOf(table)} RENAME CONSTRAINT ${quotedName(clause.name)} TO ${quotedName(clause.to)}`;
  return [{ subject: { type: 'constraint', table, name: clause.to }, content: text }];
}
