/** Why a database cannot be used, with the code that Prisma has for it (https://www.prisma.io/docs/orm/reference/error-reference). */
export interface DatabaseProblem {
  /** Null where Prisma has none. */
  readonly code: string | null;
  /** A sentence without secrets. */
  readonly message: string;
  /** What to do next; a sentence. */
  readonly help: string;
}

/** What goes wrong on the way to a database, whatever its provider. */
export type ConnectionFailure =
  | { readonly type: 'authentication' }
  | { readonly type: 'unreachable'; readonly reason: string }
  | { readonly type: 'timeout' }
  /** Another process writes to the file. */
  | { readonly type: 'busy' }
  | { readonly type: 'no-database' }
  | { readonly type: 'denied'; readonly reason: string }
  | { readonly type: 'tls'; readonly reason: string }
  | { readonly type: 'too-many-connections' }
  | { readonly type: 'closed' }
  | { readonly type: 'other'; readonly reason: string };

/** `target` is the database as it may be shown; reasons are completed sentences of a driver, already redacted. */
export function problemOf(failure: ConnectionFailure, target: string): DatabaseProblem {
  switch (failure.type) {
    case 'authentication':
      return {
        code: 'P1000',
        message: `The server at ${target} refuses the user or the password.`,
        help: 'Correct the credentials in the connection URL; special characters of a password must be percent-encoded.',
      };
    case 'unreachable':
      return {
        code: 'P1001',
        message: `The database at ${target} cannot be reached: ${failure.reason}`,
        help: 'Check that the server runs, that host and port are right, and that a VPN or firewall lets you through.',
      };
    case 'timeout':
      return {
        code: 'P1002',
        message: `The server at ${target} was reached and did not answer in time.`,
        help: 'Look whether the server is overloaded or starting, then refresh.',
      };
    case 'busy':
      return {
        code: 'P1008',
        message: `The database ${target} is locked by another process.`,
        help: 'Wait until it has finished, then refresh.',
      };
    case 'no-database':
      return {
        code: 'P1003',
        message: `There is no database at ${target}.`,
        help: 'Create it, or correct its name in the connection URL; "prisma migrate deploy" creates it where the role may.',
      };
    case 'denied':
      return {
        code: 'P1010',
        message: `The role may not read this at ${target}: ${failure.reason}`,
        help: 'Grant it CONNECT on the database, USAGE on the schema and SELECT on "_prisma_migrations".',
      };
    case 'tls':
      return {
        code: 'P1011',
        message: `No encrypted connection to ${target}: ${failure.reason}`,
        help: 'Correct sslmode, sslaccept or sslcert in the connection URL, or the certificate of the server.',
      };
    case 'too-many-connections':
      return {
        code: 'P2037',
        message: `The server at ${target} takes no more connections.`,
        help: 'Wait until others have ended theirs, or connect through a pooler.',
      };
    case 'closed':
      return {
        code: 'P1017',
        message: `The server at ${target} has closed the connection.`,
        help: 'Look into the log of the server or of the pooler, then refresh.',
      };
    case 'other':
      return {
        code: null,
        message: `The database at ${target} cannot be read: ${failure.reason}`,
        help: 'Correct what the server says, then refresh.',
      };
  }
}

/** The first line of a driver's message as a sentence. */
export function sentenceOf(message: string): string {
  const line = (message.split('\n')[0] ?? '').trim();
  if (line === '') return 'no reason was given.';
  return /[.?!]$/.test(line) ? line : `${line}.`;
}

/** What Node says of the network; null where the code is none of those. */
export function networkFailure(code: string, reason: string): ConnectionFailure | null {
  if (code === 'ETIMEDOUT') return { type: 'timeout' };
  if (code === 'ECONNRESET' || code === 'EPIPE') return { type: 'closed' };
  if (code.startsWith('ERR_TLS') || code.startsWith('ERR_SSL') || /CERT|SELF_SIGNED/.test(code)) return { type: 'tls', reason };
  return unreachable.has(code) ? { type: 'unreachable', reason: unreachable.get(code) ?? reason } : null;
}

const unreachable: ReadonlyMap<string, string | null> = new Map([
  ['ECONNREFUSED', 'connection refused.'],
  ['ENOTFOUND', 'the host name is not known.'],
  ['EAI_AGAIN', 'the host name cannot be looked up now.'],
  ['ENETUNREACH', 'the network is unreachable.'],
  ['EHOSTUNREACH', 'the host is unreachable.'],
  ['EHOSTDOWN', 'the host is down.'],
  ['ENOENT', 'there is no such socket.'],
  ['EACCES', 'the socket may not be opened.'],
  ['EADDRNOTAVAIL', null],
]);
