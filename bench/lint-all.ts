import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { BenchHistory } from './history';
import { timeProcess } from './process';
import { median, type Row, relative } from './row';

/**
 * `lockstep lint --all` over every PostgreSQL history in one process, against squawk on the same files. Runs alternate, so that a
 * busy moment of the machine hits both. Cold is a run with an empty cache, the writing of it included.
 */
export async function benchLintAll(cli: string, squawk: string, histories: readonly BenchHistory[], runs: number): Promise<readonly Row[]> {
  const files = histories.flatMap((history) => history.files);
  const projects = histories.map((history) => history.root);
  const cold: number[] = [];
  const cached: number[] = [];
  const peer: number[] = [];
  for (let run = 0; run < runs; run++) {
    const cache = mkdtempSync(path.join(os.tmpdir(), 'lockstep-bench-'));
    const lint = () => timeProcess(process.execPath, [cli, 'lint', '--all', ...projects], { LOCKSTEP_CACHE: cache });
    cold.push(await lint());
    peer.push(await timeProcess(squawk, ['--assume-in-transaction', ...files]));
    cached.push(await lint());
    rmSync(cache, { recursive: true, force: true });
  }
  const label = `lint --all, ${files.length} migrations`;
  return [
    relative(`${label}, cold`, median(cold), median(peer), 1.5, 'ms'),
    relative(`${label}, cached`, median(cached), median(peer), 0.5, 'ms'),
  ];
}
