import { postgresSchema } from '../project/folders';
import { lockstep, type RunOptions } from './run';

export const user = 'model User {\n  id    Int     @id @default(autoincrement())\n  email String? @unique\n}\n';
export const schema = `${postgresSchema}\n${user}`;
export const withStatus = schema.replace('  email', '  status String\n  email');
export const init = `CREATE TABLE "User" ("id" SERIAL NOT NULL, "email" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
`;

export const schemaPath = 'prisma/schema.prisma';

/** The finding that `withStatus` has there. */
export const missing = `${schemaPath} required-column-without-default`;

interface JsonFile {
  readonly path: string;
  readonly statements: number;
  readonly unanalysed: number;
  readonly findings: readonly {
    readonly rule: string;
    readonly range: { readonly start: { readonly line: number; readonly character: number } };
    readonly related?: readonly { readonly path: string; readonly range: object; readonly message: string }[];
  }[];
}

/** What `lockstep lint` says, and its findings as `path rule`. */
export async function linted(cwd: string, args: readonly string[] = [], options: RunOptions = {}) {
  const { code, stdout, stderr } = await lockstep(['lint', '--format', 'json', ...args], { cwd, ...options });
  const { files, summary }: { files: readonly JsonFile[]; summary: Readonly<Record<string, number>> } = JSON.parse(stdout);
  return { code, stderr, files, summary, rules: files.flatMap(({ path, findings }) => findings.map(({ rule }) => `${path} ${rule}`)) };
}
