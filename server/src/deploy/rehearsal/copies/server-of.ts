import { readDatabaseAddress } from '../../connection/database-address';
import { redactorFor } from '../../connection/redact';
import { resolveEnvironments } from '../../environments/resolve';
import { urlOf } from '../../environments/url-of';
import { type ScratchHost, scratchHost } from '../../scratch/scratches';
import type { RehearsalOptions } from '../rehearse';
import type { noCopy } from './copy';

export type NamedServer =
  | { readonly ok: true; readonly host: ScratchHost; readonly data: 'rows' | 'schema' }
  | Extract<ReturnType<typeof noCopy>, { readonly ok: false }>;

/** The server that an environment's settings name for scratch databases; null where they name none. Connects to nothing. */
export async function serverOf({
  project,
  environment,
  sources,
}: Pick<RehearsalOptions, 'project' | 'environment' | 'sources'>): Promise<NamedServer | null> {
  const settings = environment?.settings.rehearsal ?? null;
  if (environment === null || settings === null) return null;
  const found = await urlOf({ name: environment.name, url: settings.server }, project, sources);
  if (!found.ok) return refused(found.message, found.help);
  const read = readDatabaseAddress(found.url, project);
  if (!read.ok) return refused(`${found.place} ${read.problem}.`, 'Correct the URL; the database decides its form.', 'P1013');
  const host = scratchHost({ address: read.address, redact: redactorFor(found.url) });
  if (host === null) return null;
  if (!settings.onProtectedServer) {
    const place = serverIn(read.address.target);
    const environments = await resolveEnvironments(project, sources);
    const owner = environments.find(
      ({ kind, connection }) => kind === 'production' && connection.ok && serverIn(connection.address.target) === place,
    );
    if (owner !== undefined) {
      return refused(
        `The server for rehearsals is that of ${owner.name}, which is protected.`,
        'Name another server, or say "onProtectedServer": true beside it in lockstep.json.',
      );
    }
  }
  return { ok: true, host, data: settings.data };
}

/** `host:port/database` without the database. */
function serverIn(target: string): string {
  return target.slice(0, target.lastIndexOf('/'));
}

function refused(message: string, help: string, code: string | null = null): NamedServer {
  return { ok: false, problem: { code, message, help } };
}
