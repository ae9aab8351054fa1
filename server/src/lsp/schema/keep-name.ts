import { assertNever } from '../../analysis/assert-never';
import type { ObjectId } from '../../analysis/catalog/catalog';
import { isImplicitRelationTable } from '../../analysis/catalog/implicit-relation-table';
import type { Finding, Renamed } from '../../analysis/finding';
import type { Attribute, Block, EnumBlock, EnumValue, Field, ModelBlock } from '../../analysis/schema/schema';
import { type Span, spanOf } from '../../analysis/text/span';
import type { Remedy } from '../code-actions';
import type { Change } from '../suppression-edits';
import { inFile, type SchemaView } from './schema-view';

/** For what looks renamed: the name that it has in the database stays, so that there is nothing to migrate. */
export function keepNameRemedies(view: SchemaView, { renamed }: Finding): readonly Remedy[] {
  const kept = renamed === undefined ? null : keptName(view, renamed);
  if (kept === null) return [];
  const how = kept.attribute === null ? 'without @map' : kept.attribute;
  return [{ kind: 'keep-name', title: `Keep the ${kept.what}: ${how} (no SQL)`, isPreferred: true, changes: () => [kept.change] }];
}

interface KeptName {
  readonly what: 'column' | 'table' | 'type' | 'value';
  /** `@map("name")`; null where the name is the database's own again. */
  readonly attribute: string | null;
  readonly change: Change;
}

function keptName(view: SchemaView, { from, to }: Renamed): KeptName | null {
  const { origins } = view.schema.analysis.wanted;
  switch (from.type) {
    case 'column': {
      const origin = to.type === 'column' ? origins.tables.get(to.table) : undefined;
      const field = to.type === 'column' && origin?.type === 'model' ? origin.columns.get(to.column) : undefined;
      return origin?.type !== 'model' || field === undefined ? null : mapped(view, 'column', origin.model, field, from.column);
    }
    case 'enum-value': {
      const origin = to.type === 'enum-value' ? origins.enums.get(to.id) : undefined;
      const value = to.type === 'enum-value' ? origin?.values.get(to.value) : undefined;
      return origin === undefined || value === undefined ? null : mapped(view, 'value', origin.block, value, from.value);
    }
    case 'table': {
      // With the name alone a model would get the table of an implicit relation, whose columns and key are others.
      if (isOfRelation(view, from.id)) return null;
      const origin = to.type === 'table' && isInSameSchema(from.id, to.id) ? origins.tables.get(to.id) : undefined;
      return origin?.type === 'model' ? mappedBlock(view, 'table', origin.model, bareName(from.id)) : null;
    }
    case 'enum': {
      const origin = to.type === 'enum' && isInSameSchema(from.id, to.id) ? origins.enums.get(to.id) : undefined;
      return origin === undefined ? null : mappedBlock(view, 'type', origin.block, bareName(from.id));
    }
    case 'schema':
    case 'extension':
    case 'constraint':
    case 'index':
      return null;
    default:
      return assertNever(from);
  }
}

function isOfRelation({ schema }: SchemaView, id: ObjectId): boolean {
  const { statements, after } = schema.analysis;
  const table = (statements[0]?.before ?? after).tables.get(id);
  return table !== undefined && isImplicitRelationTable(table);
}

/** `@map` behind a field or a value. */
function mapped(
  view: SchemaView,
  what: KeptName['what'],
  block: Block,
  { name, attributes, span }: Field | EnumValue,
  kept: string,
): KeptName {
  const known = attributes.find((attribute) => attribute.name === 'map');
  const attribute = name.text === kept ? null : `@map(${quoted(kept)})`;
  const place = known === undefined ? spanOf(span.end, span.end) : withSpaceBefore(view, block, known);
  return { what, attribute, change: change(view, block, place, attribute === null ? '' : ` ${attribute}`) };
}

/** `@@map` as the last line of a block; null where the block does not end in a line of its own. */
function mappedBlock(view: SchemaView, what: KeptName['what'], block: ModelBlock | EnumBlock, kept: string): KeptName | null {
  const known = block.attributes.find((attribute) => attribute.name === 'map');
  const attribute = block.name?.text === kept ? null : `@@map(${quoted(kept)})`;
  if (known !== undefined) {
    const place = attribute === null ? wholeLine(view, block, known) : known.span;
    return { what, attribute, change: change(view, block, place, attribute ?? '') };
  }
  const end = block.start + block.span.end - view.file.start - 1;
  const before = view.text.slice(0, Math.max(0, end));
  if (attribute === null || view.text[end] !== '}' || !/\n[^\S\r\n]*$/.test(before)) return null;
  const newline = view.text.includes('\r\n') ? '\r\n' : '\n';
  const at = before.lastIndexOf('\n') + 1;
  const gap = block.attributes.length === 0 ? newline : '';
  const span = spanOf(at, at);
  return { what, attribute, change: { span, text: `${gap}  ${attribute}${newline}`, reason: null } };
}

function change({ file }: SchemaView, block: Block, { start, end }: Span, text: string): Change {
  return { span: inFile(file, spanOf(block.start + start, block.start + end)), text, reason: null };
}

function withSpaceBefore({ schema }: SchemaView, block: Block, { span }: Attribute): Span {
  const before = schema.source.text.slice(block.start, block.start + span.start);
  return spanOf(before.trimEnd().length, span.end);
}

function wholeLine({ schema }: SchemaView, block: Block, { span }: Attribute): Span {
  const text = schema.source.text.slice(block.start);
  const end = text.indexOf('\n', span.end) + 1;
  return spanOf(text.lastIndexOf('\n', span.start) + 1, end === 0 ? span.end : end);
}

function quoted(name: string): string {
  return `"${name.replace(/["\\]/g, '\\$&')}"`;
}

function bareName(id: ObjectId): string {
  return id.slice(id.indexOf('.') + 1);
}

function isInSameSchema(a: ObjectId, b: ObjectId): boolean {
  return a.split('.')[0] === b.split('.')[0];
}
