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
  const failures: { readonly title: string; readonly message: string }[] = [];
  const runner = await new Promise<Mocha.Runner>((resolve) => {
    const running: Mocha.Runner = mocha.run(() => resolve(running));
    running.on('fail', (test, error) => failures.push({ title: test.fullTitle(), message: String(error.stack ?? error).slice(0, 2_000) }));
  });
  const { passes = 0, failures: failed = 0, pending = 0 } = runner.stats ?? {};
  const file = process.env.LOCKSTEP_EDITOR_COUNTS;
  if (file !== undefined) writeFileSync(file, JSON.stringify({ passed: passes, failed, skipped: pending, failures }));
  if (failed > 0) throw new Error(`${failed} of ${passes + failed} editor tests failed`);
}
