import type { ColumnType, UserType } from '../../catalog/catalog';
import type { DeclaredEnum } from './declared-enum';
import type { DeclaredField } from './declared-field';
import { isScalar, type Scalar, type UsedType } from './flavours/native-type';
import type { NamedEnum, NamedModel, SchemaNames } from './names-in-schema';

type EnumType = Extract<UserType, { type: 'enum' }>;

/** What a field's type makes of it. */
export type FieldMeaning =
  | { readonly kind: 'scalar'; readonly scalar: Scalar; readonly used: UsedType }
  | { readonly kind: 'enum'; readonly enum: NamedEnum }
  | { readonly kind: 'unsupported'; readonly type: ColumnType }
  | { readonly kind: 'relation'; readonly model: NamedModel }
  /** A relation to a view, which the database knows nothing of. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unclear'; readonly reason: string };

export function meaningOf(declared: DeclaredField, names: SchemaNames): FieldMeaning {
  const { type } = declared.field;
  if (type === null) return unclear('The type is missing.');
  if (type.name === 'Unsupported') return unsupported(type.unsupported, names);
  if (isScalar(type.name)) return scalar(type.name, declared, names);
  const named = names.enums.get(type.name);
  if (named !== undefined) return named.type.id === null ? unclear(`${type.name} is not clear.`) : { kind: 'enum', enum: named };
  const model = names.models.get(type.name);
  if (model !== undefined) return { kind: 'relation', model };
  return names.views.has(type.name) ? { kind: 'nothing' } : unclear(`There is no type ${type.name}.`);
}

function scalar(name: Scalar, { native, field }: DeclaredField, { flavour }: SchemaNames): FieldMeaning {
  if (field.type?.arity === 'list' && !flavour.lists) return unclear('The database has no lists.');
  if (native === null) return { kind: 'scalar', scalar: name, used: flavour.defaultType(name) };
  const used = flavour.writtenType(native, name);
  return used === null ? unclear(`@${native.name} is no type for ${name}.`) : { kind: 'scalar', scalar: name, used };
}

function unsupported(sql: string | null, { flavour, enums }: SchemaNames): FieldMeaning {
  if (sql === null) return unclear('The type is not written out.');
  const types = new Map([...enums.values()].flatMap((one) => (one.type.id === null ? [] : [[one.type.id, enumType(one)] as const])));
  const type = flavour.reader.type(sql, types);
  return type === null ? unclear(`${sql} is no type.`) : { kind: 'unsupported', type };
}

const enums = new WeakMap<DeclaredEnum, EnumType>();

/** The type that an enum becomes; the same object as long as its own text and its name are the same. */
export function enumType({ type, declared }: NamedEnum): EnumType {
  const known = enums.get(declared);
  if (known?.schema === type.schema && known.name === type.name) return known;
  const made: EnumType = { type: 'enum', schema: type.schema, name: type.name, values: declared.values.map(({ stored }) => stored) };
  enums.set(declared, made);
  return made;
}

function unclear(reason: string): FieldMeaning {
  return { kind: 'unclear', reason };
}
