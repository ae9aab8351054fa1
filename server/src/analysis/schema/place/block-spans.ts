import { type Span, spanOf } from '../../text/span';
import type { Block, EnumValue, Field, Schema } from '../schema';

/** A span inside a block, in the text of the whole schema. */
export function absolute(block: Block, span: Span): Span {
  return spanOf(block.start + span.start, block.start + span.end);
}

/** The name in a block's header; the keyword where there is no name yet. */
export function nameOf(block: Block): Span {
  return block.name === null ? spanOf(block.start, block.start) : absolute(block, block.name.span);
}

/** From the field's name to its last attribute. */
export function spanOfField(block: Block, field: Field): Span {
  return absolute(block, field.span);
}

export function spanOfValue(block: Block, value: EnumValue): Span {
  return absolute(block, value.span);
}

/** The setting of that name in the datasource. */
export function settingOf({ blocks }: Schema, name: string): Span | null {
  for (const block of blocks) {
    const setting = block.kind === 'datasource' ? block.settings.find((candidate) => candidate.name.text === name) : undefined;
    if (setting !== undefined) return absolute(block, setting.span);
  }
  return null;
}

/** What speaks for the schema as a whole: the header of the datasource, else of the first block. */
export function headerOf({ blocks }: Schema, text: string): Span {
  const block = blocks.find(({ kind }) => kind === 'datasource') ?? blocks[0];
  return block === undefined ? firstLine(text) : lineAt(text, block.start);
}

export function firstLine(text: string): Span {
  return lineAt(text, 0);
}

/** From there to the end of the line. */
function lineAt(text: string, start: number): Span {
  const length = text.slice(start).search(/[\r\n]/);
  return spanOf(start, length === -1 ? text.length : start + length);
}
