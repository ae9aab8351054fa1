import type { Sizes } from '../analysis/statistics/statistics';
import { weighed } from '../analysis/statistics/weigh';
import type { Project } from '../project/project';
import { cachedSizes, sizesWith } from '../project/statistics/sizes';
import { readStatisticsFile } from '../project/statistics/statistics-file';
import type { OptionTable } from './arguments';
import type { JobReports } from './lint-jobs';
import { Problem } from './problem';

export const statsOption = {
  stats: {
    type: 'string',
    value: '<file>',
    help: 'Sizes of tables, as "lockstep stats --output" writes them. Default: those taken last on this machine.',
  },
} as const satisfies OptionTable;

/**
 * How large tables are, for a project: from the file that was named, else as they were last taken.
 * @throws Problem for a file that holds no statistics.
 */
export function sizesFor(file: string | undefined): (project: Project, cacheDirectory: string | null) => Sizes | null {
  const now = Date.now();
  if (file === undefined) return (project, cacheDirectory) => cachedSizes(project, cacheDirectory, now);
  const read = readStatisticsFile(file);
  if (!read.ok) throw new Problem(`"${file}" ${read.problem}.`, '"lockstep stats --env <name> --output <file>" writes one.');
  return (project) => sizesWith(read.statistics, project, now);
}

/** Reports whose findings say how large their tables are. Reports of a cache know nothing of sizes, which change without them. */
export function weighedReports({ migrations, schema }: JobReports, sizes: Sizes | null): JobReports {
  if (sizes === null) return { migrations, schema };
  return {
    migrations: migrations.map((report) => ({ ...report, findings: weighed(report.findings, sizes) })),
    schema: schema?.ok ? { ...schema, findings: weighed(schema.findings, sizes) } : schema,
  };
}
