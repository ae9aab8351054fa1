import assert from 'node:assert/strict';
import { assertNever } from '../../../server/src/analysis/assert-never';
import type {
  Argument,
  Attribute,
  Block,
  EnumValue,
  Field,
  Schema,
  Setting,
  Value,
  Word,
} from '../../../server/src/analysis/schema/schema';
import { covers, type Span } from '../../../server/src/analysis/text/span';

/** What holds for every schema that is read, whatever its text: spans nest, follow one another and hold what they say they hold. */
export function assertSoundSchema(schema: Schema, text: string): void {
  const pieces = [
    ...schema.blocks.map((block) => ({ start: block.start + block.span.start, end: block.start + block.span.end })),
    ...schema.comments.map(({ span }) => span),
  ].sort((a, b) => a.start - b.start);
  let end = 0;
  for (const piece of pieces) {
    // A byte order mark is white space here and in JavaScript.
    assert.equal(text.slice(end, piece.start).trim(), '', 'text that stands in no block and no comment');
    assert.ok(piece.end > piece.start, 'an empty piece');
    end = piece.end;
  }
  assert.equal(text.slice(end).trim(), '', 'text behind the last block');
  assertOrdered(schema.blocks.map(({ start, span }) => ({ start, end: start + span.end })));
  for (const { span } of schema.comments) assert.match(text.slice(span.start, span.end), /^\/[/*]/);
  for (const block of schema.blocks) assertSoundBlock(block, text.slice(block.start, block.start + block.span.end));
}

function assertSoundBlock(block: Block, text: string): void {
  const within = (inner: Span, outer: Span = block.span) => {
    assert.ok(covers(outer, inner), `${inner.start}–${inner.end} leaves ${outer.start}–${outer.end} in ${text}`);
    return text.slice(inner.start, inner.end);
  };
  const word = ({ text: read, span }: Word, outer: Span) => assert.equal(within(span, outer), read);
  const value = (read: Value, outer: Span): void => {
    const written = within(read.span, outer);
    switch (read.type) {
      case 'string':
        assert.match(written, /^".*"$/s);
        if (!written.includes('\\')) assert.equal(written, `"${read.value}"`);
        return;
      case 'number':
      case 'word':
        assert.equal(written, read.text);
        return;
      case 'call':
        assert.ok(written.startsWith(read.name));
        argumentList(read.arguments, read.span);
        return;
      case 'list':
        assert.ok(written.startsWith('['));
        assertOrdered(read.items.map(({ span }) => span));
        for (const item of read.items) value(item, read.span);
        return;
      case 'object':
        assert.ok(written.startsWith('{'));
        for (const entry of read.entries) {
          word(entry.name, read.span);
          value(entry.value, read.span);
        }
        return;
      case 'invalid':
        return;
      default:
        assertNever(read);
    }
  };
  const argumentList = (list: readonly Argument[], outer: Span) => {
    assertOrdered(list.map(({ span }) => span));
    for (const { name, value: read, span } of list) {
      if (name !== null) assert.ok(within(span, outer).startsWith(name));
      value(read, span);
    }
  };
  const attribute = (read: Attribute, outer: Span) => {
    assert.ok(
      within(read.span, outer)
        .replace(/^@@?\s*/, '')
        .startsWith(read.name),
    );
    argumentList(read.arguments, read.span);
  };
  assertNothingLeft(block, text);
  if (block.name !== null) word(block.name, block.header);
  within(block.header);
  assertOrdered(block.comments.map(({ span }) => span));
  for (const { span } of block.comments) assert.match(within(span), /^\/[/*]/);
  for (const { span } of block.problems) within(span);
  const starts = block.problems.map(({ span }) => span.start);
  assert.deepEqual(
    starts,
    starts.toSorted((a, b) => a - b),
    'problems out of order',
  );
  for (const read of block.attributes) attribute(read, block.span);
  const named = namedParts(block);
  assertOrdered([...named.map(({ span }) => span), ...block.attributes.map(({ span }) => span)].sort((a, b) => a.start - b.start));
  for (const part of named) {
    word(part.name, part.span);
    if ('attributes' in part) for (const read of part.attributes) attribute(read, part.span);
    if ('value' in part) value(part.value, part.span);
    if ('type' in part && part.type !== null) assert.ok(within(part.type.span, part.span).includes(part.type.name));
  }
}

/** What is no part, no comment and no problem is the closing brace, and what Prisma leaves out behind the opening one. */
function assertNothingLeft(block: Block, text: string): void {
  if (block.kind === 'unknown') return;
  const opening = /^[^\r\n]*(?:\s*\{[^\r\n]*)?/.exec(text)?.[0].length ?? 0;
  const closed = !block.problems.some(({ message }) => message.startsWith('`}`'));
  const first = { start: 0, end: closed && opening === text.length ? block.header.end : opening };
  const parts = [...block.comments, ...block.problems, ...block.attributes, ...namedParts(block)].map(({ span }) => span);
  let left = '';
  let at = 0;
  for (const { start, end } of [first, ...parts].sort((a, b) => a.start - b.start)) {
    left += text.slice(at, Math.max(at, start));
    at = Math.max(at, end);
  }
  assert.match(left + text.slice(at), /^\s*\}?$/);
}

function namedParts(block: Block): readonly (Field | EnumValue | Setting)[] {
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
    default:
      return assertNever(block);
  }
}

function assertOrdered(spans: readonly Span[]): void {
  let end = 0;
  for (const span of spans) {
    assert.ok(span.start >= end && span.end >= span.start, `${span.start}–${span.end} begins before ${end}`);
    end = span.end;
  }
}
