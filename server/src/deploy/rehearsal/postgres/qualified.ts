import { quotedName, splitId } from '../../../analysis/render/postgres-names';

/** `"schema"."name"`. */
export function qualified(id: string): string {
  const { schema, name } = splitId(id);
  return schema === '' ? quotedName(name) : `${quotedName(schema)}.${quotedName(name)}`;
}
