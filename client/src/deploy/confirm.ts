import { window } from 'vscode';

/** The name of a protected environment as somebody has typed it; undefined where they turn back. `what`: `deploy`, `restore over it`. */
export function typedName(name: string, what: string): Thenable<string | undefined> {
  return window.showInputBox({
    title: `Lockstep: ${name}`,
    prompt: `Type ${name} to ${what}`,
    ignoreFocusOut: true,
    validateInput: (text) => (text === name ? null : `Type ${name}.`),
  });
}

/** Why somebody goes on in spite of something; it is kept in the report. */
export async function askReason(title: string, prompt: string): Promise<string | undefined> {
  const reason = await window.showInputBox({
    title: `Lockstep: ${title}`,
    prompt,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'Say why.' : null),
  });
  return reason?.trim();
}
