import { readSchema } from '../../schema/read';
import type { Attribute, Block, Schema } from '../../schema/schema';
import { joinSchema, locate, type SchemaFile, type SchemaText } from '../../schema/schema-text';
import { type Span, spanOf } from '../../text/span';
import { type TextEdit, withEdits } from '../clause';
import { isSameText, plainText, type SchemaEdit } from './schema-edit';

/** A file of a schema that edits change. */
export interface EditedFile {
  readonly path: string;
  readonly before: string;
  /** In the text before. */
  readonly edits: readonly TextEdit[];
  /** The whole text afterwards. */
  readonly text: string;
}

/** `files`: those that change. `reason` is a sentence. */
export type AppliedEdits = { readonly ok: true; readonly files: readonly EditedFile[] } | { readonly ok: false; readonly reason: string };

/** `read`: a reader that remembers the blocks of this schema, where there is one. */
export function applySchemaEdits(
  files: readonly SchemaFile[],
  edits: readonly SchemaEdit[],
  read: (text: string) => Schema = readSchema,
): AppliedEdits {
  const source = joinSchema(files);
  const schema = read(source.text);
  const changes: TextEdit[] = [];
  for (const edit of edits) {
    const found = change(source, schema, edit);
    if (!found.ok) return found;
    if (found.edit !== null) changes.push(found.edit);
  }
  return { ok: true, files: inFiles(source, changes) };
}

/** Files with the changed ones in their place. */
export function withEditedFiles(files: readonly SchemaFile[], edited: readonly EditedFile[]): readonly SchemaFile[] {
  const texts = new Map(edited.map(({ path, text }) => [path, text]));
  return files.map(({ path, text }) => ({ path, text: texts.get(path) ?? text }));
}

/** `edit` in the joined text; null where it is applied already. */
type FoundChange = { readonly ok: true; readonly edit: TextEdit | null } | { readonly ok: false; readonly reason: string };

const applied: FoundChange = { ok: true, edit: null };

function change(source: SchemaText, schema: Schema, edit: SchemaEdit): FoundChange {
  const named = schema.blocks.filter(({ name }) => name?.text === edit.block);
  const [block] = named;
  if (named.length > 1) return refusal(`The schema declares "${edit.block}" twice.`);
  if (edit.member === null) return blockChange(source, schema, block, edit);
  if (block === undefined) {
    return edit.text === null && edit.expected !== null ? applied : refusal(`The schema has no "${edit.block}" any more.`);
  }
  return memberChange(source, block, edit.member, edit);
}

function blockChange(source: SchemaText, schema: Schema, block: Block | undefined, { block: name, ...edit }: SchemaEdit): FoundChange {
  const found = block === undefined ? null : spanOf(block.start + block.span.start, block.start + block.span.end);
  const state = compared(source, found, name, edit);
  if (state !== 'differs') return state;
  if (found !== null && edit.text !== null) return { ok: true, edit: { span: found, text: edit.text } };
  if (found !== null) return { ok: true, edit: { span: withGapAbove(source.text, found), text: '' } };
  const after = schema.blocks.find((one) => one.name?.text === edit.after) ?? schema.blocks.at(-1);
  const at = after === undefined ? 0 : after.start + after.span.end;
  const newline = newlineAt(source, at);
  return { ok: true, edit: { span: spanOf(at, at), text: `${newline}${newline}${edit.text ?? ''}` } };
}

function memberChange(source: SchemaText, block: Block, member: string, edit: SchemaEdit): FoundChange {
  const found = memberSpan(source, block, member, edit);
  const state = compared(source, found, `${edit.block}.${member}`, edit);
  if (state !== 'differs') return state;
  if (found !== null && edit.text !== null) {
    return { ok: true, edit: { span: found, text: aligned(source.text.slice(found.start, found.end), edit.text) } };
  }
  if (found !== null) return { ok: true, edit: { span: wholeLine(source.text, found), text: '' } };
  const at = placeForNew(source, block, member, edit.after);
  if (at === null) return refusal(`There is no place for "${edit.block}.${member}" in the schema: write each field in a line of its own.`);
  return { ok: true, edit: { span: spanOf(at.offset, at.offset), text: at.write(edit.text ?? '') } };
}

/** `differs`: what stands there is what the edit expects, and not yet what it writes. */
function compared(
  { text }: SchemaText,
  found: Span | null,
  name: string,
  edit: Pick<SchemaEdit, 'member' | 'expected' | 'text'>,
): FoundChange | 'differs' {
  const there = found === null ? null : text.slice(found.start, found.end);
  const isThere = (one: string | null): boolean => (one === null || there === null ? one === there : isSameText(there, one, edit.member));
  if (isThere(edit.text)) return applied;
  if (isThere(edit.expected)) return 'differs';
  const is = there === null ? 'is gone from the schema' : `is ${clipped(plainText(there))} in the schema`;
  return refusal(`"${name}" ${is}; expected ${edit.expected === null ? 'nothing of that name' : clipped(plainText(edit.expected))}.`);
}

function clipped(text: string): string {
  return `\`${text.length > 60 ? `${text.slice(0, 59)}…` : text}\``;
}

function memberSpan({ text }: SchemaText, block: Block, member: string, edit: SchemaEdit): Span | null {
  const absolute = ({ start, end }: Span): Span => spanOf(block.start + start, block.start + end);
  if (member.startsWith('@@')) {
    const spans = block.attributes.filter(({ name }) => `@@${name}` === member).map((one) => absolute(one.span));
    // There may be several of the name; only one with the very text is meant.
    const same = (wanted: string | null) =>
      wanted === null ? undefined : spans.find(({ start, end }) => isSameText(text.slice(start, end), wanted, member));
    return same(edit.text) ?? same(edit.expected) ?? null;
  }
  const named = namedMembers(block).find(({ name }) => name.text === member);
  return named === undefined ? null : absolute(named.span);
}

function namedMembers(block: Block): readonly { readonly name: { readonly text: string }; readonly span: Span }[] {
  switch (block.kind) {
    case 'model':
    case 'view':
    case 'type':
      return block.fields;
    case 'enum':
      return block.values;
    case 'datasource':
    case 'generator':
      return block.settings;
    case 'unknown':
      return [];
  }
}

interface NewPlace {
  readonly offset: number;
  readonly write: (text: string) => string;
}

/** Behind the line of the member before; an attribute behind the last attribute, or before the closing brace. */
function placeForNew(source: SchemaText, block: Block, member: string, after: string | null): NewPlace | null {
  const { text } = source;
  const newline = newlineAt(source, block.start);
  const members = namedMembers(block);
  const isAttribute = member.startsWith('@@');
  const attributes: readonly Attribute[] = block.attributes;
  const before = isAttribute ? attributes.at(-1) : (members.find(({ name }) => name.text === after) ?? members.at(-1));
  if (before !== undefined) {
    const start = block.start + before.span.start;
    const lineEnd = text.indexOf('\n', block.start + before.span.end);
    const indent = /[^\S\n]*$/.exec(text.slice(0, start))?.[0] ?? '  ';
    return lineEnd === -1 || lineEnd >= block.start + block.span.end
      ? null
      : { offset: lineEnd + 1, write: (line) => `${indent}${line}${newline}` };
  }
  const end = block.start + block.span.end - 1;
  const lineStart = text.lastIndexOf('\n', end) + 1;
  if (text[end] !== '}' || lineStart <= block.start || text.slice(lineStart, end).trim() !== '') return null;
  const gap = isAttribute && members.length > 0 ? newline : '';
  return { offset: lineStart, write: (line) => `${gap}  ${line}${newline}` };
}

/** The text with the gap behind its first word as wide as it was, so that the columns of a formatted schema stay in line. */
function aligned(before: string, text: string): string {
  const [, name, gap] = /^(\w+)([^\S\n]+)/.exec(before) ?? [];
  const rest = name !== undefined && text.startsWith(`${name} `) ? text.slice(name.length).trimStart() : null;
  return rest === null ? text : `${name}${gap}${rest}`;
}

function wholeLine(text: string, { start, end }: Span): Span {
  const lineEnd = text.indexOf('\n', end);
  return spanOf(text.lastIndexOf('\n', start - 1) + 1, lineEnd === -1 ? text.length : lineEnd + 1);
}

function withGapAbove(text: string, { start, end }: Span): Span {
  return spanOf(text.slice(0, start).trimEnd().length, end);
}

/** Of the file there. */
function newlineAt(source: SchemaText, at: number): string {
  return locate(source, spanOf(at, at))?.file.text.includes('\r\n') ? '\r\n' : '\n';
}

function inFiles(source: SchemaText, changes: readonly TextEdit[]): readonly EditedFile[] {
  const byFile = new Map<SchemaFile, TextEdit[]>();
  for (const { span, text } of changes) {
    const place = locate(source, span);
    if (place === null) continue;
    const edits = byFile.get(place.file) ?? [];
    byFile.set(place.file, edits);
    edits.push({ span: place.span, text });
  }
  return [...byFile].map(([{ path, text }, edits]) => ({ path, before: text, edits, text: withEdits(text, edits) }));
}

function refusal(reason: string): FoundChange {
  return { ok: false, reason };
}
