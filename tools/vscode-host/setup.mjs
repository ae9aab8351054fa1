// The VS Code server looks for its modules in lib/vscode/node_modules; they are pinned here, one level up. Run after `npm ci`.
import { existsSync, symlinkSync } from 'node:fs';

const link = new URL('node_modules/code-server/lib/vscode/node_modules', import.meta.url);
if (!existsSync(link)) symlinkSync('../../..', link, 'dir');
