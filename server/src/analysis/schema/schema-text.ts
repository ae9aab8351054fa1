import { type Span, spanOf } from '../text/span';

/** One file of a schema; `path` is only a name here. */
export interface SchemaFile {
  readonly path: string;
  readonly text: string;
}

/**
 * The files of a schema as one text, a line break between them, so that one offset says file and place. Prisma reads them as one
 * schema as well. One file alone is the very text: a copy of it with each keystroke would be the largest thing that one makes.
 */
export interface SchemaText {
  readonly text: string;
  readonly files: readonly PlacedFile[];
}

export interface PlacedFile extends SchemaFile {
  /** Where it begins in the joined text. */
  readonly start: number;
}

/** Joins the files in the given order. */
export function joinSchema(files: readonly SchemaFile[]): SchemaText {
  let start = 0;
  const placed: PlacedFile[] = [];
  for (const file of files) {
    placed.push({ ...file, start });
    start += file.text.length + 1;
  }
  return { text: files.map(({ text }) => text).join('\n'), files: placed };
}

/** The file that a span of the joined text begins in, and the span within that file. Null where there are no files. */
export function locate({ files }: SchemaText, span: Span): { readonly file: PlacedFile; readonly span: Span } | null {
  const file = files.findLast(({ start }) => start <= span.start) ?? files[0];
  if (file === undefined) return null;
  const within = (offset: number) => Math.max(0, Math.min(offset - file.start, file.text.length));
  return { file, span: spanOf(within(span.start), within(span.end)) };
}
