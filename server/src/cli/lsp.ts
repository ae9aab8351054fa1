import { type OptionTable, parseArguments } from './arguments';
import { type ExitCode, exitCode } from './exit-code';

export const lspOptions = {
  stdio: { type: 'boolean', help: 'Talks over standard input and output. The default.' },
  'node-ipc': { type: 'boolean', help: 'Talks over the IPC channel of Node.' },
  socket: { type: 'string', value: '<port>', help: 'Connects to a port of this machine.' },
  clientProcessId: { type: 'string', value: '<pid>', help: 'Ends when that process does.' },
  help: { type: 'boolean', short: 'h', help: 'Shows this text.' },
} as const satisfies OptionTable;

/** `lockstep lsp`: runs until the client says `exit`. */
export async function lsp(words: readonly string[]): Promise<ExitCode> {
  const { values } = parseArguments('lsp', words, lspOptions);
  // The connection reads its transport from the arguments of the process.
  if (values['node-ipc'] !== true && values.socket === undefined && values.stdio !== true) process.argv.push('--stdio');
  await import('../lsp/main');
  return exitCode.ok;
}
