// Mocha's own `spec` report, and the counts as JSON in the file that LOCKSTEP_TEST_COUNTS names: several runs add up to one line.
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');
const failuresOf = require('./failures.cjs');

module.exports = class CountingSpec extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.LOCKSTEP_TEST_COUNTS;
    if (file === undefined) return;
    const failures = failuresOf(runner);
    runner.once('end', () => {
      const { passes, failures: failed, pending } = this.stats;
      writeFileSync(file, JSON.stringify({ passed: passes, failed, skipped: pending, failures }));
    });
  }
};
