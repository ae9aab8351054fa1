import { argumentValue, itemsOf } from '../attributes';
import type { Argument, Attribute, Field, Value } from '../schema';
import { textOf, wordIn } from './arguments';

/** A primary key, unique or other index as an attribute declares it. Fields are names, not resolved yet. */
export interface DeclaredKey {
  readonly kind: 'primary-key' | 'unique' | 'index' | 'fulltext';
  /** `map`; for `@@index` its old spelling `name` as well. */
  readonly name: string | null;
  readonly parts: readonly DeclaredKeyPart[];
  /** `type: Gin`, as the catalog has it; null where none is written. */
  readonly method: string | null;
  readonly where: Value | null;
  /** The field of `@id` and `@unique`; null for attributes of the model. */
  readonly field: Field | null;
  readonly attribute: Attribute;
}

export interface DeclaredKeyPart {
  readonly field: string;
  readonly descending: boolean;
  /** MySQL: so many characters of it. */
  readonly length: number | null;
  readonly operatorClass: Value | null;
}

const kinds: ReadonlyMap<string, DeclaredKey['kind']> = new Map([
  ['id', 'primary-key'],
  ['unique', 'unique'],
  ['index', 'index'],
  ['fulltext', 'fulltext'],
]);

const methods: ReadonlyMap<string, string> = new Map([
  ['BTree', 'btree'],
  ['Hash', 'hash'],
  ['Gist', 'gist'],
  ['Gin', 'gin'],
  ['SpGist', 'spgist'],
  ['Brin', 'brin'],
]);

const orders: ReadonlyMap<string, boolean> = new Map([
  ['Asc', false],
  ['Desc', true],
]);

/**
 * The key that an attribute declares; null where it declares none, undefined where it cannot be read.
 * Source: https://github.com/prisma/prisma-engines/blob/main/psl/parser-database/src/attributes.rs
 */
export function declaredKey(attribute: Attribute, field: Field | null): DeclaredKey | null | undefined {
  const kind = kinds.get(attribute.name);
  if (kind === undefined) return null;
  const parts = field === null ? partsOf(attribute) : [partOf(field.name.text, attribute)];
  const name = nameOf(attribute, kind);
  const method = kind === 'fulltext' ? 'fulltext' : wordIn(methods, argumentValue(attribute, 'type', null));
  if (parts === undefined || parts.includes(undefined) || name === undefined || method === undefined) return undefined;
  return {
    kind,
    name,
    parts: parts.flatMap((part) => part ?? []),
    method,
    where: argumentValue(attribute, 'where', null),
    field,
    attribute,
  };
}

/** Prisma takes the old `name` of an `@@index` for its `map`; that of `@@unique` and `@@id` is the client's. */
function nameOf(attribute: Attribute, kind: DeclaredKey['kind']): string | null | undefined {
  const mapped = textOf(argumentValue(attribute, 'map', null));
  return mapped === null && kind === 'index' ? textOf(argumentValue(attribute, 'name', null)) : mapped;
}

function partsOf(attribute: Attribute): readonly (DeclaredKeyPart | undefined)[] | undefined {
  const items = itemsOf(argumentValue(attribute, 'fields', 0));
  if (items.length === 0) return undefined;
  return items.map((item) => {
    if (item.type === 'word') return partOf(item.text, noArguments);
    return item.type === 'call' ? partOf(item.name, item) : undefined;
  });
}

const noArguments: Holder = { arguments: [] };

interface Holder {
  readonly arguments: readonly Argument[];
}

function partOf(field: string, holder: Holder): DeclaredKeyPart | undefined {
  const descending = wordIn(orders, argumentValue(holder, 'sort', null));
  const length = argumentValue(holder, 'length', null);
  if (descending === undefined || (length !== null && length.type !== 'number')) return undefined;
  return {
    field,
    descending: descending ?? false,
    length: length === null ? null : Number(length.text),
    operatorClass: argumentValue(holder, 'ops', null),
  };
}
