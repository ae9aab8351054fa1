import { existsSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { readText } from '../../project/read-files';

/** A process that has the file open, where the system tells (Linux): `node (pid 4711)`. This process is none. */
export function holderOf(file: string): string | null {
  if (!tellsHolders() || !existsSync(file)) return null;
  const real = realpathSync(file);
  for (const id of readdirSync('/proc')) {
    if (!/^\d+$/.test(id) || id === String(process.pid)) continue;
    if (filesOf(id).includes(real)) return `${(readText(`/proc/${id}/comm`) ?? 'a process').trim()} (pid ${id})`;
  }
  return null;
}

/** Whether the system tells which process has a file open. */
export function tellsHolders(): boolean {
  return existsSync('/proc/self/fd');
}

/** Empty for a process of somebody else, or one that has ended. */
function filesOf(id: string): readonly string[] {
  try {
    return readdirSync(`/proc/${id}/fd`).flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/${id}/fd/${fd}`)];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}
