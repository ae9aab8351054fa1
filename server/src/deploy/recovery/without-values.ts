/**
 * What a server has said, without the values of rows: they may be personal data, and a report is passed on. Names of tables, columns and
 * constraints stay.
 */
export function withoutValues(text: string): string {
  return shapes.reduce((rest, [shape, instead]) => rest.replace(shape, instead), text);
}

const shapes: readonly (readonly [RegExp, string])[] = [
  // PostgreSQL: https://www.postgresql.org/docs/current/errcodes-appendix.html
  [/(Key \([^\n]*?\))=\([^\n]*\)(?= (?:is|already|conflicts|exists)|\.|$)/gm, '$1=(…)'],
  [/(Failing row contains )\([^\n]*\)/g, '$1(…)'],
  [
    /((?:invalid input (?:syntax|value) for [^\n:]*|malformed [^\n:]* literal|date\/time field value out of range|out of range for type [^\n:]*): )"[^\n]*"/g,
    '$1"…"',
  ],
  [/(value )"[^\n]*"( is out of range)/g, '$1"…"$2'],
  // MySQL and MariaDB.
  [/(Duplicate entry )'[^\n]*'( for key)/g, "$1'…'$2"],
  [/((?:Incorrect|Invalid|Truncated incorrect) [^\n:']*value: )'[^\n]*'( for column|$)/gm, "$1'…'$2"],
];
