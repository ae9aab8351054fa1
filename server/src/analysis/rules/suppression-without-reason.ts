import type { SuppressionRule } from './rule';

export const suppressionWithoutReason: SuppressionRule = {
  id: 'suppression-without-reason',
  severity: 'information',
  scope: 'suppression',
  summary: 'A suppression gives no reason, so it suppresses nothing.',
  help: 'Write the reason behind a colon: `-- lockstep-ignore <rule>: <why this is safe here>`.',
  speaks: 'everywhere',
  schemaHelp: 'Write the reason behind a colon: `// lockstep-ignore <rule>: <why this is safe here>`.',
  detect: (suppression) =>
    suppression.reason === null ? [{ message: 'This suppression gives no reason, so it suppresses nothing.', span: suppression.span }] : [],
};
