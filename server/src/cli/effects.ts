import { lineIndexOf } from '../analysis/text/line-index';
import { createAnalyzer } from '../project/analysis';
import { cacheDirectoryFor } from '../project/cache-location';
import type { Scope } from '../project/run';
import { analysisOptions } from './analysis-options';
import { commonOptions, type OptionTable, oneOf, parseArguments } from './arguments';
import { isColored, styleOf } from './color';
import { type ExitCode, exitCode } from './exit-code';
import { formatEffectLine, type StatementPlace } from './formats/effects-json';
import { formatEffects } from './formats/effects-pretty';
import { gather, type Job } from './gather';
import { openOutput } from './output';
import { progressOn } from './progress';
import { shownPath } from './shown-path';

export const effectsOptions = {
  format: { type: 'string', short: 'f', value: '<format>', help: 'pretty, or json: one object per statement and line. Default: pretty.' },
  'no-cache': { type: 'boolean', help: 'Neither reads nor writes the cache.' },
  ...analysisOptions,
  ...commonOptions,
} as const satisfies OptionTable;

/** Text is handed on in pieces of about this length. */
const pieceLength = 64 * 1024;

/** `lockstep effects`: what each statement does. All migrations, unless paths or `--since` say otherwise. */
export async function effects(words: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments('effects', words, effectsOptions);
  const format = oneOf('format', values.format, ['pretty', 'json'], 'pretty');
  const from = process.cwd();
  const { jobs, notes, complete } = await gather({ ...values, paths: positionals, from });
  for (const note of notes) process.stderr.write(`${note}\n`);

  const output = openOutput(values.output);
  const style = styleOf(values.output === undefined && isColored(values, process.env, process.stdout.isTTY));
  const progress = progressOn(process.stderr);
  let piece = '';
  for (const job of jobs) {
    const { root } = job.snapshot.project;
    const analyzer = createAnalyzer({ cacheDirectory: values['no-cache'] === true ? null : cacheDirectoryFor(root) });
    for await (const { file, analysis } of analyzer.each(job.snapshot, scopeOf(job, values.since !== undefined))) {
      const path = file.path.startsWith('<') ? file.path : shownPath(file.path, from);
      const place: StatementPlace = { path, migration: file.name, lines: lineIndexOf(file.text) };
      piece +=
        format === 'json'
          ? analysis.statements.map((statement) => formatEffectLine(statement, place)).join('')
          : formatEffects(analysis.statements, place, style);
      if (piece.length < pieceLength) continue;
      progress.show(`Reading ${path}`);
      await output.write(piece);
      piece = '';
    }
  }
  progress.clear();
  await output.write(piece);
  output.end();
  return complete ? exitCode.ok : exitCode.failed;
}

function scopeOf({ whole, names, snapshot }: Job, since: boolean): Scope {
  if (!whole) return names;
  if (!since) return 'all';
  const pending = snapshot.migrations.filter(({ facts }) => facts.state !== 'history').map(({ name }) => name);
  return new Set([...pending, ...names]);
}
