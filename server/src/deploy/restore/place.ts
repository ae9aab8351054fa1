import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureLocalDirectory } from '../../project/local-files';
import { failed, type Step } from '../backup/outcome';
import type { DatabaseAddress } from '../connection/database-address';
import { scratchName } from '../scratch/scratch';
import { createScratch, dropScratch, scratchHost } from '../scratch/scratches';
import type { RestoreJob } from './job';
import type { RestorePreview } from './preview-restore';
import { removeNote, writeNote } from './restored-notes';

/** The database that a backup goes into. */
export interface Place {
  readonly address: DatabaseAddress;
  readonly scratch: string | null;
  /** Removes what was made for the restore; a sentence where that fails. Null for a database that was there before. */
  readonly drop: (() => Promise<string | null>) | null;
}

/** The target as it is, or a new scratch database beside it. */
export async function placeFor({ target, project, now, onEvent }: RestoreJob, { connection }: RestorePreview): Promise<Step<Place>> {
  const { address } = connection;
  if (target.type !== 'scratch') return { type: 'done', value: { address, scratch: null, drop: null } };
  const host = scratchHost(connection);
  if (host === null) {
    const directory = join(ensureLocalDirectory(project.root), 'scratch');
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const file = join(directory, `${scratchName(now)}.db`);
    return {
      type: 'done',
      value: { address: { provider: 'sqlite', target: file, sqlite: { file, target: file } }, scratch: file, drop: null },
    };
  }
  const made = await createScratch(host, 'restore', now);
  if (!made.ok) return failed('tool-failed', made.problem.message, made.problem.help);
  const { name, mark } = made.value;
  try {
    writeNote(project.root, { name, target: made.value.address.target, place: target.name, madeAt: mark.madeAt });
  } catch {
    onEvent({ type: 'warning', text: `Nothing can be written to .lockstep, so that only the server knows of ${name}.` });
  }
  const drop = async (): Promise<string | null> => {
    const dropped = await dropScratch(host, name);
    if (dropped.ok) removeNote(project.root, name);
    return dropped.ok ? null : `The scratch database ${name} could not be dropped: ${dropped.problem.message}`;
  };
  return { type: 'done', value: { address: made.value.address, scratch: name, drop } };
}
