import type { ObjectId, UserType } from '../../catalog/catalog';
import { createNames, type Names, quoted } from './names';

type EnumType = Extract<UserType, { readonly type: 'enum' }>;

/** An enum with the names that the datamodel gives to it and its values. */
export interface NamedEnum {
  readonly id: ObjectId;
  readonly type: EnumType;
  readonly name: string;
  /** By the value in the database. */
  readonly values: ReadonlyMap<string, string>;
}

export function isEnum(type: UserType): type is EnumType {
  return type.type === 'enum';
}

export function nameEnum(type: EnumType, names: Names): NamedEnum {
  const own = createNames();
  return {
    id: `${type.schema}.${type.name}`,
    type,
    name: names.take(`E_${type.name}`),
    values: new Map(type.values.map((value) => [value, own.take(value)])),
  };
}

/** `place` is the line that names the schema; empty without one. */
export function writeEnum({ type, name, values }: NamedEnum, place: string): string {
  const lines = [...values].map(([value, own]) => `  ${own} @map(${quoted(value)})\n`);
  return `enum ${name} {\n${lines.join('')}\n  @@map(${quoted(type.name)})\n${place}}\n`;
}
