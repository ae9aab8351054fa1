import { type Node, type ParseError, parseTree } from 'jsonc-parser';
import type { Abandonment, BegunStage, Confirmation, PassedGate, RecordedStage, RolloutRecord } from '../../analysis/plans/rollout/record';
import type { SchemaEdit } from '../../analysis/plans/rollout/schema-edit';
import { type JsonObject, listIn, objectIn, textIn, textsIn } from '../json';
import { tooDeepAt } from '../json-depth';
import { mismatches } from '../settings-validation';
import { rolloutSchema } from './rollout-schema';

/** `problems`: sentences that name the line and the key. */
export type ReadRecord =
  | { readonly ok: true; readonly record: RolloutRecord }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads the text of a `rollout.json`: JSON, with comments and trailing commas. */
export function readRecord(text: string): ReadRecord {
  const tooDeep = tooDeepAt(text);
  if (tooDeep !== null) return { ok: false, problems: [`Line ${lineOf(text, tooDeep)}: nests deeper than a rollout does.`] };
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  if (tree === undefined || errors[0] !== undefined) {
    return { ok: false, problems: [`Line ${lineOf(text, errors[0]?.offset ?? 0)}: is not valid JSON here.`] };
  }
  const found = mismatches(tree, rolloutSchema).map(({ key, node, message }) => problemAt(text, node, key, message));
  if (found.length > 0) return { ok: false, problems: found };
  const data = objectIn(dataOf(tree));
  const record = recordOf(data);
  const wrong = [...(data.version === 1 ? [] : [otherVersion]), ...contradictions(record)];
  if (wrong.length === 0) return { ok: true, record };
  return { ok: false, problems: wrong.map(([key, message]) => problemAt(text, nodeAt(tree, key), key.join('.'), message)) };
}

type Contradiction = readonly [key: readonly string[], message: string];

const otherVersion: Contradiction = [['version'], 'is that of another Lockstep; expected 1'];

/** What no schema says. */
function contradictions({ stages, state }: RolloutRecord): readonly Contradiction[] {
  const names = stages.map(({ name }) => name);
  const found: Contradiction[] = [];
  if (stages.length === 0) found.push([['stages'], 'is empty; expected at least one stage']);
  if (names.includes('')) found.push([['stages'], 'has a stage without "name"; expected one for each']);
  if (new Set(names).size < names.length) found.push([['stages'], 'names a stage twice; expected different names']);
  if (state.begun.some(({ stage }, index) => names.indexOf(stage) !== index)) {
    found.push([['state', 'begun'], 'does not follow the stages; expected them in their order']);
  }
  return found;
}

function recordOf(root: JsonObject): RolloutRecord {
  const state = objectIn(root.state);
  const listOf = (key: string): readonly JsonObject[] => listIn(state[key]).map(objectIn);
  return {
    ...{ name: words(root.name), plan: words(root.plan), title: words(root.title), subject: words(root.subject) },
    stages: listIn(root.stages).map(objectIn).map(stageOf),
    state: {
      begun: listOf('begun').map(begunOf),
      confirmations: listOf('confirmations').map(confirmationOf),
      passed: listOf('passed').map(passedOf),
      finished: textIn(state.finished),
      abandoned: state.abandoned === undefined ? null : abandonedOf(objectIn(state.abandoned)),
    },
  };
}

function stageOf(stage: JsonObject): RecordedStage {
  const base = { name: words(stage.name), purpose: words(stage.purpose) };
  if (stage.files !== undefined)
    return { type: 'migrate', ...base, files: textsIn(stage.files), edits: listIn(stage.edits).map(objectIn).map(editOf) };
  if (stage.file !== undefined) return { type: 'backfill', ...base, file: words(stage.file) };
  return { type: 'release', ...base, application: textsIn(stage.application), code: textIn(stage.code) };
}

function editOf(edit: JsonObject): SchemaEdit {
  const { member, expected, text, after } = edit;
  return { block: words(edit.block), member: textIn(member), expected: textIn(expected), text: textIn(text), after: textIn(after) };
}

function begunOf({ stage, at, migrations, written }: JsonObject): BegunStage {
  return { stage: words(stage), at: words(at), migrations: textsIn(migrations), written: written === true };
}

function confirmationOf({ stage, environment, by, at, note }: JsonObject): Confirmation {
  return { stage: words(stage), environment: words(environment), by: words(by), at: words(at), note: textIn(note) };
}

function passedOf({ stage, gate, environment, state, evidence, at }: JsonObject): PassedGate {
  const how = state === 'overridden' ? 'overridden' : 'ok';
  return { stage: words(stage), gate: words(gate), environment: words(environment), state: how, evidence: words(evidence), at: words(at) };
}

function abandonedOf({ at, by, migrations, written }: JsonObject): Abandonment {
  return { at: words(at), by: words(by), migrations: textsIn(migrations), written: written === true };
}

function words(value: unknown): string {
  return textIn(value) ?? '';
}

function dataOf(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(dataOf);
  if (node.type !== 'object') return node.value;
  return Object.fromEntries(
    (node.children ?? []).flatMap(({ children: [name, value] = [] }) =>
      name === undefined || value === undefined ? [] : [[String(name.value), dataOf(value)]],
    ),
  );
}

/** The node of a key, or of what it should stand in. */
function nodeAt(tree: Node, key: readonly string[]): Node {
  let at = tree;
  for (const name of key) {
    at = at.children?.find(({ children }) => children?.[0]?.value === name)?.children?.[1] ?? at;
  }
  return at;
}

function problemAt(text: string, { offset }: Node, key: string, message: string): string {
  return `Line ${lineOf(text, offset)}: ${key === '' ? 'the rollout' : `"${key}"`} ${message}${message.endsWith('?') ? '' : '.'}`;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
