import type { TypeName } from '../../../analysis/operation/type';

/**
 * A condition that holds for texts which PostgreSQL does not convert to a type; null where the type takes more than a pattern tells, as
 * dates do. Source: https://www.postgresql.org/docs/current/datatype.html
 */
export function castPattern({ schema, name, modifiers }: TypeName, text: string): string | null {
  if (schema !== null) return null;
  const [length] = modifiers;
  switch (name) {
    case 'int2':
    case 'int4':
    case 'int8':
      return integerCondition(text, integerLimits[name]);
    case 'uuid':
      return `${text} !~* '^[{]?[0-9a-f]{4}(-?[0-9a-f]{4}){7}[}]?$'`;
    case 'bool':
      return `lower(btrim(${text})) NOT IN (${booleans.map((word) => `'${word}'`).join(', ')})`;
    case 'numeric':
    case 'float4':
    case 'float8':
      return `${text} !~* '^\\s*[-+]?(([0-9]+([.][0-9]*)?|[.][0-9]+)(e[-+]?[0-9]+)?|nan|infinity|inf)\\s*$'`;
    case 'varchar':
    case 'bpchar':
      return length === undefined ? null : `length(rtrim(${text})) > ${length}`;
    default:
      return null;
  }
}

const integerLimits = { int2: '32767', int4: '2147483647', int8: '9223372036854775807' } as const;

/** Compared as numeric, which takes any number of digits; CASE keeps the cast from texts that are no numbers. */
function integerCondition(text: string, limit: string): string {
  return `CASE WHEN ${text} ~ '^\\s*[-+]?[0-9]+\\s*$' THEN abs(${text}::numeric) > ${limit} ELSE TRUE END`;
}

const booleans = ['t', 'tr', 'tru', 'true', 'f', 'fa', 'fal', 'fals', 'false', 'y', 'ye', 'yes', 'n', 'no', 'on', 'of', 'off', '1', '0'];
