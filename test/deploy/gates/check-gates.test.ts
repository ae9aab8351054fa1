import assert from 'node:assert/strict';
import { checkGates, isRefused } from '../../../server/src/deploy/gates/check-gates';
import { type Gate, type GateAnswer, type GateOverride, gateIds } from '../../../server/src/deploy/gates/gate';
import { readOverrides } from '../../../server/src/deploy/gates/overrides';
import { gates } from '../../../server/src/deploy/gates/registry';
import { folderWith } from '../../project/folders';
import { environmentAt, projectIn } from '../environments';

const folder = () => folderWith({ 'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n}\n' });

const secretUrl = 'postgresql://shop:hunter2-secret@127.0.0.1:1/shop';

const gate = (check: Gate['check'], unanswered: Gate['unanswered'] = 'blocked'): Gate => ({
  id: 'status',
  title: 'Status',
  unanswered,
  check,
});
const saying = (answer: GateAnswer): Gate => gate(async () => answer);

async function results(asked: readonly Gate[], { overrides = [], abort = new AbortController().signal, timeLimit = 5_000 }: Options = {}) {
  const project = await projectIn(folder());
  const environment = await environmentAt(secretUrl, project);
  const sources = { variables: {}, secret: async () => null, secretHelp: () => '' };
  return checkGates(
    { project, environment, sources, overrides, withBackup: false, cacheDirectory: null, now: new Date(), abort },
    asked,
    timeLimit,
  );
}

interface Options {
  readonly overrides?: readonly GateOverride[];
  readonly abort?: AbortSignal;
  readonly timeLimit?: number;
}

describe('gates as a whole', () => {
  it('are those of the list, in its order', () =>
    assert.deepEqual(
      gates.map(({ id }) => id),
      gateIds,
    ));

  it('refuse a deploy where one is blocked, and nowhere else', async () => {
    const states = ['ok', 'warning', 'skipped'] as const;
    const passing = await results(states.map((state) => saying({ state, evidence: 'Seen.' })));
    assert.deepEqual(
      passing.map(({ state }) => state),
      states,
    );
    assert.equal(isRefused(passing), false);
    assert.equal(isRefused(await results([saying({ state: 'ok', evidence: '' }), saying({ state: 'blocked', evidence: '' })])), true);
  });

  it('are overridden with a reason, which stands before what was seen', async () => {
    const [result] = await results([saying({ state: 'blocked', evidence: 'Two are edited.' })], {
      overrides: [{ gate: 'status', reason: ' comment\nonly ' }],
    });
    assert.deepEqual(
      [result?.state, result?.evidence, result?.mayOverride],
      ['overridden', 'Overridden, "comment only": Two are edited.', false],
    );
    assert.equal(isRefused(result === undefined ? [] : [result]), false);
  });

  it('stay blocked without a reason, and where an override would not help', async () => {
    const overrides = [{ gate: 'status', reason: ' ' }] as const;
    const [without] = await results([saying({ state: 'blocked', evidence: 'Edited.' })], { overrides });
    assert.deepEqual([without?.state, without?.evidence], ['blocked', 'Edited. An override needs a reason.']);
    const certain = saying({ state: 'blocked', evidence: 'Failed.', refusesOverride: 'Prisma refuses it (P3009).' });
    const [refused] = await results([certain], { overrides: [{ gate: 'status', reason: 'now' }] });
    assert.deepEqual(
      [refused?.state, refused?.evidence, refused?.mayOverride, refused?.refusal],
      ['blocked', 'Failed.', false, 'Prisma refuses it (P3009).'],
    );
  });

  it('leave alone what is not blocked', async () => {
    const [result] = await results([saying({ state: 'warning', evidence: 'Old.' })], { overrides: [{ gate: 'status', reason: 'now' }] });
    assert.deepEqual([result?.state, result?.evidence], ['warning', 'Old.']);
  });

  it('say so where they have no answer in time, blocked or skipped as each has it', async () => {
    const silent: Gate['check'] = () => new Promise(() => undefined);
    const found = await results([gate(silent, 'blocked'), gate(silent, 'skipped')], { timeLimit: 20 });
    assert.deepEqual(
      found.map(({ state }) => state),
      ['blocked', 'skipped'],
    );
    assert.equal(found[0]?.evidence, 'There was no answer within 0.02 s.');
  });

  it('never reject, whatever a gate does', async () => {
    const failing = gate(() => Promise.reject(new Error(`no way to ${secretUrl}`)));
    const throwing = gate(() => {
      throw new Error('thrown at once');
    });
    const [rejected, thrown] = await results([failing, throwing]);
    assert.deepEqual([rejected?.state, rejected?.evidence], ['blocked', 'It could not look: no way to ***']);
    assert.match(thrown?.evidence ?? '', /thrown at once/);
  });

  it('end when they are cancelled, before and in the middle', async () => {
    const silent = gate(() => new Promise(() => undefined));
    const [before] = await results([silent], { abort: AbortSignal.abort() });
    assert.match(before?.evidence ?? '', /cancelled/);
    const controller = new AbortController();
    const cancelling = gate(() => {
      controller.abort();
      return new Promise(() => undefined);
    });
    const answers = results([cancelling], { abort: controller.signal });
    assert.match((await answers)[0]?.evidence ?? '', /cancelled/);
  });

  it('let no password through, in evidence, document, fix or reason', async () => {
    const text = `see ${secretUrl} and hunter2-secret`;
    const [result] = await results([saying({ state: 'blocked', evidence: text, details: text, fix: text })], {
      overrides: [{ gate: 'status', reason: text }],
    });
    assert.doesNotMatch(JSON.stringify(result), /hunter2/);
  });
});

describe('overrides on the command line', () => {
  it('are a gate and a reason, which may hold an equals sign', () =>
    assert.deepEqual(readOverrides(['backup=snapshot id=42', 'clean-tree = generated']), {
      ok: true,
      overrides: [
        { gate: 'backup', reason: 'snapshot id=42' },
        { gate: 'clean-tree', reason: 'generated' },
      ],
    }));

  it('name a gate that there is, once, and a reason', () => {
    const refused = (...words: readonly string[]) => {
      const read = readOverrides(words);
      return read.ok ? 'read' : `${read.problem} ${read.help}`;
    };
    assert.equal(refused('backups=no'), 'There is no gate "backups". Did you mean "backup"?');
    assert.match(refused('everything=no'), /^There is no gate "everything". There are: prisma-version, /);
    assert.match(refused('backup'), /has no reason/);
    assert.match(refused('backup= '), /has no reason/);
    assert.match(refused('backup=a', 'backup=b'), /twice/);
  });
});
