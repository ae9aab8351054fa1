import { writeMigration } from '../../analysis/render/migration';
import { schemaSpelling } from '../../analysis/render/schema-spelling';
import type { Project } from '../../project/project';
import { differencesBetween } from './compare';
import { againstWords, type Difference } from './difference';
import type { DriftFound } from './drift';
import { withoutIgnored } from './ignored';
import { changesToSchema } from './schema-differences';
import { statementsBetween } from './statements-between';
import { writtenStatements } from './written-statements';

/** SQL that puts a database back to what it should be. It is shown and never run by us. */
export interface PutBack {
  /** The statements below a comment that says what they are; empty where nothing can be written. */
  readonly text: string;
  readonly losses: readonly string[];
  /** Differences that stay, in sentences. */
  readonly remaining: readonly string[];
}

/** Only what is in `differences` is put back: all that was found, or what a person has chosen of it. */
export function putBack(found: DriftFound, project: Project, differences: readonly Difference[] = found.differences): PutBack {
  const { against, environment, sides } = found;
  const title = `Puts ${environment} back to what ${againstWords[against]} says. Nothing of it has been run.`;
  if (sides.provider !== 'postgresql') return writtenBack(found, title, differences);
  if (against === 'schema') {
    const text = sides.wanted === null ? '' : sqlToSchema(found, project);
    return { text: text === '' ? '' : headed(title, [], text), losses: [], remaining: [] };
  }
  const statements = statementsBetween(
    { catalog: sides.database, texts: [{ name: 'database', text: sides.definitions }] },
    { catalog: sides.expected, texts: sides.applied },
    differences,
    true,
  );
  const left = differencesBetween(statements.after, sides.expected, 'history');
  const told = new Set(differences.map(({ sentence }) => sentence));
  const { differences: open } = withoutIgnored(left, project.settings.drift.ignore);
  const remaining = [...statements.unwritten, ...open.filter(({ sentence }) => told.has(sentence)).map(({ sentence }) => sentence)];
  const text = statements.sql.map((sql) => `${sql};\n`).join('');
  return { text: text === '' ? '' : headed(title, statements.losses, text), losses: statements.losses, remaining };
}

/** SQLite and MySQL keep the statements that have made an object; those that lead to a schema are Prisma's. */
function writtenBack({ sides, against }: DriftFound, title: string, differences: readonly Difference[]): PutBack {
  if (against === 'schema') return { text: '', losses: [], remaining: ['What leads to the schema is written by "prisma migrate diff".'] };
  const { sql, losses, unwritten } = writtenStatements(sides, differences, true);
  const text = sql.map((one) => `${one};\n`).join('');
  return { text: text === '' ? '' : headed(title, losses, text), losses, remaining: unwritten };
}

/** What Prisma itself would write, all of it: a schema knows no parts. */
function sqlToSchema({ sides: { database, wanted } }: DriftFound, project: Project): string {
  if (wanted === null) return '';
  const { prismaVersion } = project;
  const changes = changesToSchema(database, wanted, project);
  return writeMigration(changes, { schemas: wanted.schemas, prismaVersion, spelling: schemaSpelling(wanted.origins) }).text;
}

export function headed(title: string, losses: readonly string[], text: string): string {
  const lines = [title, ...losses].map((line) => `-- ${line.replace(/\s*\r?\n\s*/g, ' ')}\n`);
  return `${lines.join('')}\n${text}`;
}
