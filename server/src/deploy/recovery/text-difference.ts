/** Two texts side by side as a diff of one piece: what they begin and end with alike is left out but for three lines. */
export function textDifference(before: string, after: string): string {
  const [old, now] = [linesOf(before), linesOf(after)];
  const shortest = Math.min(old.length, now.length);
  let start = 0;
  while (start < shortest && old[start] === now[start]) start++;
  let end = 0;
  while (end < shortest - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const first = Math.max(0, start - around);
  const lines = [
    `@@ -${first + 1} +${first + 1} @@`,
    ...old.slice(first, start).map((line) => ` ${line}`),
    ...old.slice(start, old.length - end).map((line) => `-${line}`),
    ...now.slice(start, now.length - end).map((line) => `+${line}`),
    ...now.slice(now.length - end, now.length - end + around).map((line) => ` ${line}`),
  ];
  return `${lines.join('\n')}\n`;
}

const around = 3;

function linesOf(text: string): readonly string[] {
  return text.replace(/\r\n/g, '\n').replace(/\n$/, '').split('\n');
}
