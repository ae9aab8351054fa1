import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** Entry of the extension host: runs every suite, leaves the counts in a file, and rejects when a test has failed. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 60_000, forbidOnly: true });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await import('./activation.suite');
  await import('./shop.suite');
  await import('./schema.suite');
  await import('./plans.suite');
  await import('./environments.suite');
  await import('./history.suite');
  const runner = await new Promise<Mocha.Runner>((resolve) => {
    const running: Mocha.Runner = mocha.run(() => resolve(running));
  });
  const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
  const file = process.env.LOCKSTEP_EDITOR_COUNTS;
  if (file !== undefined) writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
  if (failures > 0) throw new Error(`${failures} of ${passes + failures} editor tests failed`);
}
