import { clipped } from '../../analysis/wording/wording';

/**
 * Literals and comments of any dialect, and quoted names, which stay. Read from left to right, so that a quote in a comment opens nothing. A text that the
 * server has cut off may end inside of one.
 */
const token =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<name>"(?:[^"]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$))|(?<text>\b[EeBbXxNn]?'(?:[^'\\]|''|\\[\s\S])*(?:'|$)|'(?:[^'\\]|''|\\[\s\S])*(?:'|$)|(?<tag>\$(?:[A-Za-z_]\w*)?\$)[\s\S]*?(?:\k<tag>|$))|(?<parameter>\$\d+)|(?<number>(?<![\w"`])\d[\w.]*)/g;

/**
 * A statement of somebody's session as it may be shown: on one line, without what stands in its literals, which may be people's data or a password,
 * and without comments.
 */
export function withoutLiterals(sql: string, length = 120): string {
  const plain = sql.replace(token, (match, ...rest: unknown[]) => {
    const groups = rest.at(-1);
    if (!isGroups(groups)) return '';
    if (groups.comment !== undefined) return ' ';
    if (groups.text !== undefined) return "'…'";
    if (groups.number !== undefined) return '…';
    return match;
  });
  return clipped(plain, length);
}

function isGroups(value: unknown): value is Readonly<Record<string, string | undefined>> {
  return typeof value === 'object' && value !== null;
}
