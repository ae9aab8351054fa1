import type { DatabaseProblem } from '../../connection/problem';
import type { Environment } from '../../environments/environment';
import { lockstepLine } from '../command-line';
import type { Trouble } from '../recovery';
import { waitStep } from '../ways/steps';

/** A database that cannot be asked: nothing can be said of its migrations. */
export function unreachable({ name }: Pick<Environment, 'name'>, { code, message, help }: DatabaseProblem): Trouble {
  return {
    kind: 'unreachable',
    code,
    title: message,
    facts: ['Nothing is known of its migrations now; a deploy that was under way may have ended or not.', ...checks(code)],
    detail: null,
    ways: [{ title: 'Make it reachable', steps: [waitStep('Ask again', help, lockstepLine('status', '--env', name))] }],
  };
}

/** What to look at, by Prisma's codes (https://www.prisma.io/docs/orm/reference/error-reference). */
function checks(code: string | null): readonly string[] {
  switch (code) {
    case 'P1000':
      return ['A password that was changed on the server is the usual reason; a "%" or "@" in it must be percent-encoded in the URL.'];
    case 'P1001':
      return ['Nothing listens there, or a firewall or VPN is in between.'];
    case 'P1002':
      return ['The server is there and slow: starting, out of connections, or behind a pooler that waits.'];
    case 'P1003':
      return ['The name of the database in the URL is wrong, or it was never created.'];
    case 'P1010':
      return ['The role may connect and may not read; "pg_hba.conf" or a missing GRANT decides that.'];
    case 'P1011':
      return ['Server and URL disagree about TLS: sslmode, the certificate or its authority.'];
    case 'P1017':
      return ['Something between here and the server ends connections: a pooler, a proxy, or a server that restarts.'];
    default:
      return [];
  }
}
