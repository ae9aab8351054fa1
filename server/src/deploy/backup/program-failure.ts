import { assertNever } from '../../analysis/assert-never';
import type { Redact } from '../connection/redact';
import type { Ended } from '../programs/run-program';
import { type Failure, failed, type ProblemCode } from './outcome';

/** What the end of a client program means. `name` is the program, as people know it. */
export function programFailure(ended: Exclude<Ended, { readonly type: 'done' }>, name: string, redact: Redact): Failure {
  switch (ended.type) {
    case 'cancelled':
      return { type: 'cancelled' };
    case 'not-started':
      return failed(
        'tool-missing',
        `${name} cannot be started: ${redact(ended.reason)}.`,
        `Look whether ${name} is installed and may be run.`,
      );
    case 'killed':
      return failed(
        'tool-killed',
        `${name} was ended by ${ended.signal}.`,
        'Look who has ended it, or whether memory ran out, and run it again.',
      );
    case 'failed': {
      const said = redact(saidIn(ended.errors)) || `it ended with code ${ended.code}`;
      const { code, help } = kindOf(ended.errors);
      return failed(code, `${name} failed: ${said.replace(/\.$/, '')}.`, help);
    }
    default:
      return assertNever(ended);
  }
}

interface Kind {
  readonly code: ProblemCode;
  readonly help: string;
}

const kinds: readonly (readonly [RegExp, Kind])[] = [
  [
    /server closed the connection|terminating connection|could not receive data|could not send data|SSL SYSCALL|Lost connection|gone away|connection to server .* failed|Can't connect/i,
    { code: 'connection-lost', help: 'Look whether the server runs and can be reached, and run it again.' },
  ],
  [
    /lock timeout|lock wait timeout|could not obtain lock/i,
    { code: 'locked', help: 'Wait until the other session has finished, and run it again.' },
  ],
  [
    /permission denied|access denied|must be (owner|superuser|member)/i,
    { code: 'denied', help: 'Grant the role what the message names, or use the owner of the database.' },
  ],
  [/No space left on device/i, { code: 'disk-full', help: 'Make room on the server, and run it again.' }],
];

function kindOf(errors: string): Kind {
  return (
    kinds.find(([pattern]) => pattern.test(errors))?.[1] ?? {
      code: 'tool-failed',
      help: 'Correct what the message names, and run it again.',
    }
  );
}

/** The first error that a program has written, without its own name and in one line. */
function saidIn(errors: string): string {
  const lines = errors.split('\n').map((line) => line.trim());
  const worst =
    lines.find((line) => /\b(error|FATAL|ERROR)\b/.test(line) && !/warning/i.test(line)) ?? lines.find((line) => line !== '') ?? '';
  return worst
    .replace(/^\S*?(?:pg_dump|pg_restore|psql|mariadb-dump|mysqldump|mariadb|mysql)(?:\.exe)?:\s*/i, '')
    .replace(/^(?:<stdin>:\d+:\s*)?/, '')
    .replace(/^(?:fatal|error):\s*/i, '')
    .replace(/^ERROR:\s*/, '')
    .replace(/\buser '[^']*'@'[^']*'/, 'this user')
    .replace(/\bfor (user|role) "[^"]*"/, 'for this $1');
}
