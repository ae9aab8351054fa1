import type { Span } from '../text/span';
import { blankEnd, closingBrace, commentStart, lineEnd, trimmedEnd, unreadEnd } from './characters';
import { beginsDeclaration, headerAt } from './header';

/** A piece of a schema's text: a declaration with its body, a comment between declarations, or lines that are neither. */
export interface Section extends Span {
  readonly kind: 'declaration' | 'comment' | 'garbage';
}

const closeBrace = 0x7d;

/**
 * Where the declarations of a schema begin and end; costs one walk over the lines. A block ends at the first line that begins with
 * a closing brace, as in Prisma's grammar, and where the next declaration begins if its own brace is missing. `from`: where a section
 * begins, if not at the text's begin; `isKnown`: where one begins from which on nobody needs to know.
 */
export function layOut(text: string, from = 0, isKnown: (start: number) => boolean = () => false): readonly Section[] {
  const sections: Section[] = [];
  const bodies = createBodies(text);
  let at = blankEnd(text, from);
  while (at < text.length && !isKnown(at)) {
    const section = sectionAt(text, at, bodies);
    const before = sections.at(-1);
    if (section.kind === 'garbage' && before?.kind === 'garbage') sections[sections.length - 1] = { ...before, end: section.end };
    else sections.push(section);
    at = blankEnd(text, section.end);
  }
  return sections;
}

function sectionAt(text: string, start: number, bodies: Bodies): Section {
  const comment = bodies.commentEnd(start);
  if (comment !== null) return { kind: 'comment', start, end: comment };
  const end = bodies.lineEnd(start);
  const header = headerAt(text, start);
  if (header === null) return { kind: 'garbage', start, end: trimmedEnd(text, start, unreadEnd(text, start, end)) };
  if (!header.opened) return { kind: 'declaration', start, end: bodies.closedEnd(end) ?? start + header.end };
  return { kind: 'declaration', start, end: closingBrace(text, start + header.end, end) ?? bodies.end(end) };
}

interface Bodies {
  readonly lineEnd: (start: number) => number;
  /** Behind the comment that begins at an offset; null where none does. */
  readonly commentEnd: (start: number) => number | null;
  /** The end of the block whose body begins with the line break at an offset. */
  readonly end: (start: number) => number;
  /** The same; null if the block has no closing brace. */
  readonly closedEnd: (start: number) => number | null;
}

function createBodies(text: string): Bodies {
  const lastClose = text.lastIndexOf('*/');
  let nextComment = text.indexOf('/*');
  let line = { start: 0, end: -1 };
  let known = { from: 0, end: -1, closed: false };

  function blockCommentEnd(start: number): number | null {
    return start + 2 <= lastClose && text.startsWith('/*', start) ? text.indexOf('*/', start + 2) + 2 : null;
  }

  /** Where the line ends in which a declaration stands: behind a block comment that leaves it. */
  function declarationEnd(start: number): number {
    const end = lineEnd(text, start);
    if (nextComment !== -1 && nextComment < start) nextComment = text.indexOf('/*', start);
    if (nextComment === -1 || nextComment >= end) return end;
    let at = start;
    for (;;) {
      at = commentStart(text, at, end);
      if (at >= end || text.startsWith('//', at)) return end;
      const close = blockCommentEnd(at);
      if (close !== null && close > end) return close;
      at = close ?? at + 2;
    }
  }

  function find(start: number): typeof known {
    if (start >= known.from && start < known.end) return known;
    let end = start;
    for (;;) {
      const at = blankEnd(text, end);
      if (at >= text.length) return { from: start, end, closed: false };
      if (text.charCodeAt(at) === closeBrace) return { from: start, end: at + 1, closed: true };
      if (beginsDeclaration(text, at)) return { from: start, end, closed: false };
      end = blockCommentEnd(at) ?? trimmedEnd(text, at, declarationEnd(at));
    }
  }

  return {
    lineEnd(start) {
      if (start < line.start || start > line.end) line = { start, end: lineEnd(text, start) };
      return line.end;
    },
    commentEnd(start) {
      if (text.startsWith('//', start)) return trimmedEnd(text, start, lineEnd(text, start));
      return blockCommentEnd(start);
    },
    end(start) {
      return find(start).end;
    },
    closedEnd(start) {
      known = find(start);
      return known.closed ? known.end : null;
    },
  };
}
