import { type ConnectionFailure, networkFailure, sentenceOf } from './problem';

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
  if (code === '57014' || /timeout expired|timed out/i.test(message)) return { type: 'timeout' };
  const network = networkFailure(code, reason);
  if (network !== null) return network;
  if (/SSL|TLS|certificate/i.test(message)) return { type: 'tls', reason };
  if (code.startsWith('08') || /^Connection terminated|^Client was closed/.test(message)) return { type: 'closed' };
  if (code.startsWith('57P0')) return { type: 'unreachable', reason };
  return { type: 'other', reason };
}

/** The server's sentence names the user, which is not to be shown. */
function withoutUser(reason: string): string {
  return reason.replace(/, user "[^"]*"/, '').replace(/\b(user|role) "[^"]*"/, 'this $1');
}
