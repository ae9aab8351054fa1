import { format } from '@prisma/prisma-schema-wasm';

/** A text in Prisma's schema language, with newlines alone at its lines' ends. */
export interface FormatText {
  readonly text: string;
  /** Of a line in a block, in blanks. */
  readonly indentation: number;
}

/**
 * What Prisma's own formatter makes of a text, as its extension and `prisma format` do; a text that it cannot read stays as it is.
 * Source: https://github.com/prisma/prisma-engines/blob/main/prisma-fmt/src/lib.rs
 * @throws Error where the formatter fails.
 */
export function formatted({ text, indentation }: FormatText): string {
  const parameters = { textDocument: { uri: 'file:/schema.prisma' }, options: { tabSize: indentation, insertSpaces: true } };
  const answer: unknown = JSON.parse(format(JSON.stringify([['schema.prisma', text]]), JSON.stringify(parameters)));
  const [file]: readonly unknown[] = Array.isArray(answer) ? answer : [];
  const [, result]: readonly unknown[] = Array.isArray(file) ? file : [];
  if (typeof result !== 'string') throw new Error('The formatter answered something else.');
  return result;
}
