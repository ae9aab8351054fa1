import { type Span, spanOf } from '../../text/span';
import { absolute } from '../position';
import type { Block, EnumValue, Field, Schema } from '../schema';

/** The name in a block's header; all of the header where there is no name yet. */
export function nameOf(block: Block): Span {
  return absolute(block, block.name?.span ?? block.header);
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
  return block === undefined ? firstLine(text) : absolute(block, block.header);
}

export function firstLine(text: string): Span {
  const end = text.search(/[\r\n]/);
  return spanOf(0, end === -1 ? text.length : end);
}
