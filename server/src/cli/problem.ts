/**
 * Why a command cannot do its work, for people: what was expected, what was found, and the next step. It ends the command
 * with exit code 2 and is printed without a stack.
 */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    message: string,
    /** What to do next; a sentence. */
    readonly next: string | null = null,
  ) {
    super(message);
  }
}

/** Each command is a bundle with its own copy of the class, so that `instanceof` does not tell. */
export function isProblem(error: unknown): error is Problem {
  return error instanceof Error && error.name === 'Problem';
}
