// The licences of what the bundles hold, as their authors ask: one file beside the bundles.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The text of the notices. `metafiles` are esbuild's, `copied` are packages that files beside the bundles were copied from.
 * A package without a licence's text is named with the licence that it declares.
 */
export function noticesOf(root, metafiles, copied) {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set([...inputs.flatMap(packageFolder), ...copied.map((name) => `node_modules/${name}`)]);
  const notices = [...folders].sort().map((folder) => noticeOf(join(root, folder)));
  // Inside the WebAssembly of PGlite and of libpg-query, whose packages name their own licences only.
  notices.push(`PostgreSQL and pgvector (PostgreSQL)\n\n${readFileSync(join(root, 'scripts/licences/PostgreSQL.txt'), 'utf8').trim()}`);
  return `Lockstep holds these packages, each under its own licence.\n\n${notices.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

/** `node_modules/pg-types/node_modules/postgres-date`, from a file in it; none for the project's own files. */
function packageFolder(file) {
  const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
  return folder === undefined ? [] : [folder];
}

function noticeOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const notice = join(folder, 'NOTICE');
  const texts = [
    file === undefined ? null : readFileSync(join(folder, file), 'utf8'),
    existsSync(notice) ? readFileSync(notice, 'utf8') : null,
  ];
  return [`${name} ${version} (${license})`, ...texts.filter((text) => text !== null).map((text) => text.trim())].join('\n\n');
}
