import { assertNever } from '../assert-never';
import type { Argument, Attribute, Field, FieldType, Value } from '../schema/schema';
import type { NamedBy } from '../schema/wanted/wanted';

/** What asks for an index or constraint, without its details: `@@index([authorId, createdAt])`, `email @unique`, `author @relation`. */
export function declarationText({ field, attribute }: NamedBy): string {
  if (attribute === null) return field?.name.text ?? '';
  if (field !== null) return `${field.name.text} @${attribute.name}`;
  return `@@${attribute.name}(${fieldsOf(attribute)})`;
}

function fieldsOf({ arguments: given }: Attribute): string {
  const fields = given.find(({ name, value }) => (name === null || name === 'fields') && value.type === 'list')?.value;
  return fields === undefined ? '…' : valueText(fields);
}

/** `Decimal @db.Decimal(10, 2)`, `Role?`. */
export function fieldTypeText({ attributes }: Field, { name, arity, unsupported }: FieldType): string {
  const base = unsupported === null ? name : `Unsupported("${unsupported}")`;
  const suffix = arity === 'list' ? '[]' : arity === 'optional' ? '?' : '';
  const native = attributes.find((attribute) => attribute.name.startsWith('db.'));
  return `${base}${suffix}${native === undefined ? '' : ` @${native.name}${parenthesized(native.arguments)}`}`;
}

function parenthesized(given: readonly Argument[]): string {
  return given.length === 0 ? '' : `(${given.map(({ value }) => valueText(value)).join(', ')})`;
}

/** A field in a list without its sort order and operator class. */
function valueText(value: Value): string {
  switch (value.type) {
    case 'string':
      return `"${value.value}"`;
    case 'number':
    case 'word':
      return value.text;
    case 'call':
      return value.name;
    case 'list':
      return `[${value.items.map(valueText).join(', ')}]`;
    case 'object':
    case 'invalid':
      return '…';
    default:
      return assertNever(value);
  }
}
