import { Transform } from 'node:stream';

/** What a dump of mysqldump says of itself. */
export interface ReadSql {
  readonly isComplete: boolean;
  readonly tables: number;
  /** Whether it chooses a database by itself, as one does that was made with `--databases`. */
  readonly choosesDatabase: boolean;
}

const table = Buffer.from('\n-- Table structure for table ');
const choices = [Buffer.from('\nUSE `'), Buffer.from('\nCREATE DATABASE ')];

/** Reads a dump while it passes. Line ends in values are escaped, so that a line of the dump is one of its own. */
export function readSql(): { readonly stage: Transform; readonly read: () => ReadSql } {
  let tail: Buffer = Buffer.alloc(0);
  let tables = 0;
  let choosesDatabase = false;
  const stage = new Transform({
    transform(chunk: Buffer, _, done) {
      const text = Buffer.concat([tail, chunk]);
      // A mark that stood wholly in the tail was counted with the chunk before.
      tables += marksIn(text, table, tail.length);
      choosesDatabase ||= choices.some((mark) => marksIn(text, mark, tail.length) > 0);
      tail = text.subarray(-200);
      done(null, chunk);
    },
  });
  const isComplete = (): boolean => /\n-- Dump completed[^\n]*\n?$/.test(tail.toString('latin1'));
  return { stage, read: () => ({ isComplete: isComplete(), tables, choosesDatabase }) };
}

function marksIn(text: Buffer, mark: Buffer, known: number): number {
  let count = 0;
  for (let at = text.indexOf(mark, Math.max(0, known - mark.length + 1)); at !== -1; at = text.indexOf(mark, at + 1)) count++;
  return count;
}
