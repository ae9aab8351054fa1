/**
 * What a server has said, without the values of rows: they may be personal data, and a report is passed on. Names of tables, columns and
 * constraints stay.
 */
export function withoutValues(text: string): string {
  return shapes.reduce((rest, [shape, instead]) => rest.replace(shape, instead), text);
}

/** A value may have line ends: what does not close on its line hides all that follows. */
const inQuotes = '"(?:[^\\n]*"|[\\s\\S]*$)';

const shapes: readonly (readonly [RegExp, string])[] = [
  // PostgreSQL: https://www.postgresql.org/docs/current/errcodes-appendix.html
  [/(Key \([^\n]*?\))=\([\s\S]*?\)(?= (?:is|already|conflicts|exists)\b|$)/g, '$1=(…)'],
  [/(Failing row contains )\((?:[^\n]*\)|[\s\S]*$)/g, '$1(…)'],
  [
    new RegExp(
      `((?:invalid input (?:syntax|value) for [^\\n:]*|malformed [^\\n:]* literal|date/time field value out of range|out of range for type [^\\n:]*): )${inQuotes}`,
      'g',
    ),
    '$1"…"',
  ],
  [new RegExp(`(value )${inQuotes}( is out of range)`, 'g'), '$1"…"$2'],
  // MySQL and MariaDB.
  // As an escape: a pattern stands in a bundle as it is written, and one such character doubles the memory of all of its text.
  [/(Duplicate entry )'[^\n]*'( for key)/g, "$1'…'$2"],
  [/(Duplicate entry )'(?!\u2026)[\s\S]*$/g, "$1'…'"],
  [/((?:Incorrect|Invalid|Truncated incorrect) [^\n:']*value: )'[^\n]*'( for column|$)/gm, "$1'…'$2"],
  [/((?:Incorrect|Invalid|Truncated incorrect) [^\n:']*value: )'(?!\u2026)[\s\S]*$/g, "$1'…'"],
];
