/** What an error of the server or of the connection means for a runner. */
export type Failure =
  /** Another transaction was in the way, or the batch took too long: a smaller one may get through. */
  | { readonly type: 'busy'; readonly why: 'lock-timeout' | 'statement-timeout' | 'deadlock' | 'serialization'; readonly message: string }
  /** The connection is gone or was refused for now. */
  | { readonly type: 'lost'; readonly message: string }
  /** It would fail again. */
  | {
      readonly type: 'final';
      readonly code: string;
      readonly message: string;
      readonly column: string | null;
      readonly constraint: string | null;
    }
  /** Not from the server: a defect of the program. */
  | { readonly type: 'defect'; readonly error: unknown };

/** Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html; those without a number are Node's. */
const busyCodes = {
  '55P03': 'lock-timeout',
  '57014': 'statement-timeout',
  '40P01': 'deadlock',
  '40001': 'serialization',
} as const;

/** The server ends, starts or is full, or the network between fails. Class 08 is "connection exception". */
const lostCodes: ReadonlySet<string> = new Set([
  ...['57P01', '57P02', '57P03', '53300', '25P03'],
  ...[
    'ECONNRESET',
    'ECONNREFUSED',
    'ECONNABORTED',
    'EPIPE',
    'ETIMEDOUT',
    'ENETUNREACH',
    'EHOSTUNREACH',
    'ENOENT',
    'ENOTFOUND',
    'EAI_AGAIN',
  ],
]);

/** What `pg` says, without a code, of a connection that ended or could not be made in time. */
const lostMessages =
  /^(?:Connection terminated|Client has encountered a connection error|Client was closed|timeout expired|The server has rolled)/;

export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { type: 'defect', error };
  // Several addresses of a host that all refuse: Node puts what each said into one error.
  if (error instanceof AggregateError && error.errors.length > 0) return failureOf(error.errors[0]);
  const code = textOf(error, 'code') ?? '';
  const message = sentence(error.message);
  if (isBusy(code)) return { type: 'busy', why: busyCodes[code], message };
  if (lostCodes.has(code) || code.startsWith('08') || lostMessages.test(error.message)) return { type: 'lost', message };
  // `detail` is left out: it quotes rows, which do not belong into a log.
  if (/^[0-9A-Z]{5}$/.test(code)) {
    return { type: 'final', code, message, column: textOf(error, 'column'), constraint: textOf(error, 'constraint') };
  }
  return { type: 'defect', error };
}

function isBusy(code: string): code is keyof typeof busyCodes {
  return Object.hasOwn(busyCodes, code);
}

function textOf(error: object, key: string): string | null {
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' && value !== '' ? value : null;
}

function sentence(message: string): string {
  const line = message.split('\n')[0] ?? '';
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}${/[.?]$/.test(line) ? '' : '.'}`;
}

/** What to do about a final failure. */
export function nextAfter(code: string): string {
  if (code === '53100') return 'Free space on the server, then run the same command: it goes on where it stopped.';
  if (code === '23502') return 'The expression yields NULL for a row: wrap it in COALESCE, or leave such rows out in "where".';
  if (code === '23514') return 'Make the expression satisfy the constraint, or leave such rows out in "where".';
  if (code === '23505') return 'The expression gives two rows the same value: make it unique for each row.';
  if (code === '23503')
    return 'The expression refers to a row that does not exist: leave such rows out in "where", or add what they refer to.';
  if (code.startsWith('22'))
    return 'The expression fails for a value of a row: guard it with CASE or NULLIF, or leave such rows out in "where".';
  if (code === '42501') return 'Grant the role what it lacks, then run the same command.';
  if (code === '25006') return 'The server takes no writes: connect to the primary, then run the same command.';
  return 'Correct what the server says, then run the same command: it goes on where it stopped.';
}
