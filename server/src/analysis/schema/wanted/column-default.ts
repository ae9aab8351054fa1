import type { StoredExpression } from '../../catalog/catalog';
import type { Value } from '../schema';
import { textInCall, valueText } from './arguments';
import type { DeclaredField } from './declared-field';
import type { FieldMeaning } from './field-type';
import type { Flavour } from './flavours/flavour';
import { type Literal, literalOf, stringLiteral } from './literal';
import type { NamedEnum } from './names-in-schema';

/** What `@default` and `@updatedAt` come to. */
export type ColumnDefault =
  | { readonly kind: 'none' }
  | { readonly kind: 'stored'; readonly expression: StoredExpression }
  /** `autoincrement()`; the provider says how a column counts. */
  | { readonly kind: 'counting' }
  /** Prisma Client fills it in, the database has none. */
  | { readonly kind: 'client'; readonly text: string }
  | { readonly kind: 'unclear' };

export type ColumnMeaning = Extract<FieldMeaning, { readonly kind: 'scalar' | 'enum' | 'unsupported' }>;

const none: ColumnDefault = { kind: 'none' };
const unclear: ColumnDefault = { kind: 'unclear' };

const clientFunctions: ReadonlySet<string> = new Set(['cuid', 'uuid', 'nanoid', 'ulid']);

/** Source: https://github.com/prisma/prisma-engines/blob/main/psl/parser-database/src/attributes/default.rs */
export function columnDefault(declared: DeclaredField, meaning: ColumnMeaning, flavour: Flavour): ColumnDefault {
  const value = declared.default;
  if (value === null) return declared.updatedAt ? { kind: 'client', text: '@updatedAt' } : none;
  if (value.type === 'call') return callDefault(value, meaning, flavour);
  if (meaning.kind === 'unsupported') return unclear;
  const isList = declared.field.type?.arity === 'list';
  if (isList !== (value.type === 'list')) return unclear;
  if (value.type === 'list') return listDefault(value.items, meaning, flavour);
  const literal = literalFor(value, meaning, flavour);
  return literal === undefined ? unclear : literal === null ? none : stored(literal.sql, literal.value);
}

function callDefault(value: Extract<Value, { type: 'call' }>, meaning: ColumnMeaning, flavour: Flavour): ColumnDefault {
  const scalar = meaning.kind === 'scalar' ? meaning.scalar : null;
  if (value.name === 'dbgenerated') {
    const sql = textInCall(value, 'dbgenerated');
    return sql === null ? none : sql === undefined ? unclear : read(sql, flavour);
  }
  if (value.name === 'now') return meaning.kind === 'scalar' && scalar === 'DateTime' ? read(flavour.now(meaning.used), flavour) : unclear;
  if (value.name === 'autoincrement') return scalar === 'Int' || scalar === 'BigInt' ? { kind: 'counting' } : unclear;
  return clientFunctions.has(value.name) && scalar === 'String' ? { kind: 'client', text: valueText(value) } : unclear;
}

function read(sql: string, flavour: Flavour): ColumnDefault {
  const expression = flavour.reader.default(sql);
  return expression === null ? unclear : { kind: 'stored', expression };
}

/** `ARRAY['a', 'b']::TEXT[]`; an array has no simpler value than its own text. */
function listDefault(items: readonly Value[], meaning: LiteralMeaning, flavour: Flavour): ColumnDefault {
  const literals = items.map((item) => literalFor(item, meaning, flavour));
  if (literals.some((literal) => literal === undefined || literal === null)) return unclear;
  const sql = `ARRAY[${literals.map((literal) => literal?.sql ?? '').join(', ')}]::${elementType(meaning, flavour)}[]`;
  return stored(sql, sql);
}

type LiteralMeaning = Extract<ColumnMeaning, { readonly kind: 'scalar' | 'enum' }>;

function literalFor(value: Value, meaning: LiteralMeaning, flavour: Flavour): Literal | null | undefined {
  return meaning.kind === 'scalar' ? literalOf(value, meaning.scalar, flavour.literals) : enumLiteral(value, meaning.enum);
}

function enumLiteral(value: Value, { declared }: NamedEnum): Literal | undefined {
  if (value.type !== 'word') return undefined;
  const named = declared.values.find(({ name }) => name === value.text);
  return named === undefined ? undefined : stringLiteral(named.stored);
}

function elementType(meaning: LiteralMeaning, { defaultSchema }: Flavour): string {
  if (meaning.kind === 'scalar') return meaning.used.sql;
  const { schema, name } = meaning.enum.type;
  return schema === defaultSchema ? quotedName(name) : `${quotedName(schema)}.${quotedName(name)}`;
}

function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function stored(text: string, value: string): ColumnDefault {
  return { kind: 'stored', expression: { text, constant: { value }, columns: [], functions: [] } };
}
