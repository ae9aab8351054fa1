import { readDescribed } from '../../project/described-json';
import { isObject, numberIn, objectIn, textIn } from '../../project/json';
import { milliseconds } from './duration';
import { derivedWhere, queryProblem, readExpression } from './expression';
import { type BackfillSpec, defaultPacing } from './spec';
import { backfillSchema } from './spec-schema';

export type ReadSpec =
  | { readonly ok: true; readonly spec: BackfillSpec }
  /** Sentences that name the line and the key. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads the text of a backfill's file: JSON, with comments and trailing commas. The grammar must be prepared. */
export function readSpec(text: string): ReadSpec {
  const described = readDescribed(text, backfillSchema, 'backfill');
  if (!described.ok) return described;
  const read = specOf(described.data);
  return read.ok ? read : { ok: false, problems: read.problems.map(({ key, message }) => described.problemAt(key, message)) };
}

interface SpecProblem {
  readonly key: readonly string[];
  /** Goes on from the key's name. */
  readonly message: string;
}

type ReadValue = { readonly ok: true; readonly spec: BackfillSpec } | { readonly ok: false; readonly problems: readonly SpecProblem[] };

/** Reads a value that has the schema's form. */
export function specOf(value: unknown): ReadValue {
  const root = objectIn(value);
  const problems: SpecProblem[] = [];
  const check = (key: readonly string[], text: string): void => {
    const result = readExpression(text).problem;
    if (result !== null) problems.push({ key, message: result });
  };
  const set = new Map(Object.entries(objectIn(root.set)).map(([column, expression]) => [column, textIn(expression) ?? '']));
  if (set.size === 0) problems.push({ key: ['set'], message: 'names no column; expected at least one.' });
  for (const [column, expression] of set) check(['set', column], expression);
  const where = textIn(root.where) ?? derivedWhere(set);
  if (where === null && problems.length > 0) return { ok: false, problems };
  if (where === null)
    problems.push({
      key: ['where'],
      message: 'is missing; expected a condition that is true for rows still to do.',
    });
  else check(['where'], where);
  const query = textIn(root.check);
  const queryMistake = query === null ? null : queryProblem(query);
  if (queryMistake !== null) problems.push({ key: ['check'], message: queryMistake });
  const batch = objectIn(root.batch);
  const table = tableOf(root.table);
  if (table.name === '' || table.schema === '') problems.push({ key: ['table'], message: 'is empty; expected the name of a table.' });
  if (problems.length > 0 || where === null) return { ok: false, problems };
  const maximum = numberIn(batch.maximum) ?? defaultPacing.batch.maximum;
  return {
    ok: true,
    spec: {
      table,
      set,
      where,
      batch: {
        targetMilliseconds: numberIn(batch.targetMilliseconds) ?? defaultPacing.batch.targetMilliseconds,
        initial: Math.min(numberIn(batch.initial) ?? defaultPacing.batch.initial, maximum),
        maximum,
      },
      pauseMilliseconds: numberIn(root.pauseMilliseconds) ?? defaultPacing.pauseMilliseconds,
      lockTimeout: milliseconds(textIn(root.lockTimeout) ?? '') ?? defaultPacing.lockTimeout,
      statementTimeout: milliseconds(textIn(root.statementTimeout) ?? '') ?? defaultPacing.statementTimeout,
      check: query,
    },
  };
}

function tableOf(value: unknown): BackfillSpec['table'] {
  if (isObject(value)) return { schema: textIn(value.schema), name: textIn(value.name) ?? '' };
  const text = textIn(value) ?? '';
  const dot = text.indexOf('.');
  return dot === -1 ? { schema: null, name: text } : { schema: text.slice(0, dot), name: text.slice(dot + 1) };
}
