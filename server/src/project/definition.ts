import { prepare } from '../analysis/analyze';
import { assertNever } from '../analysis/assert-never';
import type { Subject } from '../analysis/catalog/subject';
import type { Operation } from '../analysis/operation/operation';
import { readPostgres } from '../analysis/sql/postgres/read';
import type { Span } from '../analysis/text/span';
import { bareName, definedBy } from './defined-by';
import type { MigrationFile, Snapshot } from './snapshot';

/** The place in a migration that gave something its present form. */
export interface Definition {
  readonly file: MigrationFile;
  /** The clause: of its CREATE, or of the latest change. */
  readonly span: Span;
}

/**
 * Where the migrations define things: for each the newest statement that creates, renames or changes it, pending ones included.
 * What they do not define by its name, such as a new column or a constraint whose name the server chose, has the place of its
 * table; what no migration names is left out. Reads the migrations that may hold one, newest first and each once, so it is not for
 * every keystroke.
 */
export async function findDefinitions(snapshot: Snapshot, subjects: readonly Subject[]): Promise<ReadonlyMap<Subject, Definition>> {
  await prepare();
  const found = await search(snapshot, subjects);
  const tables = new Map<Subject, Subject>();
  for (const subject of subjects) {
    if (!found.has(subject) && 'table' in subject) tables.set(subject, { type: 'table', id: subject.table });
  }
  const foundTables = await search(snapshot, [...tables.values()]);
  for (const [subject, table] of tables) {
    const definition = foundTables.get(table);
    if (definition !== undefined) found.set(subject, definition);
  }
  return found;
}

/** The same for one thing; null where no migration names it. */
export async function findDefinition(snapshot: Snapshot, subject: Subject): Promise<Definition | null> {
  return (await findDefinitions(snapshot, [subject])).get(subject) ?? null;
}

async function search({ migrations }: Snapshot, subjects: readonly Subject[]): Promise<Map<Subject, Definition>> {
  const found = new Map<Subject, Definition>();
  const wanted = new Map(subjects.map((subject) => [subject, new RegExp(mentionOf(subject), 'gi')]));
  for (const file of migrations.toReversed()) {
    const statements = statementsOf(file.text);
    for (const [subject, mention] of wanted) {
      const span = definitionIn(statements, [...file.text.matchAll(mention)], subject);
      if (span === null) continue;
      found.set(subject, { file, span });
      wanted.delete(subject);
    }
    if (wanted.size === 0) break;
    await new Promise(setImmediate);
  }
  return found;
}

/** The statements of a text; each is read when it is asked for, because reading is what takes time. */
interface Statements {
  /** Operations of the statement at an offset, as far as the semicolons around it tell, the last one first. */
  readonly at: (offset: number) => readonly PlacedOperation[];
}

interface PlacedOperation {
  readonly operation: Operation;
  /** Where the text begins in which its spans count. */
  readonly start: number;
}

function statementsOf(text: string): Statements {
  const known = new Map<number, readonly PlacedOperation[]>();
  const read = (start: number, end: number): readonly PlacedOperation[] => {
    const { statements, errors } = readPostgres(text.slice(start, end));
    const placed = statements.flatMap(({ operations }) => operations.map((operation) => ({ operation, start }))).toReversed();
    // A semicolon in a comment, a literal or a function's body ends no statement.
    return errors.length > 0 && (start > 0 || end < text.length) ? remembered(0, text.length) : placed;
  };
  const remembered = (start: number, end: number): readonly PlacedOperation[] => {
    const operations = known.get(start) ?? read(start, end);
    known.set(start, operations);
    return operations;
  };
  return {
    at: (offset) => remembered(text.lastIndexOf(';', offset) + 1, text.indexOf(';', offset) + 1 || text.length),
  };
}

function definitionIn(statements: Statements, mentions: readonly RegExpExecArray[], subject: Subject): Span | null {
  for (const { index, 0: match } of mentions.toReversed()) {
    for (const { operation, start } of statements.at(index + match.length - 1)) {
      const span = definedBy(operation, subject);
      if (span !== null) return { start: start + span.start, end: start + span.end };
    }
  }
  return null;
}

/** Matches every text that can define the subject, and few others: most migrations that name a table only change a part of it. */
function mentionOf(subject: Subject): string {
  switch (subject.type) {
    case 'schema':
    case 'extension':
      return definitionOf(subject.name);
    case 'table':
      return `(create[^;(]*table|rename)[^;(]*${escaped(bareName(subject.id))}`;
    case 'enum':
    case 'enum-value':
      return `type[^;]*${escaped(bareName(subject.id))}`;
    case 'column':
      return `table[^;]*${escaped(bareName(subject.table))}[^;]*${escaped(subject.column)}`;
    case 'constraint':
    case 'index':
      return escaped(subject.name);
    default:
      return assertNever(subject);
  }
}

function definitionOf(name: string): string {
  return `(create|rename)[^;(]*${escaped(name)}`;
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
