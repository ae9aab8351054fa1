import { readFileSync } from 'node:fs';
import { prepareGrammar } from '../analysis/sql/postgres/grammar';
import { milliseconds } from '../deploy/backfill/duration';
import { readSpec, specOf } from '../deploy/backfill/read-spec';
import type { BackfillSpec } from '../deploy/backfill/spec';
import { Problem } from './problem';

/** A backfill without a file. */
export const specOptions = {
  table: { type: 'string', value: '<table>', help: 'The table, as the database names it: User, billing.Invoice.' },
  set: { type: 'string', multiple: true, value: '<column=expression>', help: 'A column and the SQL expression that it gets. Repeatable.' },
  where: { type: 'string', value: '<condition>', help: 'SQL condition: true for rows still to do, false once they are done.' },
  check: { type: 'string', value: '<query>', help: 'A query that yields 0 when all is well.' },
  'target-milliseconds': { type: 'string', value: '<n>', help: 'How long a batch should take. Default: 200.' },
  initial: { type: 'string', value: '<rows>', help: 'Rows looked at in the first batch. Default: 1000.' },
  maximum: { type: 'string', value: '<rows>', help: 'Rows looked at in any batch. Default: 50000.' },
  'pause-milliseconds': { type: 'string', value: '<n>', help: 'Pause after each batch. Default: 50.' },
  'lock-timeout': { type: 'string', value: '<time>', help: 'How long a batch waits for locked rows: 500ms, 1s. Default: 1s.' },
  'statement-timeout': { type: 'string', value: '<time>', help: 'How long a statement of a batch may take. Default: 30s.' },
} as const;

type Values = { readonly [Name in keyof typeof specOptions]?: string | string[] | undefined };

/** What to do: from the file that the words name, or from options; never from both. */
export async function readBackfill(values: Values, files: readonly string[]): Promise<BackfillSpec> {
  await prepareGrammar();
  const [file, ...others] = files;
  const given = Object.keys(specOptions).filter((name) => Object.hasOwn(values, name));
  if (file === undefined) return fromOptions(values);
  if (others.length > 0) throw new Problem(`"lockstep backfill" takes one file; found ${files.length}.`);
  if (given.length > 0)
    throw new Problem(`"--${given[0]}" and the file "${file}" both say what to do.`, 'Write it into the file, or leave the file out.');
  const read = readSpec(textOf(file));
  if (read.ok) return read.spec;
  throw new Problem(read.problems.map((problem) => `${file}: ${problem}`).join('\n'));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Problem(`"${file}" cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function fromOptions(values: Values): BackfillSpec {
  const example = `lockstep backfill --table User --set "status='active'" --where '"status" IS NULL'`;
  const assignments = listOf(values.set).map(assignment);
  if (values.table === undefined || assignments.length === 0) {
    throw new Problem('A backfill needs a file, or "--table" and "--set".', `For example: ${example}`);
  }
  const batch = defined({
    targetMilliseconds: wholeNumber('target-milliseconds', values, 1),
    initial: wholeNumber('initial', values, 1),
    maximum: wholeNumber('maximum', values, 1),
  });
  const { table, where, check } = values;
  const read = specOf(
    defined({
      ...{ table, where, check, batch, set: Object.fromEntries(assignments) },
      pauseMilliseconds: wholeNumber('pause-milliseconds', values, 0),
      lockTimeout: duration('lock-timeout', values),
      statementTimeout: duration('statement-timeout', values),
    }),
  );
  if (read.ok) return read.spec;
  throw new Problem(
    read.problems.map(({ key: [option, ...column], message }) => `"--${[option, ...column].join(' ')}" ${message}`).join('\n'),
  );
}

function assignment(text: string): readonly [string, string] {
  const sign = text.indexOf('=');
  const column = text.slice(0, Math.max(sign, 0)).trim();
  if (column === '') throw new Problem(`"--set" takes column=expression; found "${text}".`);
  return [/^"(.*)"$/.exec(column)?.[1]?.replaceAll('""', '"') ?? column, text.slice(sign + 1)];
}

function wholeNumber(option: keyof Values, values: Values, least: number): number | undefined {
  const [text] = listOf(values[option]);
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  throw new Problem(`"--${option}" takes a whole number of at least ${least}; found "${text}".`);
}

function duration(option: keyof Values, values: Values): string | undefined {
  const [text] = listOf(values[option]);
  if (text === undefined || milliseconds(text) !== null) return text;
  throw new Problem(`"--${option}" takes a duration such as 500ms, 5s or 2min; found "${text}".`);
}

function listOf(value: string | string[] | undefined): readonly string[] {
  return value === undefined ? [] : [value].flat();
}

function defined(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
