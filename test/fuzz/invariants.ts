import assert from 'node:assert/strict';
import type { MigrationAnalysis } from '../../server/src/analysis/analyze';
import { covers, type Span, spanOf } from '../../server/src/analysis/text/span';

/** What holds of every analysis, whatever the text. */
export function assertSound(analysis: MigrationAnalysis, text: string): void {
  const whole = spanOf(0, text.length);
  let end = 0;
  for (const statement of analysis.statements) {
    assertWithin(whole, statement.span, 'statement');
    assert.ok(statement.span.start >= end, 'statements overlap');
    end = statement.span.end;
    assert.equal(statement.kind === 'invalid', statement.operations.length === 0, `kind ${statement.kind}`);
    for (const operation of statement.operations) assertWithin(statement.span, operation.span, operation.kind);
  }
  for (const error of analysis.script.errors) assertWithin(whole, error.span, 'syntax error');
  for (const comment of analysis.script.comments) assertWithin(whole, comment.span, 'comment');
  for (const finding of analysis.findings) {
    assertWithin(whole, finding.span, finding.rule);
    assert.ok(!finding.message.includes('\n'), `${finding.rule}: a message of several lines`);
  }
}

function assertWithin(outer: Span, inner: Span, what: string): void {
  assert.ok(inner.start <= inner.end && covers(outer, inner), `${what}: ${inner.start}–${inner.end} outside ${outer.start}–${outer.end}`);
}
