import { spanOf } from '../text/span';
import type { Section } from './layout';
import { layOutAgain } from './layout-again';
import { commentOf } from './line';
import { readBlock } from './read-block';
import type { Block, Schema, SchemaComment } from './schema';

/** Reads a schema. Takes every text, never throws, and its time is linear in the text's length. */
export function readSchema(text: string): Schema {
  return createSchemaReader()(text);
}

/**
 * A reader that remembers the schema that it has read last: after an edit only the blocks that it changed are read again. A block
 * whose text is the same is the same object, or differs in `start` alone.
 */
export interface SchemaReader {
  (text: string): Schema;
  /** Reads another text, without remembering it: the blocks that it has in common with the remembered one are taken from there. */
  readonly beside: (text: string) => Schema;
}

export function createSchemaReader(): SchemaReader {
  let last: Known = { text: '', sections: [] };
  const read = (text: string): Schema => {
    last = { text, sections: readAgain(text, last) };
    return schemaOf(last.sections);
  };
  return Object.assign(read, { beside: (text: string) => schemaOf(readAgain(text, last)) });
}

function readAgain(text: string, last: Known): readonly ReadSection[] {
  const { kept, between, moved, shift } = layOutAgain(text, last);
  const behind = last.sections.length - moved;
  return [
    ...last.sections.slice(0, kept),
    ...between.map(createSectionReader(text, { ...last, sections: last.sections.slice(kept, behind) })),
    ...last.sections.slice(behind).map((section) => (shift === 0 ? section : shifted(section, shift))),
  ];
}

function schemaOf(sections: readonly ReadSection[]): Schema {
  return {
    blocks: sections.flatMap(({ block }) => block ?? []),
    comments: sections.flatMap(({ comment }) => comment ?? []),
  };
}

interface Known {
  readonly text: string;
  readonly sections: readonly ReadSection[];
}

/** A section is a block or a comment. */
interface ReadSection extends Section {
  readonly block: Block | null;
  readonly comment: SchemaComment | null;
}

function shifted({ kind, start, end, block, comment }: ReadSection, by: number): ReadSection {
  return {
    kind,
    start: start + by,
    end: end + by,
    block: block && { ...block, start: start + by },
    comment: comment && { ...comment, span: spanOf(start + by, end + by) },
  };
}

/** Reads sections of a text. Blocks that stand in the known ones with the same text are not read again. */
function createSectionReader(text: string, known: Known): (section: Section) => ReadSection {
  const blocks = new Map<string, Block>();
  for (const { start, end, block } of known.sections) if (block !== null) blocks.set(known.text.slice(start, end), block);
  return ({ kind, start, end }) => {
    const own = ownCopy(text.slice(start, end));
    if (kind === 'comment') {
      return { kind, start, end, block: null, comment: { ...commentOf(own, 0, own.length), span: spanOf(start, end) } };
    }
    const found = blocks.get(own) ?? readBlock(own);
    const block = found.start === start ? found : { ...found, start };
    blocks.set(own, block);
    return { kind, start, end, block, comment: null };
  };
}

/** A string of its own memory: a slice would keep the whole schema's text alive for as long as its block is remembered. */
function ownCopy(text: string): string {
  return ` ${text}`.slice(1);
}
