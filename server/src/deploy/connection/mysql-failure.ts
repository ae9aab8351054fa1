import { type ConnectionFailure, networkFailure, sentenceOf } from './problem';

/**
 * What an error of the driver means.
 * Codes: https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html, https://mariadb.com/docs/server/reference/error-codes
 */
export function mysqlFailure(error: unknown): ConnectionFailure {
  const message = error instanceof Error ? withoutDetails(error.message) : String(error);
  const errno = error instanceof Error && 'errno' in error ? Number(error.errno) : 0;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = sentenceOf(message);
  switch (Math.abs(errno)) {
    case 1045:
      return { type: 'authentication' };
    case 1049:
      return { type: 'no-database' };
    case 1044:
    case 1142:
    case 1143:
      return { type: 'denied', reason: reason.replace(/ to user '[^']*'@'[^']*'/, '').replace(/ for user '[^']*'@'[^']*'/, '') };
    case 1040:
    case 1203:
      return { type: 'too-many-connections' };
    case 3159:
    case 45007:
    case 45023:
      return { type: 'tls', reason };
    case 1205:
    case 3024:
    case 1969:
    case 45012:
    case 45026:
      return { type: 'timeout' };
    case 45009:
    case 45013:
    case 45037:
    case 45038:
      return { type: 'closed' };
  }
  const network = networkFailure(code, reason) ?? (error instanceof Error && error.cause !== undefined ? mysqlFailure(error.cause) : null);
  if (network !== null) return network;
  if (/SSL|TLS|certificate/i.test(message)) return { type: 'tls', reason };
  if (/timeout|timed out/i.test(message)) return { type: 'timeout' };
  return { type: 'other', reason };
}

/** The driver puts connection id, error number and SQL around what the server has said. */
function withoutDetails(message: string): string {
  return message.replace(/^\(conn:[^)]*\)\s*/, '').split('\n')[0] ?? '';
}
