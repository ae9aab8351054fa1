import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { bundle } from '../cli/run';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { countingTable, seeded, updatesByCount, urlOf, value } from './backfills';
import { type Fault, listenWithFaults } from './wire';

const rows = 200_000;
const version = 18;

/** Where a runner is killed: at one of its messages to the server, and on which side of it. */
interface Point {
  readonly message: number;
  readonly fault: Exclude<Fault, 'forward'>;
  /** Only messages that commit count. */
  readonly atCommit: boolean;
}

/** In turn: between a commit and its reply, before a message leaves, when the server has just got one, before its answer comes in. */
function points(count: number, seed: number): readonly Point[] {
  const random = seeded(seed);
  const faults = ['swallow-answer', 'swallow', 'forward-last', 'swallow-answer'] as const;
  return Array.from({ length: count }, (_, index) => {
    const atCommit = index % faults.length === 0;
    const fault = faults[index % faults.length] ?? 'swallow';
    return { atCommit, fault, message: 1 + Math.floor(random() * (atCommit ? 12 : 90)) };
  });
}

describe('a backfill that is killed', () => {
  it('loses no row and updates none twice, killed at 50 points', async function () {
    this.timeout(120_000);
    skipWithoutServer(this, version);
    await withDatabase(version, async (client) => {
      await countingTable(client, rows);
      let point: Point | null = null;
      let left = 0;
      let child: ChildProcess | null = null;
      let killed = 0;
      const proxy = await listenWithFaults(
        client,
        ({ type, bytes }) => {
          if (point === null || type === null) return 'forward';
          if (point.atCommit && !bytes.includes('COMMIT')) return 'forward';
          // Only these two ask for an answer: a simple query, and the end of an extended one.
          if (point.fault === 'swallow-answer' && type !== 'Q' && type !== 'S') return 'forward';
          left -= 1;
          return left === 0 ? point.fault : 'forward';
        },
        () => {
          killed += 1;
          child?.kill('SIGKILL');
        },
      );
      const run = async (): Promise<number | null> => {
        const started = spawn(process.execPath, [bundle, 'backfill', ...words], {
          env: { ...process.env, DATABASE_URL: urlOf(client, proxy.port) },
          stdio: ['ignore', 'ignore', 'inherit'],
        });
        child = started;
        await once(started, 'exit');
        return started.exitCode;
      };
      try {
        for (point of points(50, 4)) {
          left = point.message;
          assert.equal(await run(), null, 'the runner ended before it was killed');
        }
        point = null;
        assert.equal(killed, 50);
        const before = await updatesByCount(client);
        assert.ok((before[0] ?? 0) > 0 && (before[1] ?? 0) > 0, 'the kills must fall into the work, not before or behind it');
        assert.equal(await run(), 0);
        assert.deepEqual(await updatesByCount(client), { 1: rows });
        // No range was walked over twice, either.
        assert.equal(Number(await value(client, 'SELECT keys FROM lockstep.backfills')), rows);
        assert.equal(Number(await value(client, 'SELECT rows FROM lockstep.backfills')), rows);
        assert.equal(Number(await value(client, 'SELECT count(*) FROM lockstep.backfill_chunks')), 0);
      } finally {
        proxy.close();
      }
    });
  });
});

const words = [
  ...['--table', 'Order', '--set', 'isDone=true', '--set', 'n=n + 1', '--where', 'NOT "isDone"'],
  ...['--initial', '500', '--maximum', '500', '--pause-milliseconds', '0'],
];
