import { readSchema } from '../server/src/analysis/schema/read';
import type { Field, ModelBlock } from '../server/src/analysis/schema/schema';

/** One edit of a text, as an editor reports it: `remove` characters at an offset give way to `insert`. */
export interface Keystroke {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

/**
 * A person at work, key by key: in one model after another a required field comes, a field gets another type and another name, and
 * then all of it is undone. Each of the three is a risk once it is whole, and half-typed text before.
 */
export function typing(text: string, keystrokes: number): readonly Keystroke[] {
  const places = modelsToEdit(text);
  const typed: Keystroke[] = [];
  for (let round = 0; typed.length < keystrokes; round++) {
    const place = places[(round * 7) % places.length];
    if (place === undefined) throw new Error('no model of the schema can be edited');
    const keys = edits(place);
    typed.push(...keys, { at: 0, remove: keys.reduce(pressed, text).length, insert: text });
  }
  return typed.slice(0, keystrokes);
}

/** The text after a keystroke. Who types keeps the latest text alone: all of them together fill the heap of what is measured. */
export function pressed(text: string, { at, remove, insert }: Keystroke): string {
  return text.slice(0, at) + insert + text.slice(at + remove);
}

interface Place {
  readonly model: ModelBlock;
  readonly field: Field;
}

/** Fields that a type, a name and a line below them can be typed into. */
function modelsToEdit(text: string): readonly Place[] {
  return readSchema(text).blocks.flatMap((block): readonly Place[] => {
    if (block.kind !== 'model') return [];
    const field = block.fields.find(({ type, attributes }) => type?.name === 'String' && type.arity !== 'list' && attributes.length === 0);
    return field === undefined ? [] : [{ model: block, field }];
  });
}

/** From the end of the text to its begin, so that the offsets stay right. */
function edits({ model, field }: Place): readonly Keystroke[] {
  const of = (offset: number) => model.start + offset;
  const { type, name } = field;
  if (type === null) return [];
  const typeEnd = type.span.start + 'String'.length;
  return [
    ...insertions(of(field.span.end), '\n  reviewState String'),
    ...Array.from('String', (_, index): Keystroke => ({ at: of(typeEnd) - index - 1, remove: 1, insert: '' })),
    ...insertions(of(type.span.start), 'BigInt'),
    ...insertions(of(name.span.end), 'Number'),
  ];
}

function insertions(at: number, text: string): readonly Keystroke[] {
  return Array.from(text, (insert, index) => ({ at: at + index, remove: 0, insert }));
}
