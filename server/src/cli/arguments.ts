import { type ParseArgsConfig, parseArgs } from 'node:util';
import { nearestName } from '../project/nearest-name';
import { Problem } from './problem';

type Options = NonNullable<ParseArgsConfig['options']>;

/** An option, and the line that help prints for it. */
export type OptionTable = Readonly<Record<string, Options[string] & { readonly help: string; readonly value?: string }>>;

/** Options that every command has. */
export const commonOptions = {
  color: { type: 'boolean', help: 'Colours, also where the output is no terminal.' },
  'no-color': { type: 'boolean', help: 'No colours.' },
  help: { type: 'boolean', short: 'h', help: 'Shows this text.' },
} as const satisfies OptionTable;

/** Parses the words behind a command. An unknown option is a problem that names the nearest one. */
export function parseArguments<const T extends OptionTable>(command: string, words: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new Problem(explain(error, Object.keys(options)), `"lockstep ${command} --help" lists the options.`);
  }
}

function explain(error: unknown, known: readonly string[]): string {
  const text = error instanceof Error ? error.message : String(error);
  const option = /'(-[^' ]*)/.exec(text)?.[1] ?? '';
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return text.replace(/\n[\s\S]*/, '');
  const near = nearestName(option.replace(/^-+/, ''), known);
  return `There is no option "${option}"${near === null ? '.' : `; did you mean "--${near}"?`}`;
}

/** The value of an option that allows only some words. */
export function oneOf<const T extends string>(option: string, value: string | undefined, allowed: readonly T[], otherwise: T): T {
  if (value === undefined) return otherwise;
  const found = allowed.find((one) => one === value);
  if (found !== undefined) return found;
  const near = nearestName(value, allowed);
  const hint = near === null ? null : `Did you mean "${near}"?`;
  throw new Problem(`"--${option}" takes ${allowed.slice(0, -1).join(', ')} or ${allowed.at(-1)}; found "${value}".`, hint);
}
