import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import manifest from '../../../package.json';
import { clientCommands } from '../protocol';

/** `dist/` and `docs/` stand beside each other in the repository and in the package. */
const packaged = join(__dirname, '..', 'docs', 'rules');

/** Where a rule's page can be read: on the web where package.json names a homepage, else the file that is shipped. Null when neither is there. */
export function rulePage(rule: string): string | null {
  const homepage = homepageOf(manifest);
  if (homepage !== null) return `${homepage}/docs/rules/${rule}.md`;
  const file = join(packaged, `${rule}.md`);
  return existsSync(file) ? pathToFileURL(file).href : null;
}

/** A Markdown link to a rule's page: one that renders it in the editor where the client has the command for that. */
export function rulePageLink(rule: string, commands: boolean): string {
  const argument = encodeURIComponent(JSON.stringify([rule]));
  const target = commands ? `command:${clientCommands.showRulePage}?${argument}` : rulePage(rule);
  return target === null ? `\`${rule}\`` : `[${rule}](${target})`;
}

function homepageOf(value: object): string | null {
  return 'homepage' in value && typeof value.homepage === 'string' ? value.homepage.replace(/\/+$/, '') : null;
}
