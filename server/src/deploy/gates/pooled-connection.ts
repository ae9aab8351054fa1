import { poolerSign } from '../connection/pooler';
import { directVariables } from '../environments/direct-variables';
import { blockedUnlessDevelopment, type Gate } from './gate';

/** The URL is that of the server itself: a pooler breaks the lock under which Prisma migrates. */
export const pooledConnection: Gate = {
  id: 'pooled-connection',
  title: 'Direct connection',
  unanswered: 'skipped',
  check: async ({ project, environment, sources }) => {
    const { connection, settings } = environment;
    if (!connection.ok) return { state: 'skipped', evidence: 'There is no URL to look at.' };
    if (connection.address.provider !== 'postgresql')
      return { state: 'skipped', evidence: 'Only PostgreSQL is reached through poolers that break migrations.' };
    const sign = poolerSign(connection.address.postgres.url);
    if (sign === null) return { state: 'ok', evidence: 'The URL shows no sign of a pooler.' };
    const direct = directVariables(settings, project, sources, connection.address.postgres.url);
    const [first] = direct;
    const offer =
      first === undefined
        ? 'Name the URL of the server itself in lockstep.json.'
        : `${first.place} is a direct one: name it in lockstep.json.`;
    return {
      state: blockedUnlessDevelopment(environment),
      evidence: `The URL is that of a pooler: ${sign}. ${offer}`,
      details: detailsOf(
        sign,
        direct.map(({ setting, place }) => `- ${place}: \`"url": ${setting}\``),
      ),
    };
  },
};

function detailsOf(sign: string, offers: readonly string[]): string {
  return [
    '## Direct connection',
    `The URL is that of a pooler: ${sign}.`,
    'A pooler in transaction mode gives each transaction another connection of the server. The migration lock that Prisma takes on one is looked for on another: the deploy waits for itself (P1002), or the lock stays behind on a connection that nobody owns, and session settings such as `lock_timeout` are lost.',
    offers.length === 0
      ? 'Name the URL of the server itself in `lockstep.json`. Poolers of hosters have it beside the other one, mostly as `DIRECT_URL` or with a host that lacks `-pooler`.'
      : ['These are direct connections to the same database. For `lockstep.json`:', '', ...offers].join('\n'),
  ].join('\n\n');
}
