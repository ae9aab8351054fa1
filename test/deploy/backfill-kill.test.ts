import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Client } from 'pg';
import { builtBundle } from '../cli/run';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { countingTable, seeded, updatesByCount, urlOf, value } from './backfills';
import { type Fault, isCommit, listenWithFaults, type Message } from './wire';

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

/** A place to run one runner after the other, each behind a proxy that knows where to kill it. */
interface Lane {
  readonly run: (point: Point | null) => Promise<number | null>;
  readonly close: () => void;
}

async function openLane(client: Client, onKill: () => void): Promise<Lane> {
  let point: Point | null = null;
  let left = 0;
  let child: ChildProcess | null = null;
  const decide = ({ type, bytes }: Message): Fault => {
    if (point === null || type === null) return 'forward';
    if (point.atCommit && !isCommit(bytes)) return 'forward';
    // Only these two ask for an answer: a simple query, and the end of an extended one.
    if (point.fault === 'swallow-answer' && type !== 'Q' && type !== 'S') return 'forward';
    left -= 1;
    return left === 0 ? point.fault : 'forward';
  };
  const proxy = await listenWithFaults(client, decide, () => {
    onKill();
    child?.kill('SIGKILL');
  });
  return {
    close: proxy.close,
    run: async (killedAt) => {
      point = killedAt;
      left = killedAt?.message ?? 0;
      child = spawn(process.execPath, [builtBundle(), 'backfill', ...words], {
        env: { ...process.env, DATABASE_URL: urlOf(client, proxy.port) },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      await once(child, 'exit');
      return child.exitCode;
    },
  };
}

describe('a backfill that is killed', () => {
  it('loses no row and updates none twice: two runners at once, killed at 50 points', async function () {
    this.timeout(120_000);
    skipWithoutServer(this, version);
    await withDatabase(version, async (client) => {
      await countingTable(client, rows);
      let killed = 0;
      const onKill = (): void => {
        killed += 1;
      };
      const lanes = [await openLane(client, onKill), await openLane(client, onKill)];
      const [first] = lanes;
      try {
        await Promise.all(
          lanes.map(async (lane, index) => {
            for (const point of points(25, 4 + index)) assert.equal(await lane.run(point), null, 'the runner ended before it was killed');
          }),
        );
        assert.equal(killed, 50);
        const before = await updatesByCount(client);
        assert.ok((before[0] ?? 0) > 0 && (before[1] ?? 0) > 0, 'the kills must fall into the work, not before or behind it');
        assert.equal(await first?.run(null), 0);
        assert.deepEqual(await updatesByCount(client), { 1: rows });
        // No range was walked over twice, either.
        assert.equal(Number(await value(client, 'SELECT keys FROM lockstep.backfills')), rows);
        assert.equal(Number(await value(client, 'SELECT rows FROM lockstep.backfills')), rows);
        assert.equal(Number(await value(client, 'SELECT count(*) FROM lockstep.backfill_chunks')), 0);
      } finally {
        for (const lane of lanes) lane.close();
      }
    });
  });
});

const words = [
  ...['--table', 'Order', '--set', 'isDone=true', '--set', 'n=n + 1', '--where', 'NOT "isDone"'],
  ...['--initial', '500', '--maximum', '500', '--pause-milliseconds', '0'],
];
