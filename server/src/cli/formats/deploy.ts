import { assertNever } from '../../analysis/assert-never';
import { byteWords } from '../../analysis/statistics/size-words';
import { counted } from '../../analysis/wording/wording';
import type { DryRun } from '../../deploy/deploy/dry-run';
import type { DeployOutcome } from '../../deploy/deploy/outcome';
import { deployReport } from '../../deploy/deploy/report';
import { halfBuiltWords } from '../../deploy/deploy/verify';
import { previewJson } from '../../deploy/preview/preview-json';
import { previewMarkdown } from '../../deploy/preview/preview-markdown';
import type { Style } from '../color';
import { shownPath } from '../shown-path';
import { gatesJson, gatesMarkdown, gatesPretty } from './gates';
import { previewLines } from './preview-lines';
import { printable } from './printable';

export const deployFormats = ['pretty', 'json', 'markdown'] as const;

export type DeployFormat = (typeof deployFormats)[number];

export function formatDeploy(format: DeployFormat, outcome: DeployOutcome, style: Style, from: string): string {
  switch (format) {
    case 'pretty':
      return deployPretty(outcome, style, from);
    case 'json':
      return json(deployObject(outcome));
    case 'markdown':
      return deployReport(outcome);
    default:
      return assertNever(format);
  }
}

export function formatDryRun(format: DeployFormat, dry: DryRun, style: Style): string {
  switch (format) {
    case 'pretty':
      return dryRunPretty(dry, style);
    case 'json': {
      const { environment, outcome, checks, pending, preview } = dry;
      return json({ version: 1, environment, outcome, gates: gatesJson(checks), pending, preview: preview && previewJson(preview) });
    }
    case 'markdown': {
      const preview = dry.preview === null ? `# Deploy to ${dry.environment}\n` : previewMarkdown(dry.preview);
      return `${preview}\n## Gates\n\n${gatesMarkdown(dry.checks)}`;
    }
    default:
      return assertNever(format);
  }
}

/** The form that pipelines read. */
function deployObject({ environment, type, checks, applied, failed, backup, report }: DeployOutcome): object {
  return {
    version: 1,
    environment,
    outcome: type,
    gates: gatesJson(checks),
    applied,
    failed,
    backup: backup && { path: backup.path, bytes: backup.bytes, verified: backup.isVerified },
    report,
  };
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function deployPretty(outcome: DeployOutcome, style: Style, from: string): string {
  const { environment, target, type, checks, applied, failed, backup, verification, report, words } = outcome;
  const place = `${style.path(printable(environment))}${target === null ? '' : `  ${printable(target)}`}`;
  // Gates that are open have nothing to tell behind a deploy.
  const told = checks.filter(({ state }) => type === 'refused' || (type !== 'nothing-to-do' && state !== 'ok' && state !== 'skipped'));
  const lines = [place, ...(told.length === 0 ? [] : [gatesPretty(told, style).trimEnd()])];
  if (type === 'refused') lines.push('', paints[type](style)('Nothing was deployed.'));
  else {
    for (const name of applied) lines.push(`  ✓ applied  ${printable(name)}`);
    for (const found of verification?.halfBuilt ?? []) lines.push(style.warning(`  ! ${printable(halfBuiltWords(found))}`));
    const test = verification?.smokeTest ?? null;
    if (test !== null) lines.push(`  smoke test ${test.state}: ${printable(test.command)}`);
    lines.push(paints[type](style)(printable(words)));
  }
  if (failed !== null) lines.push('Next:', ...failed.next.map((line) => `  ${printable(line)}`));
  if (backup !== null) lines.push(style.dim(`backup  ${shownPath(backup.path, from)}, ${byteWords(backup.bytes)}`));
  if (report !== null) lines.push(style.dim(`report  ${shownPath(report, from)}`));
  return `${lines.join('\n')}\n`;
}

const paints: Readonly<Record<DeployOutcome['type'], (style: Style) => (text: string) => string>> = {
  deployed: (style) => style.information,
  'nothing-to-do': (style) => style.information,
  refused: (style) => style.error,
  failed: (style) => style.error,
  cancelled: (style) => style.warning,
};

function dryRunPretty({ environment, outcome, checks, pending, preview }: DryRun, style: Style): string {
  const target = preview === null ? '' : `  ${printable(preview.target)}`;
  const statements = (name: string): string => {
    const count = preview?.migrations.find(({ file }) => file.name === name)?.statements.length;
    return count === undefined ? '' : style.dim(`  ${counted(count, 'statement')}`);
  };
  const words = {
    'would-deploy': `${counted(pending.length, 'migration')} to deploy.`,
    'nothing-to-do': 'Nothing to deploy.',
    refused: 'A deploy would be refused.',
  } as const;
  const lines = [
    `${style.path(printable(environment))}${target}`,
    ...pending.flatMap((name) => [
      `  ○ pending  ${printable(name)}${statements(name)}`,
      ...(preview === null ? [] : previewLines(preview, name, style)),
    ]),
    gatesPretty(checks, style).trimEnd(),
    (outcome === 'refused' ? style.error : style.information)(words[outcome]),
  ];
  return `${lines.join('\n')}\n`;
}
