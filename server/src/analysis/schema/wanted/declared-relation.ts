import type { ReferentialAction } from '../../operation/constraint';
import { argumentValue } from '../attributes';
import type { Attribute } from '../schema';
import { fieldNames, textOf, wordIn } from './arguments';

/** The arguments of `@relation`. */
export interface DeclaredRelation {
  readonly attribute: Attribute;
  readonly name: string | null;
  readonly fields: readonly string[] | null;
  readonly references: readonly string[] | null;
  readonly onDelete: ReferentialAction | null;
  readonly onUpdate: ReferentialAction | null;
  /** Of the foreign key. */
  readonly map: string | null;
}

const actions: ReadonlyMap<string, ReferentialAction> = new Map([
  ['Cascade', 'cascade'],
  ['Restrict', 'restrict'],
  ['NoAction', 'no-action'],
  ['SetNull', 'set-null'],
  ['SetDefault', 'set-default'],
]);

/** Undefined where a part of it cannot be read. */
export function declaredRelation(attribute: Attribute): DeclaredRelation | undefined {
  const name = textOf(argumentValue(attribute, 'name', 0));
  const fields = fieldNames(argumentValue(attribute, 'fields', null));
  const references = fieldNames(argumentValue(attribute, 'references', null));
  const onDelete = wordIn(actions, argumentValue(attribute, 'onDelete', null));
  const onUpdate = wordIn(actions, argumentValue(attribute, 'onUpdate', null));
  const map = textOf(argumentValue(attribute, 'map', null));
  if (name === undefined || fields === undefined || references === undefined) return undefined;
  if (onDelete === undefined || onUpdate === undefined || map === undefined) return undefined;
  return { attribute, name, fields, references, onDelete, onUpdate, map };
}
