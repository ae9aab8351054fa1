import { type ConnectionFailure, sentenceOf } from './problem';

/** Codes of the network, of Node. */
const unreachable: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENOENT', 'EACCES', 'EADDRNOTAVAIL'],
]);

/** What an error of `pg` means. Codes with five characters: https://www.postgresql.org/docs/current/errcodes-appendix.html */
export function postgresFailure(error: unknown): ConnectionFailure {
  // Several addresses of a host that all refuse: Node puts what each said into one error.
  if (error instanceof AggregateError && error.errors.length > 0) return postgresFailure(error.errors[0]);
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = sentenceOf(message);
  if (code === '28P01' || code === '28000' || /password|SASL|no pg_hba/i.test(message)) {
    return code === '28000' || /no pg_hba/i.test(message) ? { type: 'denied', reason: withoutUser(reason) } : { type: 'authentication' };
  }
  if (code === '3D000') return { type: 'no-database' };
  if (code === '42501') return { type: 'denied', reason };
  if (code === '53300') return { type: 'too-many-connections' };
  if (code === '57014' || code === 'ETIMEDOUT' || /timeout expired|timed out/i.test(message)) return { type: 'timeout' };
  if (unreachable.has(code)) return { type: 'unreachable', reason: networkReasons[code] ?? reason };
  if (isTls(code, message)) return { type: 'tls', reason };
  if (code === 'ECONNRESET' || code === 'EPIPE' || code.startsWith('08') || /^Connection terminated|^Client was closed/.test(message)) {
    return { type: 'closed' };
  }
  if (code.startsWith('57P0')) return { type: 'unreachable', reason };
  return { type: 'other', reason };
}

const networkReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused.',
  ENOTFOUND: 'the host name is not known.',
  EAI_AGAIN: 'the host name cannot be looked up now.',
  ENETUNREACH: 'the network is unreachable.',
  EHOSTUNREACH: 'the host is unreachable.',
  ENOENT: 'there is no such socket.',
  EACCES: 'the socket may not be opened.',
};

function isTls(code: string, message: string): boolean {
  return /SSL|TLS|certificate/i.test(message) || code.startsWith('ERR_TLS') || code.startsWith('ERR_SSL') || /CERT|SELF_SIGNED/.test(code);
}

/** The server's sentence names the user, which is not to be shown. */
function withoutUser(reason: string): string {
  return reason.replace(/, user "[^"]*"/, '').replace(/ user "[^"]*"/, ' this user');
}
