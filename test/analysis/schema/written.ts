import { assertNever } from '../../../server/src/analysis/assert-never';
import { readSchema } from '../../../server/src/analysis/schema/read';
import type { Argument, Attribute, Block, Value } from '../../../server/src/analysis/schema/schema';
import { assertSoundSchema } from './soundness';

/** What is read from a text, one line per part, so that a test shows at a glance what was understood. */
export function written(text: string): string {
  const schema = readSchema(text);
  assertSoundSchema(schema, text);
  return schema.blocks.map((block) => writtenBlock(block, text.slice(block.start, block.start + block.span.end))).join('\n');
}

/** The body of a model as `written`, without its first line and its indentation. */
export function writtenBody(lines: string): string {
  return written(`model A {\n${lines}\n}`)
    .split('\n')
    .slice(1)
    .map((line) => line.slice(2))
    .join('\n');
}

function writtenBlock(block: Block, text: string): string {
  const lines = [`${block.kind} ${block.name?.text ?? '?'}`];
  switch (block.kind) {
    case 'model':
    case 'view':
    case 'type':
      for (const { name, type, attributes } of block.fields) {
        const mark = { required: '', optional: '?', list: '[]' };
        const of = type?.unsupported === null || type === null ? '' : `(${JSON.stringify(type.unsupported)})`;
        const typed = type === null ? '?' : `${type.name}${of}${mark[type.arity]}`;
        lines.push(['  ', name.text, ': ', typed, ...attributes.map((read) => ` @${writtenAttribute(read)}`)].join(''));
      }
      break;
    case 'enum':
      for (const { name, attributes } of block.values) {
        lines.push(`  ${name.text}${attributes.map((read) => ` @${writtenAttribute(read)}`).join('')}`);
      }
      break;
    case 'datasource':
    case 'generator':
      for (const { name, value } of block.settings) lines.push(`  ${name.text} = ${writtenValue(value)}`);
      break;
    case 'unknown':
      break;
    default:
      assertNever(block);
  }
  for (const read of block.attributes) lines.push(`  @@${writtenAttribute(read)}`);
  for (const comment of block.comments) lines.push(`  ${comment.documentation ? '///' : '//'} ${comment.text}`);
  for (const { message, span } of block.problems) lines.push(`  ! ${message} ${JSON.stringify(text.slice(span.start, span.end))}`);
  return lines.join('\n');
}

function writtenAttribute(attribute: Attribute): string {
  return attribute.arguments.length === 0 ? attribute.name : `${attribute.name}(${writtenArguments(attribute.arguments)})`;
}

function writtenArguments(list: readonly Argument[]): string {
  return list.map(({ name, value }) => (name === null ? '' : `${name}: `) + writtenValue(value)).join(', ');
}

function writtenValue(value: Value): string {
  switch (value.type) {
    case 'string':
      return JSON.stringify(value.value);
    case 'number':
      return `#${value.text}`;
    case 'word':
      return value.text;
    case 'call':
      return `${value.name}(${writtenArguments(value.arguments)})`;
    case 'list':
      return `[${value.items.map(writtenValue).join(', ')}]`;
    case 'object':
      return `{${value.entries.map((entry) => `${entry.name.text}: ${writtenValue(entry.value)}`).join(', ')}}`;
    case 'invalid':
      return '!';
    default:
      return assertNever(value);
  }
}
