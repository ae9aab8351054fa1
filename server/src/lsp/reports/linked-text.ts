import type { ReportLink } from '../../protocol';

/** A piece of a plain text, which may lead somewhere. */
export type Piece = string | { readonly text: string; readonly target: string };

/** One text with the places of its links. */
export function linkedText(pieces: readonly Piece[]): { readonly text: string; readonly links: readonly ReportLink[] } {
  const links: ReportLink[] = [];
  let text = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      text += piece;
      continue;
    }
    links.push({ start: text.length, end: text.length + piece.text.length, target: piece.target });
    text += piece.text;
  }
  return { text, links };
}
