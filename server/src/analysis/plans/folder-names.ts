import type { PlannedFile } from './file';

export interface FolderNaming {
  /** As the person named the migration. */
  readonly name: string;
  /** Name of the last migration that is there; null when there is none. */
  readonly newest: string | null;
  readonly now: Date;
  /** Whether the files are all that there is of it: then one of them may have its bare name. */
  readonly isWhole: boolean;
}

/**
 * The folders of new migrations, in their order: UTC timestamps, one second apart, behind the newest one. Null where the newest
 * one has a name that no timestamp sorts behind.
 */
export function folderNames(files: readonly Pick<PlannedFile, 'words'>[], naming: FolderNaming): readonly string[] | null {
  const { newest, now, isWhole } = naming;
  const start = Math.max(now.getTime(), (timeOf(newest) ?? 0) + second);
  const base = nameWords(naming.name);
  const names = files.map(({ words }, index) => {
    const isBase = isWhole && (files.length === 1 || (index === 0 && words === null));
    const end = isBase ? '' : `_${words ?? 'rest'}`;
    return `${timestamp(start + index * second)}_${base}${end}`.slice(0, longestName);
  });
  return newest !== null && names.some((one) => one <= newest) ? null : names;
}

/** What a person typed as a name, as Prisma writes it: `Add email` → `add_email`. */
export function nameWords(name: string): string {
  const words = name
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
  return words === '' ? 'change' : words;
}

const second = 1000;

/** Prisma keeps 255 characters of it; a file system may keep as many bytes. */
const longestName = 180;

/** In UTC, as a folder's name begins with it: `20261120093000`. */
export function timestamp(time: number): string {
  return new Date(time).toISOString().replace(/\D/g, '').slice(0, 14);
}

/** Of a folder's name, in milliseconds; null where it does not begin with a timestamp. */
function timeOf(name: string | null): number | null {
  const [, year, month, day, hour, minute, seconds] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?!\d)/.exec(name ?? '') ?? [];
  if (year === undefined) return null;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${seconds}Z`);
  return Number.isNaN(time) ? null : time;
}
