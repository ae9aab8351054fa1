import { spawn } from 'node:child_process';

const { NODE_EXTRA_CA_CERTS: _, ...others } = process.env;

/** Where certificates are named, every process of Node reads them when it starts, whatever it does: that is the machine's time. */
export const surroundings: NodeJS.ProcessEnv = others;

/** Runs a command to its end with its output thrown away. Returns milliseconds of wall time, start of the process included. */
export function timeProcess(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(command, args, { stdio: 'ignore', env: { ...surroundings, ...env } });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0 || code === 1) resolve(performance.now() - start);
      else reject(new Error(`${command} ended with code ${code}`));
    });
  });
}
