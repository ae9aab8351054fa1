import type { Field } from '../../schema/schema';
import type { PlacedSchema } from './rollout';

/** A value, given as SQL, as the argument of `@default`; null where Prisma's schema language has no word for it. */
export function prismaDefault({ wanted }: PlacedSchema, { type }: Field, sql: string): string | null {
  if (type === null || type.arity === 'list' || type.unsupported !== null) return null;
  const text = /^'((?:[^'\\]|'')*)'$/.exec(sql)?.[1]?.replaceAll("''", "'") ?? null;
  switch (type.name) {
    case 'String':
    case 'Json':
      return text === null ? null : JSON.stringify(text);
    case 'Int':
    case 'BigInt':
      return /^-?\d+$/.test(sql) ? sql : null;
    case 'Float':
    case 'Decimal':
      return /^-?\d+(\.\d+)?$/.test(sql) ? sql : null;
    case 'Boolean':
      return /^(true|false)$/i.test(sql) ? sql.toLowerCase() : null;
    case 'DateTime':
      return /^(current_timestamp|now\(\))$/i.test(sql) ? 'now()' : null;
    default: {
      const block = wanted.schema.blocks.find((one) => one.kind === 'enum' && one.name?.text === type.name);
      const origin = [...wanted.origins.enums.values()].find((one) => one.block === block);
      return text === null ? null : (origin?.values.get(text)?.name.text ?? null);
    }
  }
}
