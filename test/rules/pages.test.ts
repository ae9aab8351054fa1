import assert from 'node:assert/strict';
import { prepare } from '../../server/src/analysis/analyze';
import { rules } from '../../server/src/analysis/rules/registry';
import { longestMessage } from '../../server/src/analysis/wording/wording';
import { analyseExample } from './analyse-example';
import { type Example, type RulePage, rulePages } from './page';

const headings = ['## What it finds', '## Why it matters', '## What to do', '## Examples', '### Bad', '### Good', '## Sources'];

describe('rules and their pages', () => {
  const pages = new Map(rulePages().map((page) => [page.id, page]));

  before(() => prepare());

  it('every rule has a page and every page a rule', () => {
    assert.deepEqual([...pages.keys()].sort(), rules.map((rule) => rule.id).sort());
  });

  it('the registry is sorted and names no rule twice', () => {
    const ids = rules.map((rule) => rule.id);
    assert.deepEqual(ids, [...new Set(ids)].sort());
  });

  for (const rule of rules) {
    describe(rule.id, () => {
      const page = pages.get(rule.id);
      if (page === undefined) return;

      it('has the title, the summary, the severity and the headings that a page has', () => {
        assert.equal(page.title, rule.id);
        assert.equal(page.summary, rule.summary);
        assert.equal(page.metadata.get('Severity'), rule.severity);
        assert.equal(page.metadata.get('Provider'), 'PostgreSQL');
        assert.match(page.metadata.get('Since') ?? '', /^\d+\.\d+\.\d+$/);
        assert.deepEqual(page.headings, headings);
      });

      it('shows at least one bad and one good example', () => {
        const kinds = new Set(page.examples.map((example) => example.expectation));
        assert.deepEqual([...kinds].sort(), ['bad', 'good']);
      });

      it('shows it in a schema exactly where it speaks there: bad with its message, and good', () => {
        const inSchema = page.examples.filter(({ language }) => language === 'prisma');
        const kinds = new Set(inSchema.map((example) => example.expectation));
        assert.deepEqual([...kinds].sort(), rule.speaks === 'sql' ? [] : ['bad', 'good']);
        const marks = inSchema.flatMap((example) => example.marks).filter((mark) => mark.rule === rule.id);
        assert.ok(rule.speaks === 'sql' || marks.some(({ message }) => message !== null), 'no message');
        if (rule.speaks === 'schema') assert.equal(inSchema.length, page.examples.length);
      });

      for (const example of page.examples) it(`${example.expectation} example at line ${example.line}`, () => check(page, example));
    });
  }
});

/** The page's own rule, and every other rule that the example names, is found on the marked lines and nowhere else. */
function check(page: RulePage, example: Example): void {
  const named = new Set([page.id, ...example.marks.map((mark) => mark.rule)]);
  const optIn = rules.filter((rule) => rule.severity === 'off' && named.has(rule.id)).map((rule) => rule.id);
  const analysis = analyseExample(example, optIn);
  const marks = new Map(example.marks.map((mark) => [describeMark(mark), mark]));
  const found = analysis.findings.map(({ rule, message, span }) => ({ rule, message, line: lineOf(example.text, span.start) }));
  assert.deepEqual(
    found
      .filter(({ rule }) => named.has(rule))
      .map((finding) => `${describeMark(finding)}${marks.get(describeMark(finding))?.message == null ? '' : `: ${finding.message}`}`)
      .sort(),
    example.marks.map((mark) => `${describeMark(mark)}${mark.message === null ? '' : `: ${mark.message}`}`).sort(),
  );
  if (example.expectation === 'bad')
    assert.ok(
      example.marks.some((mark) => mark.rule === page.id),
      'a bad example marks its rule',
    );
  for (const { message, help } of analysis.findings) {
    assert.ok(message.length <= longestMessage, `too long (${message.length}): ${message}`);
    assert.doesNotMatch(message, /\n/);
    assert.notEqual(help, '');
  }
}

function describeMark(mark: { readonly rule: string; readonly line: number }): string {
  return `line ${mark.line + 1}: ${mark.rule}`;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length - 1;
}
