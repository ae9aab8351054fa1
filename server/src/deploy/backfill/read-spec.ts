import { type Node, type ParseError, parseTree } from 'jsonc-parser';
import { isObject, numberIn, objectIn, textIn } from '../../project/json';
import { tooDeepAt } from '../../project/json-depth';
import { mismatches } from '../../project/settings-validation';
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
  const tooDeep = tooDeepAt(text);
  if (tooDeep !== null) return { ok: false, problems: [`Line ${lineOf(text, tooDeep)}: nests deeper than a backfill does.`] };
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (tree === undefined || error !== undefined)
    return { ok: false, problems: [`Line ${lineOf(text, error?.offset ?? 0)}: is not valid JSON here.`] };
  const found = mismatches(tree, backfillSchema);
  if (found.length > 0) {
    const problems = found.map(
      ({ key, node, message }) => `Line ${lineOf(text, node.offset)}: ${subject(key)} ${message}${message.endsWith('?') ? '' : '.'}`,
    );
    return { ok: false, problems };
  }
  const read = specOf(dataOf(tree));
  if (read.ok) return read;
  return {
    ok: false,
    problems: read.problems.map(({ key, message }) => `Line ${lineOfKey(text, tree, key)}: ${subject(key.join('.'))} ${message}`),
  };
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

function dataOf(node: Node): unknown {
  if (node.type !== 'object') return node.value;
  return Object.fromEntries(
    (node.children ?? []).flatMap(({ children: [name, value] = [] }) =>
      name === undefined || value === undefined ? [] : [[String(name.value), dataOf(value)]],
    ),
  );
}

/** The line of a key's value, or of what it should stand in. */
function lineOfKey(text: string, tree: Node, key: readonly string[]): number {
  let at = tree;
  for (const name of key) {
    const property = at.children?.find(({ children }) => children?.[0]?.value === name);
    at = property?.children?.[1] ?? at;
  }
  return lineOf(text, at.offset);
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function subject(key: string): string {
  return key === '' ? 'the backfill' : `"${key}"`;
}
