import type { ObjectId } from '../../catalog/catalog';
import type { EnumType } from '../../catalog/diff/visible';
import { createNames, type Names, quoted } from './names';

/** An enum with the names that the datamodel gives to it and its values. */
export interface NamedEnum {
  readonly id: ObjectId;
  readonly type: EnumType;
  readonly name: string;
  /** By the value in the database. */
  readonly values: ReadonlyMap<string, string>;
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
