/** An error of Prisma's about a schema. */
export interface SchemaMessage {
  readonly message: string;
  readonly path: string;
  /** From 0. */
  readonly line: number;
}

const report = /^error: ((?:(?!^\s*-->)[\s\S])*?)\n\s*--> +([^\n]+):(\d+)$/gm;

/**
 * The errors in a P1012 text of the engine: `error: …`, then `-->  file:line` and the lines around it. Empty for any other text.
 */
export function schemaMessages(text: string): readonly SchemaMessage[] {
  return [...text.matchAll(report)].map(([, message = '', path = '', line = '1']) => ({
    message: message
      .replace(/^Error validating: /, '')
      .replace(/\s+/g, ' ')
      .trim(),
    path: path.trim(),
    line: Number(line) - 1,
  }));
}
