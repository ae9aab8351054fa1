import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** The longest time, in milliseconds, that one read or write took while a migration was carried out. */
export interface Stall {
  readonly server: number;
  readonly plan: string;
  readonly name: string;
  readonly execution: string;
  /** While Prisma's own migration was; null where that fails. */
  readonly prisma: number | null;
  /** While the files of the plan were. */
  readonly steps: number;
}

/** Where the last whole run keeps them, for `scripts/write-readme.mjs`. */
export const stallsFile = resolve(__dirname, '../../artefacts/stalls.json');

export function keepStalls(stalls: readonly Stall[]): void {
  mkdirSync(dirname(stallsFile), { recursive: true });
  writeFileSync(stallsFile, `${JSON.stringify(stalls, null, 2)}\n`);
}

/** One line for each run. */
export function stallLines(stalls: readonly Stall[]): string {
  return stalls
    .map(
      ({ server, plan, name, execution, prisma, steps }) =>
        `      ${server}  ${plan.padEnd(20)}  ${name.padEnd(38)}  ${execution.padEnd(22)}  ${milliseconds(prisma)}  ${milliseconds(steps)}`,
    )
    .join('\n');
}

const marks = { start: '<!-- stalls -->', end: '<!-- /stalls -->' } as const;

/** The README with the table of these stalls between its marks: for each case the worst of all its runs. */
export function withStallsTable(readme: string, stalls: readonly Stall[]): string {
  const start = readme.indexOf(marks.start);
  const end = readme.indexOf(marks.end);
  if (start < 0 || end < start) return readme;
  const runsOf = new Map<string, Stall[]>();
  for (const stall of stalls) {
    const words = `| [${stall.plan}](docs/plans/${stall.plan}.md) | ${stall.name}`;
    runsOf.set(words, [...(runsOf.get(words) ?? []), stall]);
  }
  const rows = [...runsOf].map(([words, runs]) => {
    const own = runs.some(({ prisma }) => prisma === null) ? null : Math.max(...runs.map(({ prisma }) => prisma ?? 0));
    return `${words} | ${milliseconds(own)} | ${milliseconds(Math.max(...runs.map(({ steps }) => steps)))} |\n`;
  });
  const table = `| plan | edit | Prisma's own migration | safe steps |\n|---|---|---|---|\n${rows.join('')}`;
  return `${readme.slice(0, start + marks.start.length)}\n${table}${readme.slice(end)}`;
}

function milliseconds(time: number | null): string {
  return time === null ? 'fails' : `${Math.round(time)} ms`;
}
