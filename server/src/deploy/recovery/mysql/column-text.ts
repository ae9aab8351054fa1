/** What a column is, in the words of the facts: its type as every version writes it, and whether it is required. */
export function columnText(type: string, isRequired: boolean): string {
  return `${normalType(type)}${isRequired ? ' not null' : ''}`;
}

/** From the definition in a statement. */
export function columnOfDefinition(definition: string): { readonly text: string; readonly hasDefault: boolean } {
  const type = definition.split(attribute)[0] ?? '';
  const isRequired = /\bNOT\s+NULL\b|\bPRIMARY\s+KEY\b/i.test(definition);
  return { text: columnText(type, isRequired), hasDefault: /\bDEFAULT\b(?!\s+NULL\b)/i.test(definition) };
}

const attribute =
  /\s+(?=(?:NOT\s+NULL|NULL|DEFAULT|AUTO_INCREMENT|PRIMARY|UNIQUE|COMMENT|COLLATE|CHARACTER\s+SET|ON\s+UPDATE|GENERATED|AS\s*\(|FIRST|AFTER|CHECK|REFERENCES|INVISIBLE|VISIBLE)\b)/i;

/**
 * Versions differ in the widths of integers, and MariaDB keeps JSON as text.
 * Source: https://dev.mysql.com/doc/refman/8.4/en/numeric-type-attributes.html, https://mariadb.com/kb/en/json/
 */
function normalType(written: string): string {
  const type = written
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/\s*([(),])\s*/g, '$1');
  const short = type
    .replace(/^integer\b/, 'int')
    .replace(/^bool(ean)?\b/, 'tinyint(1)')
    .replace(/^double precision\b|^real\b/, 'double')
    .replace(/^numeric\b|^dec\b/, 'decimal')
    .replace(/^json\b/, 'longtext');
  return /^tinyint\(1\)/.test(short) ? short : short.replace(/^((?:tiny|small|medium|big)?int)\(\d+\)/, '$1');
}
