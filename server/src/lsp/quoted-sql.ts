/** Longer SQL, such as the body of a function, is cut: the file is beside what quotes it. */
const longestQuote = 12;

/** SQL as a code block of Markdown. */
export function quotedSql(sql: string): string {
  const lines = sql.split(/\r?\n/);
  const rest = lines.length - longestQuote + 1;
  const shown = rest > 1 ? [...lines.slice(0, longestQuote - 1), `-- and ${rest} more lines`] : lines;
  const fence = shown.some((line) => line.includes('```')) ? '~~~~' : '```';
  return [`${fence}sql`, ...shown, fence].join('\n');
}
