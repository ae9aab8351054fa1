import type { SqlComment, Statement } from '../sql/statement';
import type { MigrationContext } from './migration';

type Commented = Pick<MigrationContext, 'script' | 'text'>;

/** Whether Prisma's own `-- DropIndex`, `-- AlterTable` … stands right above the statement. */
export function isUnderComment({ script, text }: Commented, statement: Statement, comment: string): boolean {
  const above = script.comments.findLast(({ span }) => span.end <= statement.span.start);
  return above?.text === comment && text.slice(above.span.end, statement.span.start).trim() === '';
}

/** Whether the `Warnings:` block that Prisma writes on top of a migration holds the phrase. */
export function isWarnedOf({ script }: Commented, phrase: string): boolean {
  return script.comments.some((comment) => isWarnings(comment) && comment.text.includes(phrase));
}

export function isWarnings({ text }: SqlComment): boolean {
  return /^\*?\s*Warnings:/.test(text);
}

/** Whether Prisma wrote the comment: the block of warnings, or the heading of a statement. */
export function isFromPrisma(comment: SqlComment): boolean {
  return isWarnings(comment) || /^(?:Create|Alter|Drop|Add|Rename|Redefine)[A-Z]\w*$/.test(comment.text);
}
