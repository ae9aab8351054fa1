import { env, type QuickPickItem } from 'vscode';
import type { DeployGate } from '../../../server/src/protocol';
import { showPage } from '../documents/preview';
import { askReason } from './confirm';
import type { Operations } from './operations';
import { pickOne } from './pick-one';

type Look = 'open' | 'override' | 'copy' | 'back';

/** Shows the evidence of a gate, and asks what to do about it. The reason to go on in spite of it, where somebody gives one. */
export async function lookAtGate(gate: DeployGate, environment: string, operations: Operations): Promise<string | undefined> {
  const { title, state, evidence, details, fix, mayOverride } = gate;
  const items: readonly (QuickPickItem & { readonly look: Look })[] = [
    { label: '$(go-to-file) Open the evidence', look: 'open' },
    ...(mayOverride
      ? [{ label: '$(debug-step-over) Override with a reason…', description: 'the report keeps it', look: 'override' as const }]
      : []),
    ...(fix === null ? [] : [{ label: '$(copy) Copy the command that helps', description: fix, look: 'copy' as const }]),
    { label: '$(arrow-left) Back to the gates', look: 'back' },
  ];
  const chosen = await pickOne(items, { title: `Lockstep: ${title}, ${state}`, placeHolder: evidence, ignoreFocusOut: true });
  switch (chosen?.look) {
    case 'open':
      await showPage(operations.documents.keep({ title: `${title}, ${environment}`, text: textOf(gate, details, fix) }));
      return undefined;
    case 'override':
      return askReason(`Override ${title}`, `Why the deploy to ${environment} goes on: ${evidence}`);
    case 'copy':
      await env.clipboard.writeText(fix ?? '');
      return undefined;
    case 'back':
    case undefined:
      return undefined;
  }
}

function textOf({ title, state, evidence }: DeployGate, details: string | null, fix: string | null): string {
  const help = fix === null ? [] : [`What helps:\n\n\`\`\`sh\n${fix}\n\`\`\``];
  return `${[`# ${title}: ${state}`, evidence, ...(details === null ? [] : [details]), ...help].join('\n\n')}\n`;
}
