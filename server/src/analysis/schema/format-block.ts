import { readSchema } from './read';
import type { Argument, Attribute, EnumBlock, EnumValue, Field, ModelBlock, SchemaComment, Value } from './schema';

/**
 * A model, view, type or enum as Prisma's formatter leaves it: fields in columns, each run of lines on its own, attributes in their order.
 * Null for what is not clear, and for what this does not know: comments of several lines, comments inside of a field, objects as values.
 * It is here for edits that have no time to load the formatter; the formatter proves it.
 * Source: https://github.com/prisma/prisma-engines/blob/main/psl/schema-ast/src/reformat.rs
 * @param text with newlines alone at its lines' ends.
 * @param indentation in blanks.
 */
export function formatBlock(text: string, indentation: number): string | null {
  const [block, ...others] = readSchema(text).blocks;
  if (block === undefined || others.length > 0 || block.start !== 0 || block.span.end !== text.length || block.name === null) return null;
  if (block.problems.length > 0 || !('fields' in block || 'values' in block)) return null;
  const rows = rowsOf(text, block);
  if (rows === null) return null;
  const indented = (line: string): string => (line === '' ? '' : `${' '.repeat(indentation)}${line}`);
  return [`${block.kind} ${block.name.text} {`, ...linesOf(rows).map(indented), '}'].join('\n');
}

/** A line of a block. */
interface Row {
  readonly kind: 'member' | 'attribute' | 'comment';
  readonly columns: readonly string[];
  /** A comment, which no column counts with. */
  readonly suffix: string;
  /** Whether an empty line stands above. */
  readonly isApart: boolean;
}

function rowsOf(text: string, block: ModelBlock | EnumBlock): readonly Row[] | null {
  const members: readonly (Field | EnumValue)[] = block.kind === 'enum' ? block.values : block.fields;
  const parts = [
    ...members.map((part) => ({ kind: 'member' as const, part, columns: columnsOf(text, part) })),
    ...block.attributes.map((part) => ({ kind: 'attribute' as const, part, columns: whole(attributeText(text, part, '@@')) })),
    ...block.comments.map((part) => ({ kind: 'comment' as const, part, columns: isLine(text, part) ? [] : null })),
  ].sort((a, b) => a.part.span.start - b.part.span.start);
  const rows: Row[] = [];
  let end = block.header.end;
  for (const { kind, part, columns } of parts) {
    const gap = text.slice(end, part.span.start);
    const newlines = gap.split('\n').length - 1;
    if (columns === null || gap.trim() !== '' || part.span.start < end) return null;
    // The formatter keeps what stands behind a comment's last word.
    const stop = kind === 'comment' ? lineEnd(text, part.span.end) : part.span.end;
    const suffix = kind === 'comment' ? text.slice(part.span.start, stop) : '';
    const last = rows.at(-1);
    if (newlines > 0) rows.push({ kind, columns, suffix, isApart: newlines > 1 && last !== undefined });
    else if (kind === 'comment' && last !== undefined && last.suffix === '') rows[rows.length - 1] = { ...last, suffix };
    else return null;
    end = stop;
  }
  return /^\s*\}$/.test(text.slice(end)) ? rows : null;
}

/** Attributes of the block go to its end, with the comments right above them. */
function linesOf(rows: readonly Row[]): readonly string[] {
  const groups: Row[][] = [[]];
  const attributes: { readonly name: string; readonly rows: readonly Row[] }[] = [];
  for (let at = 0; at < rows.length; ) {
    let next = at + 1;
    while (rows[at]?.kind === 'comment' && rows[next]?.kind === 'comment' && rows[next]?.isApart === false) next++;
    const own = rows.slice(at, next);
    const [first] = own;
    const attribute = first?.kind === 'attribute' ? first : rows[next];
    if (attribute?.kind === 'attribute' && (attribute === first || (first?.kind === 'comment' && !attribute.isApart))) {
      attributes.push({ name: attribute.columns[0] ?? '', rows: attribute === first ? own : [...own, attribute] });
      at = attribute === first ? next : next + 1;
      continue;
    }
    if (first?.isApart === true) groups.push([]);
    groups.at(-1)?.push(...own);
    at = next;
  }
  if (attributes.length > 0) {
    const order = ({ name }: { readonly name: string }): number => orderOf(/^@@([\w.]+)/.exec(name)?.[1] ?? '');
    groups.push(attributes.toSorted((a, b) => order(a) - order(b)).flatMap((one) => one.rows));
  }
  return groups.flatMap((group, index) => [...(index > 0 ? [''] : []), ...alignedLines(group)]);
}

function alignedLines(rows: readonly Row[]): readonly string[] {
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map(({ columns }) => widthOf(columns[column] ?? ''))));
  return rows.map(({ columns, suffix }) => {
    const padded = columns.map((text, index) =>
      index === columns.length - 1 ? text : `${text}${' '.repeat((widths[index] ?? 0) - widthOf(text) + 1)}`,
    );
    return `${padded.join('')}${suffix !== '' && columns.length > 0 ? ' ' : ''}${suffix}`;
  });
}

/** In bytes, as the formatter counts. */
function widthOf(text: string): number {
  return /[^\0-\x7f]/.test(text) ? new TextEncoder().encode(text).length : text.length;
}

function columnsOf(text: string, member: Field | EnumValue): readonly string[] | null {
  const attributes = member.attributes
    .toSorted((a, b) => orderOf(a.name) - orderOf(b.name))
    .map((attribute) => attributeText(text, attribute, '@'));
  const isField = 'type' in member;
  if (attributes.includes(null) || (!isField && attributes.length > 1) || (isField && member.type === null)) return null;
  const type = isField && member.type !== null ? [text.slice(member.type.span.start, member.type.span.end)] : [];
  if (type.some((one) => /\s/.test(one.replace(/"(?:[^"\\]|\\.)*"/g, '')))) return null;
  return [member.name.text, ...type, ...(attributes.length > 0 ? [attributes.join(' ')] : [])];
}

const inOrder = ['id', 'unique', 'default', 'updatedAt', 'index', 'fulltext', 'map', 'relation', 'ignore'];

function orderOf(name: string): number {
  const index = inOrder.indexOf(name);
  return index === -1 ? inOrder.length : index;
}

function whole(text: string | null): readonly string[] | null {
  return text === null ? null : [text];
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

function isLine(text: string, { span }: SchemaComment): boolean {
  return text.startsWith('//', span.start);
}

function attributeText(text: string, { name, arguments: given, span }: Attribute, sign: '@' | '@@'): string | null {
  if (given.length === 0) return `${sign}${name}${text[span.end - 1] === ')' ? '()' : ''}`;
  const list = argumentsText(text, given);
  return list === null ? null : `${sign}${name}(${list})`;
}

function argumentsText(text: string, given: readonly Argument[]): string | null {
  const written = given.map(({ name, value }) => {
    const found = valueText(text, value);
    return found === null || name === null ? found : `${name}: ${found}`;
  });
  return written.includes(null) ? null : written.join(', ');
}

function valueText(text: string, value: Value): string | null {
  switch (value.type) {
    case 'string':
    case 'number':
    case 'word':
      return text.slice(value.span.start, value.span.end);
    case 'call': {
      const list = argumentsText(text, value.arguments);
      return list === null ? null : `${value.name}(${list})`;
    }
    case 'list': {
      const items = value.items.map((item) => valueText(text, item));
      return items.includes(null) ? null : `[${items.join(', ')}]`;
    }
    case 'object':
    case 'invalid':
      return null;
  }
}
