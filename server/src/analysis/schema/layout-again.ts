import { commonEnds } from '../text/common-ends';
import { beginsDeclaration } from './header';
import { layOut, type Section } from './layout';

/** A text that was laid out. */
export interface KnownLayout {
  readonly text: string;
  readonly sections: readonly Section[];
}

/** How the sections of a text follow from those of another one. */
export interface LayoutChange {
  /** So many of the first ones are the same. */
  readonly kept: number;
  /** Those that come next. */
  readonly between: readonly Section[];
  /** So many of the last ones are the same, but stand elsewhere, by `shift`. */
  readonly moved: number;
  readonly shift: number;
}

/**
 * What `layOut` finds in a text that differs from a known one in one place, as after a keystroke, at the cost of that place. Which
 * section a line belongs to is decided by what stands before it, and by what follows up to the next declaration at most: with block
 * comments by more, so that they are looked for anew.
 */
export function layOutAgain(text: string, known: KnownLayout): LayoutChange {
  const { prefix, suffix } = commonEnds(known.text, text);
  const shift = text.length - known.text.length;
  if (known.text.includes('/*') || text.includes('/*')) return { kept: 0, between: layOut(text), moved: 0, shift };
  const kept = keptBefore(known, prefix);
  const moving = movingBehind(known.sections, kept, known.text.length - suffix);
  let moved = 0;
  const between = layOut(text, kept === 0 ? 0 : known.sections[kept]?.start, (start) => {
    moved = moving.get(start - shift) ?? 0;
    return moved > 0;
  });
  return { kept, between, moved, shift };
}

/** The sections before a declaration that ends before the edit: none of them looks further than its opening brace. */
function keptBefore({ text, sections }: KnownLayout, prefix: number): number {
  let at = firstBehind(sections, prefix) - 1;
  for (; at > 0; at--) {
    const section = sections[at];
    if (section !== undefined && section.end <= prefix && beginsDeclaration(text, section.start)) return at;
  }
  return 0;
}

/** Declarations that begin behind the edit, by their start: how many sections stand from there on. */
function movingBehind(sections: readonly Section[], kept: number, from: number): ReadonlyMap<number, number> {
  const moving = new Map<number, number>();
  for (let at = Math.max(kept, firstBehind(sections, from)); at < sections.length; at++) {
    const section = sections[at];
    if (section?.kind === 'declaration') moving.set(section.start, sections.length - at);
  }
  return moving;
}

/** The first section that begins at an offset or behind it. */
function firstBehind(sections: readonly Section[], offset: number): number {
  let low = 0;
  let high = sections.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sections[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
