import type { ObjectId } from '../catalog/catalog';
import { counted } from '../wording/wording';
import type { Sizes, TableSize } from './statistics';

/** `12.4 M rows, 8.1 GB on production (3 days ago)`; null where nothing is known of the table. */
export function sizePhrase({ statistics, now }: Sizes, table: ObjectId): string | null {
  const size = statistics.tables.get(table);
  const words = size === undefined ? null : sizeWords(size);
  return words === null ? null : `${words} on ${statistics.environment} (${ageWords(now - Date.parse(statistics.takenAt))})`;
}

/** `12.4 M rows, 8.1 GB`; null where neither is known. */
export function sizeWords({ rows, bytes }: TableSize): string | null {
  const parts = [...(rows === null ? [] : [rowWords(rows)]), ...(bytes === null ? [] : [byteWords(bytes)])];
  return parts.length === 0 ? null : parts.join(', ');
}

/** As people say them: `12.4 M rows`, `4,120 rows`, `1 row`. */
export function rowWords(rows: number): string {
  if (rows >= 1e9) return `${rounded(rows / 1e9)} G rows`;
  if (rows >= 1e6) return `${rounded(rows / 1e6)} M rows`;
  return rows >= 1000 ? `${Math.round(rows).toLocaleString('en-US')} rows` : counted(Math.round(rows), 'row');
}

/** `8.1 GB`, in powers of 1024 as the server's own functions have it. */
export function byteWords(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log(bytes) / Math.log(1024)));
  return `${power === 0 ? bytes : rounded(bytes / 1024 ** power)} ${units[power]}`;
}

/** `3 days ago`, `just now`; of what lies ahead, by clocks that differ, too. */
export function ageWords(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (!(minutes >= 1)) return 'just now';
  if (minutes < 120) return `${counted(minutes, 'minute')} ago`;
  return minutes < 2880 ? `${counted(Math.floor(minutes / 60), 'hour')} ago` : `${counted(Math.floor(minutes / 1440), 'day')} ago`;
}

/** Three digits at most, and at most one behind the point. */
function rounded(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Math.round(value * 10) / 10);
}
