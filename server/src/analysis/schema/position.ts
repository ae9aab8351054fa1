import { type Span, spanOf } from '../text/span';
import type { Block, SchemaProblem } from './schema';

/** A span of a block as a span of the schema's text. */
export function absolute(block: Block, span: Span): Span {
  return spanOf(block.start + span.start, block.start + span.end);
}

/**
 * Whether something in this part of the block could not be read: of a field, an attribute, the header. What such a part asks for is
 * open while it is typed.
 */
export function isBroken(block: Block, part: { readonly span: Span }): boolean {
  const { problems } = block;
  let low = 0;
  let high = problems.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((problems[middle]?.span.start ?? 0) < part.span.start) low = middle + 1;
    else high = middle;
  }
  const first = problems[low];
  return first !== undefined && first.span.start <= part.span.end;
}

/** Whether the closing brace is missing: more of the block may follow, its `@@map` for instance. */
export function isOpen({ problems, span }: Block): boolean {
  return problems.at(-1)?.span.start === span.end;
}

/** The problems that are part of no header, field, value, setting or attribute: lines that declare nothing, a missing brace. */
export function strayProblems(block: Block): readonly SchemaProblem[] {
  if (block.problems.length === 0) return block.problems;
  const parts = [block.header, ...block.attributes.map(({ span }) => span), ...namedSpans(block)].sort((a, b) => a.start - b.start);
  let next = 0;
  return block.problems.filter(({ span }) => {
    while (next < parts.length && (parts[next]?.end ?? 0) < span.start) next++;
    const part = parts[next];
    return part === undefined || span.start < part.start;
  });
}

function namedSpans(block: Block): readonly Span[] {
  switch (block.kind) {
    case 'model':
    case 'view':
    case 'type':
      return block.fields.map(({ span }) => span);
    case 'enum':
      return block.values.map(({ span }) => span);
    case 'datasource':
    case 'generator':
      return block.settings.map(({ span }) => span);
    case 'unknown':
      return [];
  }
}
