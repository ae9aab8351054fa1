/** In a code span, on one line. */
export function inCode(text: string): string {
  return `\`${text.replaceAll('`', "'").replace(/[\r\n]+/g, ' ')}\``;
}

/** A cell is one line, a bar would end it, and `@map` outside of code would notify whoever has that name. */
export function cell(text: string): string {
  return text
    .trim()
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .replace(/(?<![\w`@])@{1,2}\w+/g, '`$&`')
    .replace(/\s*\n\s*/g, ' ');
}

/** A command in a code span, exactly as it is to be typed. Source: https://spec.commonmark.org/0.31.2/#code-spans */
export function commandSpan(command: string): string {
  return command.includes('`') ? `\`\` ${command} \`\`` : `\`${command}\``;
}
