import type { Finding } from '../../analysis/finding';
import type { Field, ModelBlock, Schema, Value } from '../../analysis/schema/schema';
import { spanOf } from '../../analysis/text/span';
import type { Remedy } from '../code-actions';
import type { Change } from '../suppression-edits';
import { inFile, type SchemaView } from './schema-view';

/** For a new field that existing rows have no value for: a default of the database, or none needed. */
export function requiredRemedies(view: SchemaView, { rule, relation, column }: Finding): readonly Remedy[] {
  if (rule !== 'required-column-without-default' || relation === null || column === null) return [];
  const origin = view.schema.analysis.wanted.origins.tables.get(relation);
  const field = origin?.type === 'model' ? origin.columns.get(column) : undefined;
  if (origin?.type !== 'model' || field?.type == null || isKey(origin.model, field)) return [];
  const insert = (at: number, text: string): Change => {
    const offset = origin.model.start + at;
    return { span: inFile(view.file, spanOf(offset, offset)), text, reason: null };
  };
  const { name, type, span } = field;
  const literal = defaultFor(origin.model, field, view.schema.analysis.schema);
  const given: readonly Remedy[] =
    literal === null
      ? []
      : [
          {
            kind: 'database-default',
            title: `Give ${name.text} a database default: @default(${literal})`,
            changes: () => [insert(span.end, ` @default(${literal})`)],
          },
        ];
  if (type.arity !== 'required') return given;
  // A relation over a field that may be empty may be empty too, or Prisma refuses the schema.
  const relations = relationsOver(origin.model, name.text).flatMap(({ type: over }) => (over?.arity === 'required' ? [over.span.end] : []));
  const ends = [type.span.end, ...relations].sort((a, b) => a - b);
  return [...given, { kind: 'make-optional', title: `Make ${name.text} optional`, changes: () => ends.map((end) => insert(end, '?')) }];
}

/** Of a type for which there is an obvious one, where rows may share it; null for all others. */
function defaultFor(model: ModelBlock, { name, type, attributes }: Field, schema: Schema): string | null {
  if (type === null || attributes.some((attribute) => attribute.name === 'default' || attribute.name === 'unique')) return null;
  if (relationsOver(model, name.text).length > 0 || isListed(model, 'unique', name.text)) return null;
  if (type.arity === 'list') return '[]';
  const native = attributes.find((attribute) => attribute.name.startsWith('db.'))?.name ?? null;
  switch (type.name) {
    case 'String':
      return native === null || ['db.Text', 'db.VarChar', 'db.Char', 'db.Citext'].includes(native) ? '""' : null;
    case 'Int':
    case 'BigInt':
    case 'Float':
    case 'Decimal':
      return '0';
    case 'Boolean':
      return 'false';
    case 'DateTime':
      return 'now()';
    case 'Json':
      return '"{}"';
    default:
      return firstValue(schema, type.name);
  }
}

function firstValue({ blocks }: Schema, name: string): string | null {
  const found = blocks.find((block) => block.kind === 'enum' && block.name?.text === name);
  return found?.kind === 'enum' ? (found.values[0]?.name.text ?? null) : null;
}

function isKey(model: ModelBlock, { name, attributes }: Field): boolean {
  return attributes.some((attribute) => attribute.name === 'id') || isListed(model, 'id', name.text);
}

/** Whether `@@id` or `@@unique` names the field. */
function isListed({ attributes }: ModelBlock, attribute: 'id' | 'unique', field: string): boolean {
  return attributes.some((one) => one.name === attribute && one.arguments.some(({ value }) => names(value, field)));
}

function relationsOver({ fields }: ModelBlock, field: string): readonly Field[] {
  const isOver = ({ attributes }: Field): boolean =>
    attributes.some((one) => one.name === 'relation' && one.arguments.some(({ name, value }) => name === 'fields' && names(value, field)));
  return fields.filter(isOver);
}

function names(value: Value, field: string): boolean {
  if (value.type === 'list') return value.items.some((item) => names(item, field));
  return (value.type === 'word' && value.text === field) || (value.type === 'call' && value.name === field);
}
