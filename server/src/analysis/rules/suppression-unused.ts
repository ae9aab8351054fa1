import { assertNever } from '../assert-never';
import type { UnusedRule } from '../migration/suppressions';
import { quoted } from '../wording/wording';
import type { SuppressionRule } from './rule';

export const suppressionUnused: SuppressionRule = {
  id: 'suppression-unused',
  severity: 'information',
  scope: 'suppression',
  summary: 'A suppression names a rule that finds nothing there.',
  help: 'Delete the suppression, or the rule from its list: it would hide a later finding that nobody has looked at.',
  speaks: 'everywhere',
  detect: (suppression) => suppression.unused.map((rule) => ({ message: messageOf(rule), span: rule.span })),
};

function messageOf(rule: UnusedRule): string {
  switch (rule.why) {
    case 'no-finding':
      return `This suppression is not needed: ${quoted(rule.id)} finds nothing here.`;
    case 'unknown-rule':
      return `This suppression names ${quoted(rule.id)}, and there is no such rule.`;
    case 'no-target':
      return `This suppression of ${quoted(rule.id)} stands where it covers no statement.`;
    case 'not-at-top':
      return `This suppression of ${quoted(rule.id)} belongs at the top of its file.`;
    default:
      return assertNever(rule.why);
  }
}
