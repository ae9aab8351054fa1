import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findCorpus } from '../corpus/corpus';

/** A schema with everything that the language has, for machines without the corpus. */
const sample = `// A shop.
datasource db {
  provider = "postgresql"
  schemas  = ["public", "audit"]
}

generator client {
  provider        = "prisma-client" // the new one
  previewFeatures = ["views", "partialIndexes"]
}

/// Whoever buys.
model User {
  id      Int      @id @default(autoincrement())
  email   String   @unique @db.VarChar(191)
  role    Role     @default(USER) @map("the \\"role\\"")
  posts   Post[]   @relation("author")
  box     Unsupported("box")?
  updated DateTime @updatedAt /// by Prisma
  /* not yet:
  phone   String
  } */

  @@index([email(ops: raw("text_pattern_ops")), role(sort: Desc)], map: "by email", where: { role: "USER" })
  @@map("users")
  @@schema("public")
}

enum Role {
  ADMIN @map("admin")
  USER

  @@map("roles")
}

model Post {
  id       BigInt @id
  authorId Int
  author   User   @relation("author", fields: [authorId], references: [id], onDelete: Cascade)
  tags     String[] @default(["a", "b"])

  @@unique([authorId, id], name: "both")
  @@ignore
}

view Author {
  id Int @unique
}
`;

/** Every schema of the corpus: of each project, and before and after each edit; without the corpus a single one. */
export function schemaTexts(): readonly string[] {
  const corpus = findCorpus();
  if (corpus === null) return [sample];
  const folders = ['histories', 'schema-edits'].map((name) => join(corpus.directory, name));
  return [sample, ...folders.flatMap((folder) => schemaFiles(folder)).map((path) => readFileSync(path, 'utf8'))];
}

/** `count` of the schemas, spread over all of them. */
export function someSchemaTexts(count: number): readonly string[] {
  const texts = schemaTexts();
  const step = Math.max(1, Math.floor(texts.length / count));
  return texts.filter((_, index) => index % step === 0).slice(0, count);
}

function schemaFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.prisma'))
    .sort()
    .map((path) => join(folder, path));
}
