import type { SchemaEdit } from '../plans/rollout/schema-edit';
import { plainText } from '../plans/rollout/schema-edit';
import { readSchema } from '../schema/read';
import type { Block } from '../schema/schema';

/** The edits that lead from one text of a schema to another: whole blocks that come or go, and members of those that stay. */
export function schemaEditsBetween(from: string, to: string): readonly SchemaEdit[] {
  const [before, after] = [declared(from), declared(to)];
  const edits: SchemaEdit[] = [];
  for (const [name, block] of before) {
    const other = after.get(name);
    if (other === undefined) edits.push({ block: name, member: null, expected: block.text, text: null, after: null });
    else if (plainText(other.text) !== plainText(block.text)) edits.push(...memberEdits(name, block, other));
  }
  let previous: string | null = null;
  for (const [name, block] of after) {
    if (!before.has(name)) edits.push({ block: name, member: null, expected: null, text: block.text, after: previous });
    previous = name;
  }
  return edits;
}

interface Declared {
  readonly text: string;
  /** By name; a block attribute by its whole text, because there may be several of its name. */
  readonly members: ReadonlyMap<string, Member>;
}

interface Member {
  /** As an edit names it. */
  readonly name: string;
  readonly text: string;
}

function declared(text: string): ReadonlyMap<string, Declared> {
  return new Map(
    readSchema(text).blocks.flatMap((block) => {
      const isDeclared = block.kind === 'model' || block.kind === 'enum' || block.kind === 'view' || block.kind === 'type';
      return isDeclared && block.name !== null ? [[block.name.text, declaredBlock(text, block)] as const] : [];
    }),
  );
}

function declaredBlock(text: string, block: Block): Declared {
  const slice = ({ start, end }: { readonly start: number; readonly end: number }): string =>
    text.slice(block.start + start, block.start + end);
  const named = block.kind === 'enum' ? block.values : 'fields' in block ? block.fields : [];
  const members = named.map(({ name, span }) => [name.text, { name: name.text, text: slice(span) }] as const);
  const attributes = block.attributes.map(
    ({ name, span }) => [`@@${plainText(slice(span))}`, { name: `@@${name}`, text: slice(span) }] as const,
  );
  return { text: slice(block.span), members: new Map([...members, ...attributes]) };
}

function memberEdits(block: string, from: Declared, to: Declared): readonly SchemaEdit[] {
  const edits: SchemaEdit[] = [];
  for (const [key, { name, text }] of from.members) {
    const other = to.members.get(key);
    if (other === undefined) edits.push({ block, member: name, expected: text, text: null, after: null });
    else if (plainText(other.text) !== plainText(text)) edits.push({ block, member: name, expected: text, text: other.text, after: null });
  }
  let previous: string | null = null;
  for (const [key, { name, text }] of to.members) {
    if (!from.members.has(key)) edits.push({ block, member: name, expected: null, text, after: previous });
    previous = name;
  }
  return edits;
}
