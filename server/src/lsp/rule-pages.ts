import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import manifest from '../../../package.json';
import { clientCommands } from '../protocol';

/** `dist/` and `docs/` stand beside each other in the repository and in the package. */
const packaged = join(__dirname, '..', 'docs', 'rules');

/** Asked for with every finding of every keystroke. */
const known = new Map<string, string | null>();

/** Where a rule's page can be read: on the web where package.json names a homepage, else the file that is shipped. Null when neither is there. */
export function rulePage(rule: string): string | null {
  const found = known.get(rule);
  const page = found === undefined ? findPage(rule) : found;
  known.set(rule, page);
  return page;
}

function findPage(rule: string): string | null {
  const homepage = homepageOf(manifest);
  if (homepage !== null) return `${homepage}/docs/rules/${rule}.md`;
  const file = join(packaged, `${rule}.md`);
  return existsSync(file) ? pathToFileURL(file).href : null;
}

/** Where a link to a rule's page leads: to the command that renders it where the client has one. Null when there is no page. */
export function rulePageTarget(rule: string, commands: boolean): string | null {
  return commands ? `command:${clientCommands.showRulePage}?${encodeURIComponent(JSON.stringify([rule]))}` : rulePage(rule);
}

/** The same as a Markdown link. */
export function rulePageLink(rule: string, commands: boolean): string {
  const target = rulePageTarget(rule, commands);
  return target === null ? `\`${rule}\`` : `[${rule}](${target})`;
}

function homepageOf(value: object): string | null {
  return 'homepage' in value && typeof value.homepage === 'string' ? value.homepage.replace(/\/+$/, '') : null;
}
