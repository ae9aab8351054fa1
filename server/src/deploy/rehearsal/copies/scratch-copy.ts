import type { Scratch } from '../../scratch/scratch';
import { createScratch, dropScratch, type ScratchHost } from '../../scratch/scratches';
import { CopyLost } from '../session';
import { type MadeCopy, noCopy } from './copy';

/** An empty scratch database, and what removes it again. */
export interface ScratchCopy {
  readonly scratch: Scratch;
  readonly dispose: (keep: boolean) => Promise<string | null>;
}

/** Makes a scratch database, and drops it where `fill` does not come to an end. */
export async function inScratch(host: ScratchHost, now: Date, fill: (made: ScratchCopy) => Promise<MadeCopy>): Promise<MadeCopy> {
  const created = await createScratch(host, 'rehearsal', now);
  if (!created.ok) return noCopy(created.problem.message, created.problem.help, created.problem.code);
  const { name } = created.value;
  const place = `the scratch database ${created.value.address.target}`;
  const dispose = async (keep: boolean): Promise<string | null> => {
    if (keep) return place;
    const dropped = await dropScratch(host, name);
    return dropped.ok ? null : place;
  };
  try {
    const made = await fill({ scratch: created.value, dispose });
    if (!made.ok) await dispose(false);
    return made;
  } catch (error) {
    const left = await dispose(false);
    throw new CopyLost(host.redact(error instanceof Error ? error.message : String(error)), left);
  }
}
