import type { Sizes } from '../../analysis/statistics/statistics';
import type { Project } from '../project';
import { cachedStatistics, type StoredStatistics } from './statistics-file';

/** What findings of a project say of sizes: from the statistics that were taken of its environments. Null where there are none. */
export function cachedSizes(project: Project, cacheDirectory: string | null, now: number): Sizes | null {
  const statistics = cacheDirectory === null ? null : cachedStatistics(cacheDirectory, project.root);
  return statistics === null ? null : sizesWith(statistics, project, now);
}

export function sizesWith(statistics: StoredStatistics, { settings }: Project, now: number): Sizes {
  return { statistics, smallTable: settings.smallTable.rows, now };
}
