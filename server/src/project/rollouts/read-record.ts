import type { Abandonment, BegunStage, Confirmation, PassedGate, RecordedStage, RolloutRecord } from '../../analysis/plans/rollout/record';
import type { SchemaEdit } from '../../analysis/plans/rollout/schema-edit';
import { readDescribed } from '../described-json';
import { type JsonObject, listIn, objectIn, textIn, textsIn } from '../json';
import { rolloutSchema } from './rollout-schema';

/** `problems`: sentences that name the line and the key. */
export type ReadRecord =
  | { readonly ok: true; readonly record: RolloutRecord }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads the text of a `rollout.json`: JSON, with comments and trailing commas. */
export function readRecord(text: string): ReadRecord {
  const described = readDescribed(text, rolloutSchema, 'rollout');
  if (!described.ok) return described;
  const data = objectIn(described.data);
  const record = recordOf(data);
  const wrong = [...(data.version === 1 ? [] : [otherVersion]), ...contradictions(record)];
  return wrong.length === 0 ? { ok: true, record } : { ok: false, problems: wrong.map((one) => described.problemAt(...one)) };
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
