import type { Subject } from '../catalog/subject';
import { spanOf } from '../text/span';
import type { SqlPart, SqlPiece } from './sql-text';

/** Collects SQL and what its parts are about, while it is written. */
export interface SqlWriter {
  write(text: string): void;
  /** What `content` writes is about the subject. */
  part(subject: Subject, content: () => void): void;
  finish(): SqlPiece;
}

export function createSqlWriter(): SqlWriter {
  const texts: string[] = [];
  let length = 0;
  const parts: SqlPart[] = [];
  return {
    write(more) {
      texts.push(more);
      length += more.length;
    },
    part(subject, content) {
      const place = parts.length;
      const start = length;
      // Takes its place before its content does, so that outer parts come before inner ones.
      parts.push({ span: spanOf(start, start), subject });
      content();
      parts[place] = { span: spanOf(start, length), subject };
    },
    // A sum of strings would be put together anew each time that it becomes part of a longer text.
    finish: () => ({ text: texts.join(''), parts }),
  };
}
