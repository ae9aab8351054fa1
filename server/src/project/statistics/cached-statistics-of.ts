import { readStatisticsFile, type StoredStatistics, statisticsPath } from './statistics-file';

/** The statistics that were last taken of one environment; null where none were. */
export function cachedStatisticsOf(cacheDirectory: string, root: string, environment: string): StoredStatistics | null {
  const read = readStatisticsFile(statisticsPath(cacheDirectory, root, environment));
  return read.ok && read.statistics.environment === environment ? read.statistics : null;
}
