/** A line of the command line, as it is typed. */
export function lockstepLine(...words: readonly string[]): string {
  return ['lockstep', ...words.map(quotedWord)].join(' ');
}

/** Names of migrations may have spaces. */
export function quotedWord(word: string): string {
  return /^[\w.@%+=:,/-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
