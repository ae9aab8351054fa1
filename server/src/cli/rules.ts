import { rules as registered } from '../analysis/rules/registry';
import { commonOptions, type OptionTable, oneOf, parseArguments } from './arguments';
import { isColored, styleOf } from './color';
import { type ExitCode, exitCode } from './exit-code';
import { openOutput } from './output';
import { Problem } from './problem';

export const rulesOptions = {
  format: { type: 'string', short: 'f', value: '<format>', help: 'pretty or json. Default: pretty.' },
  ...commonOptions,
} as const satisfies OptionTable;

/** `lockstep rules`: all rules with their severities. */
export async function rules(words: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments('rules', words, rulesOptions);
  if (positionals.length > 0) throw new Problem('"lockstep rules" takes no paths.', '"lockstep explain <rule>" prints the page of one.');
  const listed = registered.map(({ id, severity, summary }) => ({ id, severity, summary }));
  const output = openOutput(undefined);
  if (oneOf('format', values.format, ['pretty', 'json'], 'pretty') === 'json') {
    await output.write(`${JSON.stringify(listed, null, 2)}\n`);
    return exitCode.ok;
  }
  const style = styleOf(isColored(values, process.env, process.stdout.isTTY));
  const width = Math.max(...listed.map(({ id }) => id.length));
  for (const { id, severity, summary } of listed) {
    const word = severity.padEnd('information'.length);
    await output.write(`${id.padEnd(width)}  ${severity === 'off' ? style.dim(word) : style[severity](word)}  ${summary}\n`);
  }
  return exitCode.ok;
}
