import { spanOf } from '../text/span';
import type { Block, Word } from './schema';

/** The first line of a declaration. Offsets count from its first character. */
export interface Header {
  /** `unknown` for any keyword but Prisma's, or none. */
  readonly kind: Block['kind'];
  readonly name: Word | null;
  /** Behind the opening brace, or behind the name if there is no brace yet. */
  readonly end: number;
  readonly opened: boolean;
  /** Prisma reads it as well. */
  readonly valid: boolean;
}

const keyword = '(model|view|type|enum|datasource|generator)';
const identifier = '[\\p{L}0-9][\\p{L}0-9_-]*';
const space = '[\\p{Zs}\\t]';

/** `model User {`, and `model {` while the name is not typed yet. Prisma needs no space behind the keyword. */
const known = new RegExp(`${keyword}${space}*(${identifier})?${space}*\\{`, 'duy');
/** `model User`, `model`: the brace is not typed yet. Inside a block it would be a field. */
const unopened = new RegExp(`${keyword}(?:${space}+(${identifier}))?(?=${space}*(?:$|[\\r\\n]|//))`, 'duy');
/** `model Us$er {`. */
const misnamed = new RegExp(`${keyword}${space}[^\\r\\n{}"/]*()\\{`, 'duy');
/** `modle User {`, `User {`. */
const foreign = new RegExp(`()(?:${identifier}${space}+)?(${identifier})${space}*\\{`, 'duy');

/** The header that begins at an offset of a schema's text outside blocks. */
export function headerAt(text: string, start: number): Header | null {
  return (
    match(known, text, start, { opened: true, valid: true }) ??
    match(unopened, text, start, { opened: false, valid: false }) ??
    match(misnamed, text, start, { opened: true, valid: false }) ??
    match(foreign, text, start, { opened: true, valid: false })
  );
}

/** Whether a declaration begins at an offset where a block might still be open: no line inside a block looks like its header. */
export function beginsDeclaration(text: string, start: number): boolean {
  known.lastIndex = start;
  return known.test(text);
}

function match(pattern: RegExp, text: string, start: number, form: Pick<Header, 'opened' | 'valid'>): Header | null {
  pattern.lastIndex = start;
  const found = pattern.exec(text);
  if (found === null) return null;
  const [from, to] = found.indices?.[2] ?? [start, start];
  const name = from === to ? null : { text: text.slice(from, to), span: spanOf(from - start, to - start) };
  return { kind: kindOf(found[1]), name, end: found[0].length, opened: form.opened, valid: form.valid && name !== null };
}

function kindOf(word: string | undefined): Header['kind'] {
  switch (word) {
    case 'model':
    case 'view':
    case 'type':
    case 'enum':
    case 'datasource':
    case 'generator':
      return word;
    default:
      return 'unknown';
  }
}
