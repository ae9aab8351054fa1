import { poolerSign } from '../connection/pooler';
import type { Connection } from '../environments/environment';

/** What a deploy asks of its session beyond what the URL of the environment says. */
export interface SessionWishes {
  /** As in `lockstep.json`: `5s`. */
  readonly lockTimeout: string | null;
  /** By which the server's list of sessions shows the CLI's connection; null where it does not matter. */
  readonly applicationName: string | null;
}

export const noWishes: SessionWishes = { lockTimeout: null, applicationName: null };

/**
 * What became of the limit: `stated`: the URL has one of its own. The others say why there is none: nobody asked, the URL is written in the
 * project, a pooler keeps no session, the provider's URL takes no setting.
 */
export type LockTimeoutWish = 'set' | 'stated' | 'not-asked' | 'fixed-url' | 'pooler' | 'provider';

/** The URL that the CLI gets, a secret, and what of the wishes it carries. */
export interface ChildUrl {
  readonly url: string;
  readonly lockTimeout: LockTimeoutWish;
  readonly applicationName: string | null;
}

/**
 * Prisma's engine hands `options` and `application_name` of a PostgreSQL URL to the server when it connects; no other provider's URL takes a
 * setting of the session. A pooler may refuse `options`.
 * Source: https://github.com/prisma/prisma-engines/blob/main/quaint/src/connector/postgres/url.rs
 */
export function childUrl({ address, url }: Connection & { readonly ok: true }, { lockTimeout, applicationName }: SessionWishes): ChildUrl {
  const unset = lockTimeout === null ? 'not-asked' : 'provider';
  if (address.provider === 'sqlite') {
    // Absolute, because what a relative one counts from differs between the versions of Prisma.
    return { url: `file:${address.sqlite.file}${/\?.*$/.exec(url)?.[0] ?? ''}`, lockTimeout: unset, applicationName: null };
  }
  // The CLI of Prisma 6 takes "$" for the beginning of a variable where a .env file sets the same name.
  const plain = url.replaceAll('$', '%24');
  if (address.provider === 'mysql') return { url: plain, lockTimeout: unset, applicationName: null };
  const { searchParams } = new URL(url);
  const named =
    applicationName === null || searchParams.has('application_name') ? plain : withOption(plain, 'application_name', applicationName);
  const told = { applicationName: searchParams.get('application_name') ?? applicationName };
  if (lockTimeout === null) return { url: named, lockTimeout: 'not-asked', ...told };
  const options = searchParams.get('options');
  if (options?.includes('lock_timeout') === true) return { url: named, lockTimeout: 'stated', ...told };
  if (poolerSign(url) !== null) return { url: named, lockTimeout: 'pooler', ...told };
  const setting = `-c lock_timeout=${lockTimeout}`;
  return { url: withOption(named, 'options', options === null ? setting : `${options} ${setting}`), lockTimeout: 'set', ...told };
}

/** The URL with this option and no other of its name; what else is written in it stays as it is. */
function withOption(url: string, name: string, value: string): string {
  const [before = '', query = ''] = url.split(/\?(.*)/s);
  const kept = query.split('&').filter((part) => part !== '' && !part.startsWith(`${name}=`));
  return `${before}?${[...kept, `${name}=${encodeURIComponent(value)}`].join('&')}`;
}
