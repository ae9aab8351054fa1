/** Marks text for a terminal; without colours every function returns its text. */
export interface Style {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly information: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly path: (text: string) => string;
}

const plain = (text: string): string => text;

const ansi =
  (open: number, close: number) =>
  (text: string): string =>
    `\u001b[${open}m${text}\u001b[${close}m`;

export function styleOf(colored: boolean): Style {
  if (!colored) return { error: plain, warning: plain, information: plain, dim: plain, bold: plain, path: plain };
  return { error: ansi(31, 39), warning: ansi(33, 39), information: ansi(36, 39), dim: ansi(2, 22), bold: ansi(1, 22), path: ansi(4, 24) };
}

/** What decides about colours. */
export interface ColorWish {
  readonly color?: boolean | undefined;
  readonly 'no-color'?: boolean | undefined;
}

/**
 * `--no-color` and `--color` win, then `NO_COLOR` (https://no-color.org) and `FORCE_COLOR`; otherwise only a terminal gets
 * colours.
 */
export function isColored(wish: ColorWish, environment: NodeJS.ProcessEnv, terminal: boolean): boolean {
  if (wish['no-color'] === true) return false;
  if (wish.color === true) return true;
  if ((environment.NO_COLOR ?? '') !== '') return false;
  const forced = environment.FORCE_COLOR;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return terminal && environment.TERM !== 'dumb';
}
