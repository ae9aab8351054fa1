import { type Disposable, EventEmitter, Uri, workspace } from 'vscode';
import type { Report } from '../../../server/src/protocol';

/** Texts that are there to be read, as virtual documents `lockstep-text:/<title>.md`: what an operation has found, which is not asked for again. */
export interface KeptDocuments extends Disposable {
  /** A newer text of the same title takes the place of the older one. */
  readonly keep: (report: Report, extension?: string) => Uri;
}

const scheme = 'lockstep-text';

/** Texts that are not shown any more are forgotten, the oldest first, when there are more than this. */
const limit = 40;

export function createKeptDocuments(): KeptDocuments {
  const texts = new Map<string, string>();
  const changed = new EventEmitter<Uri>();
  const provider = workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? 'This text is not kept any more. Run the command again.\n',
  });
  return {
    keep: ({ title, text }, extension = 'md') => {
      const uri = Uri.from({ scheme, path: `/${title.replaceAll('/', ' ')}.${extension}` });
      const key = uri.toString();
      texts.delete(key);
      texts.set(key, text);
      for (const oldest of texts.keys()) if (texts.size > limit) texts.delete(oldest);
      changed.fire(uri);
      return uri;
    },
    dispose: () => {
      provider.dispose();
      changed.dispose();
    },
  };
}
