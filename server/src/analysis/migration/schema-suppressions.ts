import { gapAt } from '../schema/place/where-it-stood';
import type { Schema } from '../schema/schema';
import type { PlacedFile, SchemaText } from '../schema/schema-text';
import { covers, type Span, spanOf } from '../text/span';
import { type Directive, directiveIn, type Suppression, type SuppressionTarget } from './directives';

/**
 * The suppressions of a schema, in order: `// lockstep-ignore` on the line of a field, attribute, value or header or above it,
 * and between two blocks for what is gone from there; `// lockstep-ignore-file` above the first block of a file.
 */
export function schemaSuppressions({ text, files }: SchemaText, schema: Schema): readonly Suppression[] {
  // Most schemas have none, and this is asked at each keystroke.
  if (!text.includes('lockstep-ignore')) return [];
  return files.flatMap((file) => [...file.text.matchAll(comment)].flatMap((match) => suppressionAt(match, file, text, schema)));
}

const comment = /\/\/+[^\S\r\n]*(lockstep-ignore[^\r\n]*)/g;

function suppressionAt(match: RegExpExecArray, file: PlacedFile, text: string, schema: Schema): readonly Suppression[] {
  const start = file.start + match.index;
  const directive = directiveIn((match[1] ?? '').trim(), spanOf(start, start + match[0].trimEnd().length), text);
  if (directive === null) return [];
  return [{ ...directive, target: directive.wholeFile ? fileTarget(directive, file, schema) : lineTarget(directive, file, text, schema) }];
}

function fileTarget({ span }: Directive, file: PlacedFile, { blocks }: Schema): SuppressionTarget {
  const first = blocks.find(({ start }) => start >= file.start);
  if (first !== undefined && first.start < span.start) return { type: 'nothing', why: 'not-at-top' };
  const whole = spanOf(file.start, file.start + file.text.length);
  return { type: 'findings', covers: (finding) => covers(whole, finding.span) };
}

function lineTarget({ span }: Directive, file: PlacedFile, text: string, schema: Schema): SuppressionTarget {
  const line = lineOf(span, file);
  return {
    type: 'findings',
    covers: (finding) => {
      if (line !== null && line.start <= finding.span.start && finding.span.start <= line.end) return true;
      const gap = gapAt(finding.span, schema, text);
      return gap !== null && covers(gap, span);
    },
  };
}

/** The line that a comment is about: its own where something stands before it, else the next one that holds more than a comment. */
function lineOf(comment: Span, file: PlacedFile): Span | null {
  const at = comment.start - file.start;
  let start = file.text.lastIndexOf('\n', at - 1) + 1;
  let content = file.text.slice(start, at);
  for (;;) {
    const end = endOfLine(file.text, start);
    if (content.trim() !== '') return spanOf(file.start + start, file.start + end);
    if (end === file.text.length) return null;
    start = end + 1;
    content = file.text.slice(start, endOfLine(file.text, start)).replace(/^\s*\/\/.*$/, '');
  }
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}
