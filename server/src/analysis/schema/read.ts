import { layOut } from './layout';
import { commentOf } from './line';
import { readBlock } from './read-block';
import type { Block, Schema, SchemaComment } from './schema';

/** Reads a schema. Takes every text, never throws, and its time is linear in the text's length. */
export function readSchema(text: string): Schema {
  return createSchemaReader()(text);
}

/**
 * A reader that remembers the blocks of the schema that it has read last, by their text: after an edit only the blocks that it
 * changed are read again. A block whose text is the same is the same object, or differs in `start` alone.
 */
export function createSchemaReader(): (text: string) => Schema {
  let last: Memory = { byText: new Map(), byStart: new Map() };
  return (text) => {
    const memory: Memory = { byText: new Map(), byStart: new Map() };
    const blocks: Block[] = [];
    const comments: SchemaComment[] = [];
    for (const { kind, start, end } of layOut(text)) {
      if (kind === 'comment') comments.push(commentOf(text, start, end));
      else blocks.push(remember(memory, last, text.slice(start, end), start));
    }
    last = memory;
    return { blocks, comments };
  };
}

interface Memory {
  readonly byText: Map<string, Remembered>;
  readonly byStart: Map<number, Remembered>;
}

interface Remembered {
  readonly text: string;
  readonly block: Block;
}

function remember(memory: Memory, last: Memory, text: string, start: number): Block {
  const entry = recall(memory, last, text, start);
  memory.byText.set(entry.text, entry);
  memory.byStart.set(start, entry);
  return entry.block;
}

function recall(memory: Memory, last: Memory, text: string, start: number): Remembered {
  const unmoved = last.byStart.get(start);
  if (unmoved?.text === text) return unmoved;
  const known = last.byText.get(text) ?? memory.byText.get(text);
  if (known !== undefined) return { text: known.text, block: { ...known.block, start } };
  const own = ownCopy(text);
  return { text: own, block: { ...readBlock(own), start } };
}

/** A string of its own memory: a slice would keep the whole schema's text alive for as long as its block is remembered. */
function ownCopy(text: string): string {
  return ` ${text}`.slice(1);
}
