/**
 * Why a PostgreSQL URL is taken for that of a pooler in transaction mode, as a phrase without secrets; null where nothing says so.
 *
 * Sources: https://www.prisma.io/docs/orm/prisma-client/setup-and-configuration/databases-connections/pgbouncer,
 * https://supabase.com/docs/guides/database/connecting-to-postgres (6543: transaction mode; 5432 of the same host: session mode),
 * https://neon.com/docs/connect/connection-pooling (`-pooler`), https://www.pgbouncer.org/config.html (6432)
 */
export function poolerSign(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.searchParams.get('pgbouncer') === 'true') return 'it says pgbouncer=true';
  const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname);
  if (url.port === '6543' || url.port === '6432') return `port ${url.port} is a pooler's`;
  const label = host.split('.').find((part) => /-pooler$|^pgbouncer|^pgcat|^odyssey/.test(part));
  return label === undefined ? null : `the host is "${label}"`;
}
