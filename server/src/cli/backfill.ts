import { createGate } from '../deploy/backfill/gate';
import { planBackfill } from '../deploy/backfill/plan';
import { runBackfill } from '../deploy/backfill/run';
import { usualPatience } from '../deploy/backfill/runner';
import type { BackfillSpec } from '../deploy/backfill/spec';
import { quotedTable } from '../deploy/backfill/target';
import type { Database } from '../deploy/connection/database';
import { type Redact, redactorFor } from '../deploy/connection/redact';
import { commonOptions, type OptionTable, oneOf, parseArguments } from './arguments';
import { connectionOptions, findAddress } from './backfill-connection';
import { controlledBy } from './backfill-control';
import { jsonReport, prettyReport, type ReportOutput } from './backfill-report';
import { readBackfill, specOptions } from './backfill-spec';
import { type ExitCode, exitCode } from './exit-code';
import { Problem } from './problem';

const { help } = commonOptions;

export const backfillOptions = {
  ...specOptions,
  ...connectionOptions,
  'dry-run': { type: 'boolean', help: 'Prints what would be done, and the SQL of a batch. Writes nothing.' },
  control: { type: 'boolean', help: 'Takes pause, resume and cancel from standard input, a word a line; its end cancels.' },
  format: { type: 'string', short: 'f', value: '<format>', help: 'pretty or json, an object a line. Default: pretty.' },
  help,
} as const satisfies OptionTable;

/** `lockstep backfill`: updates the rows of a table in batches until none is left. */
export async function backfill(words: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments('backfill', words, backfillOptions);
  const { 'url-env': _, 'env-file': __, 'dry-run': dryRun, control, format: asked, help: ___, ...spoken } = values;
  const format = oneOf('format', asked, ['pretty', 'json'], 'pretty');
  const spec = await readBackfill(spoken, positionals);
  const address = findAddress(values, process.env);
  const redact = redactorFor(address.url);
  // The driver is a bundle of its own: no other command loads it.
  const { openPostgres } = await import('../deploy/connection/postgres');
  const database = openPostgres(address);
  try {
    return dryRun === true
      ? await show(spec, database, address.target, redact)
      : await run(spec, database, { format, redact, isControlled: control === true });
  } catch (error) {
    throw redacted(error, redact);
  } finally {
    await database.close();
  }
}

interface Running {
  readonly format: 'pretty' | 'json';
  readonly redact: Redact;
  readonly isControlled: boolean;
}

async function run(spec: BackfillSpec, database: Database, { format, redact, isControlled }: Running): Promise<ExitCode> {
  const output = outputFor(format, redact);
  const report = format === 'json' ? jsonReport(output) : prettyReport(output, () => performance.now());
  const cancelling = cancelledBySignal();
  const gate = createGate();
  const control = isControlled ? controlledBy(process.stdin, gate, () => cancelling.abort()) : null;
  const outcome = await runBackfill(spec, database, report.event, cancelling.signal, usualPatience, gate);
  control?.close();
  if (outcome.state === 'refused') throw new Problem(outcome.problem, outcome.next);
  report.outcome(outcome);
  switch (outcome.state) {
    case 'done':
      return exitCode.ok;
    case 'cancelled':
      return exitCode.cancelled;
    case 'failed':
      process.stderr.write(redact(`${outcome.stop.problem}\n${outcome.stop.next}\n`));
      return exitCode.stopped;
  }
}

async function show(spec: BackfillSpec, database: Database, where: string, redact: Redact): Promise<ExitCode> {
  const planned = await planBackfill(spec, database);
  if (!planned.ok) throw new Problem(planned.problem, planned.next);
  const { target, notes, sql, verification } = planned.plan;
  const rows = target.estimatedRows === null ? '' : `, about ${target.estimatedRows.toLocaleString('en-US')} rows`;
  const key = target.key.map(({ name, type }) => `"${name}" ${type}`).join(', ');
  const { batch, pauseMilliseconds, lockTimeout, statementTimeout } = spec;
  const text = `-- ${quotedTable(target)} on ${where}${rows}; batches by ${key}
-- ${batch.initial} keys first, at most ${batch.maximum}, about ${batch.targetMilliseconds} ms each, ${pauseMilliseconds} ms between them
-- lock timeout ${lockTimeout} ms, statement timeout ${statementTimeout} ms; progress is kept in lockstep.backfills
${notes.map((note) => `-- ${note}\n`).join('')}
-- a batch; the parameters are the keys that it lies between
${sql};

-- until this yields 0
${verification};
${spec.check === null ? '' : `\n-- and this too\n${spec.check};\n`}`;
  process.stdout.write(redact(text));
  return exitCode.ok;
}

/** The one place where text goes out: without secrets. */
function outputFor(format: 'pretty' | 'json', redact: Redact): ReportOutput {
  const { stdout } = process;
  let isLineOpen = false;
  const write = (text: string): void => {
    stdout.write(`${isLineOpen ? '\n' : ''}${redact(text)}`);
    isLineOpen = false;
  };
  if (format === 'json' || !stdout.isTTY) return { write, update: null };
  const update = (text: string): void => {
    stdout.write(`\r\u001b[K${redact(text).slice(0, (stdout.columns || 80) - 1)}`);
    isLineOpen = true;
  };
  return { write, update };
}

/** The first signal lets the batch end that is being worked on; the next one ends the program, and the server rolls the batch back. */
function cancelledBySignal(): AbortController {
  const controller = new AbortController();
  const cancel = (): void => {
    if (controller.signal.aborted) process.exit(exitCode.cancelled);
    controller.abort();
  };
  process.on('SIGINT', cancel).on('SIGTERM', cancel);
  return controller;
}

function redacted(error: unknown, redact: Redact): unknown {
  if (error instanceof Problem) return new Problem(redact(error.message), error.next === null ? null : redact(error.next));
  if (!(error instanceof Error)) return error;
  const plain = new Error(redact(error.message));
  plain.stack = redact(error.stack ?? '');
  return plain;
}
