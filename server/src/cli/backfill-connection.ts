import { existsSync, readFileSync } from 'node:fs';
import { type ConnectionAddress, readAddress } from '../deploy/connection/address';
import { variableInEnvFile } from '../deploy/connection/env-file';
import { Problem } from './problem';

/** Where the URL stands; the URL itself is never an argument, which every user of the machine could read. */
export const connectionOptions = {
  'url-env': { type: 'string', value: '<name>', help: 'The variable that holds the connection URL. Default: DATABASE_URL.' },
  'env-file': { type: 'string', value: '<file>', help: 'The env file that sets the variable; it counts more than the environment.' },
} as const;

interface Values {
  readonly 'url-env'?: string | undefined;
  readonly 'env-file'?: string | undefined;
}

/** The address of the database that the options name. */
export function findAddress(values: Values, environment: NodeJS.ProcessEnv): ConnectionAddress {
  const name = values['url-env'] ?? 'DATABASE_URL';
  if (!/^\w+$/.test(name))
    throw new Problem('"--url-env" takes the name of a variable, such as DATABASE_URL.', 'The URL itself belongs into that variable.');
  const url = values['env-file'] === undefined ? fromEnvironment(name, environment) : fromFile(name, values['env-file']);
  const read = readAddress(url);
  if (read.ok) return read.address;
  throw new Problem(`${name} ${read.problem}.`);
}

function fromEnvironment(name: string, environment: NodeJS.ProcessEnv): string {
  const url = environment[name];
  if (url !== undefined && url !== '') return url;
  const here = existsSync('.env') && variableInEnvFile(readFileSync('.env', 'utf8'), name) !== null;
  throw new Problem(
    `The variable ${name} is not set.`,
    here ? '.env sets it: add "--env-file .env".' : 'Set it, or name another one with "--url-env".',
  );
}

function fromFile(name: string, file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Problem(`"${file}" cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const url = variableInEnvFile(text, name);
  if (url === null || url === '') throw new Problem(`"${file}" does not set ${name}.`, 'Name the variable with "--url-env".');
  return url;
}
