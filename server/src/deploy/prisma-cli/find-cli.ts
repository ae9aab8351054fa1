import { dirname, join } from 'node:path';
import { workingDirectoryOf } from '../../project/evaluate-config';
import { isObject, readJson, textIn } from '../../project/json';
import { majorOf, upwards } from '../../project/prisma-version';
import type { Project } from '../../project/project';
import { isFile, realPath } from '../../project/read-files';
import { installCommand, type PackageManager, packageManagerOf } from './package-manager';
import { findPlugAndPlay, type PlugAndPlay, prismaInPlugAndPlay } from './plug-and-play';

/** Prisma's command line as a project has it installed. It is a script that Node runs; nothing is looked for in `PATH`, nothing fetched. */
export interface PrismaCli {
  readonly version: string;
  /** Absolute, without symbolic links. */
  readonly script: string;
  /** Where Yarn keeps packages without `node_modules`; null where there is that folder. */
  readonly plugAndPlay: PlugAndPlay | null;
  /** Null when nothing says. */
  readonly manager: PackageManager | null;
  /** Where it is run: the directory of `prisma.config.*`, else the project's. */
  readonly workingDirectory: string;
}

export type FoundCli =
  | { readonly ok: true; readonly cli: PrismaCli }
  /** `message` and `help` are sentences. */
  | { readonly ok: false; readonly message: string; readonly help: string };

/**
 * Finds the project's own Prisma CLI as Node does from the project upwards: in `node_modules`, which covers npm, pnpm's links, Yarn, Bun and
 * what a workspace has hoisted, or in Yarn's Plug'n'Play, which a process of its own has to be asked for. Never rejects.
 */
export async function findPrismaCli(project: Project): Promise<FoundCli> {
  const { root, config } = project;
  const workingDirectory = config === null ? root : workingDirectoryOf(config.file);
  const manager = packageManagerOf(root);
  const found = installedPackage(project, workingDirectory) ?? (await packageInPlugAndPlay(project));
  if (found === null) {
    return {
      ok: false,
      message: "The project's own Prisma CLI is not installed.",
      help: `Run "${installCommand(root)}" in ${root}; Lockstep downloads none itself.`,
    };
  }
  const major = majorOf(found.version);
  if (major === null || major < 8) return { ok: true, cli: { ...found, manager, workingDirectory } };
  return {
    ok: false,
    message: `Prisma ${found.version} has another migration system.`,
    help: 'Lockstep deploys the migrations of Prisma 6 and 7; use the commands of Prisma 8 itself.',
  };
}

type FoundPackage = Pick<PrismaCli, 'version' | 'script' | 'plugAndPlay'>;

/** From the configuration, the project and the schema: the package may be installed only for the part of a workspace that holds one of them. */
function installedPackage({ root, schema }: Project, workingDirectory: string): FoundPackage | null {
  for (const start of new Set([workingDirectory, root, ...(schema === null ? [] : [dirname(schema)])])) {
    for (const directory of upwards(start)) {
      const found = packageAt(join(directory, 'node_modules', 'prisma'));
      if (found !== null) return found;
    }
  }
  return null;
}

function packageAt(directory: string): FoundPackage | null {
  const manifest = readJson(join(directory, 'package.json'));
  const version = textIn(manifest?.version);
  const bin = isObject(manifest?.bin) ? textIn(manifest.bin.prisma) : textIn(manifest?.bin);
  if (version === null || bin === null) return null;
  const script = join(directory, bin);
  return isFile(script) ? { version, script: realPath(script), plugAndPlay: null } : null;
}

async function packageInPlugAndPlay({ root, schema }: Project): Promise<FoundPackage | null> {
  const plugAndPlay = findPlugAndPlay(root);
  if (plugAndPlay === null) return null;
  for (const start of new Set([root, ...(schema === null ? [] : [dirname(schema)])])) {
    const found = await prismaInPlugAndPlay(plugAndPlay, start);
    if (found !== null) return { ...found, plugAndPlay };
  }
  return null;
}
