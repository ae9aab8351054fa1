import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run';

interface MenuEntry {
  readonly command: string;
  readonly when?: string;
}

interface Manifest {
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly enablement?: string;
      readonly icon?: string;
    }[];
    readonly menus: Readonly<Record<string, readonly MenuEntry[]>>;
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string; readonly when?: string }[];
    readonly walkthroughs: readonly {
      readonly id: string;
      readonly steps: readonly {
        readonly id: string;
        readonly media: { readonly svg: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
  };
}

const text = readFileSync(join(root, 'package.json'), 'utf8');
const { contributes }: Manifest = JSON.parse(text);
const names: Readonly<Record<string, string>> = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8'));
const commands = new Set(contributes.commands.map(({ command }) => command));
const links = Object.values(names).flatMap((name) => [...name.matchAll(/\(command:([\w.]+)/g)].map(([, command = '']) => command));

describe('the manifest of the extension', () => {
  it('names every text, and no text that nothing shows', () => {
    const used = [...text.matchAll(/"%([\w.]+)%"/g)].map(([, key = '']) => key);
    assert.deepEqual(
      used.filter((key) => names[key] === undefined),
      [],
    );
    assert.deepEqual(
      Object.keys(names).filter((key) => !used.includes(key)),
      [],
    );
  });

  it('has every command of a menu, of a welcome view and of the walkthrough', () => {
    const asked = [...Object.values(contributes.menus).flatMap((entries) => entries.map(({ command }) => command)), ...links];
    const own = asked.filter((command) => command.startsWith('lockstep.'));
    assert.ok(own.length > 30);
    assert.deepEqual(
      own.filter((command) => !commands.has(command)),
      [],
    );
  });

  it('has in the palette what a menu of a tree has, so that nothing needs a mouse', () => {
    const hidden = new Set((contributes.menus.commandPalette ?? []).flatMap(({ command, when }) => (when === 'false' ? [command] : [])));
    // The palette runs any backfill.
    const elsewhere = new Set(['lockstep.runStageBackfill']);
    const ofTrees = (contributes.menus['view/item/context'] ?? []).map(({ command }) => command);
    assert.deepEqual(
      ofTrees.filter((command) => hidden.has(command) && !elsewhere.has(command)),
      [],
    );
  });

  it('keeps what an untrusted workspace refuses in the palette, where it says why', () => {
    assert.deepEqual(
      contributes.commands.filter(({ enablement }) => enablement?.includes('isWorkspaceTrusted') === true),
      [],
    );
  });

  it('gives an icon to every command that stands in a row of a tree', () => {
    const inline = (contributes.menus['view/item/context'] ?? []).filter(
      (entry) => 'group' in entry && String(entry.group).startsWith('inline'),
    );
    const icons = new Map(contributes.commands.map(({ command, icon }) => [command, icon]));
    assert.ok(inline.length > 5);
    assert.deepEqual(
      inline.map(({ command }) => command).filter((command) => icons.get(command) === undefined),
      [],
    );
  });

  it('speaks of views that there are', () => {
    const views = new Set(Object.values(contributes.views).flatMap((list) => list.map(({ id }) => id)));
    const asked = [
      ...contributes.viewsWelcome.map(({ view }) => view),
      ...Object.values(contributes.menus).flatMap((entries) =>
        entries.flatMap(({ when }) => [...(when ?? '').matchAll(/view == ([\w.]+)/g)].map(([, view = '']) => view)),
      ),
    ];
    assert.deepEqual(
      asked.filter((view) => !views.has(view)),
      [],
    );
  });

  it('walks through five steps, each with a picture and with an event that ends it', () => {
    const [walkthrough, ...others] = contributes.walkthroughs;
    assert.deepEqual(others, []);
    assert.deepEqual(
      walkthrough?.steps.map(({ id }) => id),
      ['schema', 'warning', 'fix', 'environments', 'deploy'],
    );
    for (const { id, media, completionEvents } of walkthrough?.steps ?? []) {
      assert.ok(existsSync(join(root, media.svg)), media.svg);
      assert.ok(completionEvents.length > 0, id);
      for (const event of completionEvents) {
        const [kind, argument = ''] = event.split(':');
        if (kind === 'onCommand') assert.ok(commands.has(argument), event);
        else assert.equal(event, `onContext:lockstep.step.${id}`);
      }
    }
    assert.equal(readdirSync(join(root, 'images/walkthrough')).length, 5);
  });
});
