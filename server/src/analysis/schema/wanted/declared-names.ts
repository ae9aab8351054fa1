import type { Block } from '../schema';
import { requiredText } from './arguments';

/** The names that a model or an enum has in the database; null where none is written, undefined where it cannot be read. */
export interface DeclaredNames {
  readonly map: string | null | undefined;
  readonly schema: string | null | undefined;
}

/** Attributes of a block that do not name it. */
const others = ['id', 'unique', 'index', 'fulltext', 'ignore', 'shardKey'];

/** `@@map` and `@@schema`. An attribute that has no name yet, or a wrong one, may be one of the two. */
export function declaredNames(block: Block): DeclaredNames {
  let map: string | null | undefined = null;
  let schema: string | null | undefined = null;
  for (const attribute of block.attributes) {
    if (attribute.name === 'map') map = map === null ? requiredText(block, attribute, 'name') : undefined;
    else if (attribute.name === 'schema') schema = schema === null ? requiredText(block, attribute, 'map') : undefined;
    else if (attribute.name === '' || !others.some((other) => other.startsWith(attribute.name))) map = undefined;
  }
  return { map, schema };
}
