/**
 * What failed in a run of Mocha, to be told again once everything has run: the text of each failure is far up by then.
 * @returns an array that fills while the run goes on: `title` with the titles around it, `message` as the error has it.
 */
module.exports = function failuresOf(runner) {
  const failures = [];
  runner.on('fail', (test, error) => failures.push({ title: test.fullTitle(), message: String(error?.stack ?? error).slice(0, 2_000) }));
  return failures;
};
