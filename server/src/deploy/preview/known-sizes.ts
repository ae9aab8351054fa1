import type { Sizes } from '../../analysis/statistics/statistics';
import type { Project } from '../../project/project';
import { cachedSizes, sizesWith } from '../../project/statistics/sizes';
import { readStatisticsFile, statisticsPath } from '../../project/statistics/statistics-file';

/** The sizes that were taken of this environment, else those of the one that matters most; null where there are none. */
export function knownSizes(project: Project, environment: string, cacheDirectory: string | null, now: Date): Sizes | null {
  if (cacheDirectory === null) return null;
  const own = readStatisticsFile(statisticsPath(cacheDirectory, project.root, environment));
  return own.ok ? sizesWith(own.statistics, project, now.getTime()) : cachedSizes(project, cacheDirectory, now.getTime());
}
