import assert from 'node:assert/strict';
import { atOnce, createScheduler, onEdit, whenQuiet } from '../../server/src/lsp/scheduler';

describe('scheduler', () => {
  const fail = (error: unknown): void => assert.fail(String(error));

  it('takes requests of one turn together', async () => {
    let runs = 0;
    const scheduler = createScheduler(async () => {
      runs++;
    }, fail);
    for (let request = 0; request < 10; request++) scheduler.request('a', onEdit);
    await scheduler.settled('a');
    assert.equal(runs, 1);
  });

  it('aborts a run that has become stale and starts again', async () => {
    const ended: string[] = [];
    let started = (): void => undefined;
    const firstRun = new Promise<void>((resolve) => (started = resolve));
    const scheduler = createScheduler(async (_key, signal) => {
      started();
      if (ended.length === 0) await new Promise((resolve) => signal.addEventListener('abort', resolve));
      ended.push(signal.aborted ? 'aborted' : 'through');
    }, fail);
    scheduler.request('a', atOnce);
    await firstRun;
    scheduler.request('a', onEdit);
    await scheduler.settled('a');
    assert.deepEqual(ended, ['aborted', 'through']);
  });

  it('is settled only when what was asked for meanwhile is through too', async () => {
    const runs: number[] = [];
    const scheduler = createScheduler(async () => {
      runs.push(runs.length);
      if (runs.length < 3) scheduler.request('a', onEdit);
    }, fail);
    scheduler.request('a', atOnce);
    await scheduler.settled('a');
    assert.equal(runs.length, 3);
  });

  it('does not let a later request postpone an earlier one', async () => {
    const scheduler = createScheduler(async () => undefined, fail);
    scheduler.request('a', atOnce);
    scheduler.request('a', { idle: 3_600_000, busy: 3_600_000 });
    await scheduler.settled('a');
  });

  it('keeps keys apart, and forgets one at once', async () => {
    const runs: string[] = [];
    const scheduler = createScheduler(async (key) => {
      runs.push(key);
    }, fail);
    scheduler.request('a', whenQuiet);
    scheduler.request('b', atOnce);
    const settled = scheduler.settled('a');
    scheduler.forget('a');
    await settled;
    await scheduler.settled('b');
    assert.deepEqual(runs, ['b']);
  });

  it('reports an error and goes on', async () => {
    const errors: unknown[] = [];
    let runs = 0;
    const scheduler = createScheduler(
      async () => {
        if (runs++ === 0) throw new Error('once');
      },
      (error) => errors.push(error),
    );
    scheduler.request('a', atOnce);
    await scheduler.settled('a');
    scheduler.request('a', atOnce);
    await scheduler.settled('a');
    assert.equal(runs, 2);
    assert.match(String(errors[0]), /once/);
  });
});
