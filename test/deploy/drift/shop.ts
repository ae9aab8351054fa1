import { join } from 'node:path';
import type { Client } from 'pg';
import type { Against } from '../../../server/src/deploy/drift/difference';
import { type DriftFound, type DriftOutcome, driftOf } from '../../../server/src/deploy/drift/drift';
import { folderWith, migrations, postgresLock } from '../../project/folders';
import { urlOf } from '../backfills';
import { environmentAt, projectIn } from '../environments';
import { type PrismaMigrate, prismaMigrate } from '../prisma-migrate';

/** A project with something of everything that a database can hold. */
export const shopSchema = `datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}

enum Role {
  USER
  ADMIN
}

model User {
  id     Int     @id @default(autoincrement())
  email  String  @unique
  name   String?
  role   Role    @default(USER)
  age    Int     @default(0)
  posts  Post[]

  @@index([name])
}

model Post {
  id       Int    @id @default(autoincrement())
  title    String @default("untitled")
  authorId Int
  author   User   @relation(fields: [authorId], references: [id])
}
`;

export const shopMigrations = {
  '20260101000000_init': `CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN');
CREATE TABLE "User" (
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT,
    "role" "Role" NOT NULL DEFAULT 'USER',
    "age" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "Post" (
    "id" SERIAL NOT NULL,
    "title" TEXT NOT NULL DEFAULT 'untitled',
    "authorId" INTEGER NOT NULL,

    CONSTRAINT "Post_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
CREATE INDEX "User_name_idx" ON "User"("name");
ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
`,
  '20260102000000_own': `ALTER TABLE "User" ADD CONSTRAINT "User_age_check" CHECK (age >= 0 AND age BETWEEN 0 AND 200 AND name NOT IN ('root', 'nobody'));
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER user_touch BEFORE UPDATE ON "User" FOR EACH ROW EXECUTE FUNCTION touch();
CREATE VIEW adults AS SELECT id, email FROM "User" WHERE age > 17;
CREATE INDEX user_lower ON "User" (lower(email)) WHERE age > 17;
ALTER TABLE "Post" ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_posts ON "Post" USING ("authorId" = 1);
CREATE SEQUENCE tickets;
`,
};

export interface Shop {
  readonly client: Client;
  readonly folder: string;
  readonly directory: string;
  readonly prisma: PrismaMigrate;
  readonly drift: (against?: Against, url?: string) => Promise<DriftOutcome>;
}

/** The shop, deployed to the database of a client by Prisma's own engine. */
export async function deployedShop(client: Client, settings = '{}'): Promise<Shop> {
  const folder = folderWith({
    'prisma/schema.prisma': shopSchema,
    'lockstep.json': settings,
    'prisma/migrations/migration_lock.toml': postgresLock,
    ...migrations('prisma/migrations', shopMigrations),
  });
  const directory = join(folder, 'prisma/migrations');
  const prisma = await prismaMigrate(client, directory);
  const problem = await prisma.deploy();
  if (problem !== null) throw new Error(problem);
  return {
    ...{ client, folder, directory, prisma },
    drift: async (against = 'history', url = urlOf(client)) => {
      const project = await projectIn(folder);
      return driftOf({ project, environment: await environmentAt(url, project), against });
    },
  };
}

/** The comparison, which must have been possible. */
export function compared(outcome: DriftOutcome): DriftFound {
  if (outcome.type !== 'compared') throw new Error(JSON.stringify(outcome));
  return outcome;
}

export function sentencesOf(outcome: DriftOutcome): readonly string[] {
  return compared(outcome).differences.map(({ sentence }) => sentence);
}
