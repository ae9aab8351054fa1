/** A kind of secret, and how it looks in a text. */
export interface SecretPattern {
  /** With its article: `an AWS access key`. */
  readonly what: string;
  /** What every match holds, for a quick look before the expression runs. */
  readonly contains: RegExp;
  readonly expression: RegExp;
  /** Whether a match is only an example of such a secret. */
  readonly isExample?: (match: RegExpExecArray) => boolean;
}

/**
 * What must not stand in a migration. Formats are those that the issuers document; a password in a URL counts unless it is
 * plainly a placeholder or leads to the own machine.
 */
export const secretPatterns: readonly SecretPattern[] = [
  {
    what: 'the password of a role',
    contains: /password\s/i,
    expression: /\b(?:role|user|group)\b[^;']{0,400}?\bpassword\s+(?:E|U&)?'(?:[^'\\]|''|\\.){1,400}'/gi,
    isExample: (match) => isPlaceholder(/'(.*)'$/s.exec(match[0])?.[1] ?? ''),
  },
  {
    what: 'the password of a foreign server',
    contains: /password\s/i,
    expression: /\boptions\s*\([^)]{0,400}?\bpassword\s+'([^']{1,400})'/gi,
    isExample: (match) => isPlaceholder(match[1] ?? ''),
  },
  {
    what: 'a connection URL with its password',
    contains: /:\/\//,
    expression: /\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/@'"`<>]{1,100}:([^\s@/'"`]{1,200})@([^\s/:'"`]{1,200})/gi,
    isExample: (match) => isPlaceholder(match[1] ?? '') || isOwnMachine(match[2] ?? ''),
  },
  {
    // `host=… user=… password=…`, as libpq reads it for subscriptions and dblink. SQL has a comma or a word between two of them.
    what: 'a connection string with its password',
    contains: /password=/,
    expression:
      /\b(?:host|hostaddr|port|dbname|user)=[^\s',;()]{1,200}(?:[^\S\n]+[a-z_]{1,30}=[^\s',;()]{1,200}){0,10}?[^\S\n]+password=([^\s',;()]{1,200})/g,
    isExample: (match) => isPlaceholder(match[1] ?? '') || isOwnMachine(/\bhost=(\S+)/.exec(match[0])?.[1] ?? ''),
  },
  {
    what: 'a connection string with its password',
    contains: /password=/,
    expression: /\bpassword=([^\s',;()]{1,200})(?=[^\S\n]+(?:host|hostaddr|port|dbname)=)/g,
    isExample: (match) => isPlaceholder(match[1] ?? ''),
  },
  { what: 'an AWS access key', contains: /AKIA/, expression: /\bAKIA[0-9A-Z]{16}\b/g, isExample: (match) => match[0].endsWith('EXAMPLE') },
  { what: 'a Stripe key', contains: /_live_/, expression: /\b[sr]k_live_[0-9A-Za-z]{16,}/g },
  { what: 'a Stripe webhook secret', contains: /whsec_/, expression: /\bwhsec_[0-9A-Za-z+/=]{24,}/g },
  {
    what: 'a GitHub token',
    contains: /gh[pousr]_|github_pat_/,
    expression: /\b(?:gh[pousr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{22,})/g,
  },
  { what: 'a GitLab token', contains: /glpat-/, expression: /\bglpat-[\w-]{20,}/g },
  { what: 'a Slack token', contains: /xox[abprs]-/, expression: /\bxox[abprs]-[0-9A-Za-z-]{10,}/g },
  { what: 'a Google API key', contains: /AIza/, expression: /\bAIza[0-9A-Za-z_-]{35}/g },
  { what: 'an npm token', contains: /npm_/, expression: /\bnpm_[0-9A-Za-z]{36}\b/g },
  { what: 'a SendGrid key', contains: /SG\./, expression: /\bSG\.[\w-]{22}\.[\w-]{43}/g },
  { what: 'an OpenAI or Anthropic key', contains: /sk-/, expression: /\bsk-(?:ant-|proj-)?[\w-]{32,}/g },
  { what: 'a JSON web token', contains: /eyJ/, expression: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/g },
  { what: 'a private key', contains: /PRIVATE KEY/, expression: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/g },
  {
    what: 'the hash of a password',
    contains: /\$2[abxy]\$|\$argon2/,
    expression: /\$2[abxy]\$\d\d\$[./0-9A-Za-z]{53}|\$argon2(?:id|i|d)\$v=\d+\$[^\s'"]{20,}/g,
  },
];

/** A quick look for all of them. Those that are spelled in any case go apart: in any case, the others would be found in every other text. */
export function mayHoldSecret(text: string): boolean {
  return anyCase.test(text) || asSpelled.test(text);
}

const anyCase = oneOf(
  secretPatterns.flatMap(({ contains }) => (contains.ignoreCase ? [contains.source] : [])),
  'i',
);
const asSpelled = oneOf(
  secretPatterns.flatMap(({ contains }) => (contains.ignoreCase ? [] : [contains.source])),
  '',
);

function oneOf(sources: readonly string[], flags: string): RegExp {
  return new RegExp([...new Set(sources)].join('|'), flags);
}

function isPlaceholder(password: string): boolean {
  return (
    password === '' ||
    /^(?:pass(?:word)?|pwd|secret|changeme|x+|\*+|\.+|\u2026|your.*|my.*|test)$/i.test(password) ||
    /[<>{}$%]|\[/.test(password)
  );
}

function isOwnMachine(host: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?|host|hostname|example\.(?:com|org)|.*\.example(?:\.com)?)$/i.test(host);
}
