import type { SchemaCase } from './case';

export const tables: readonly SchemaCase[] = [
  {
    name: 'nothing',
    before: `model T {
  id Int @id
  a Int
}`,
    after: `model T {
  id Int @id
  a Int
}`,
    sql: '',
  },
  {
    name: 'a table comes',
    before: `model T {
  id Int @id

}`,
    after: `model T {
  id Int @id
  posts Post[]
}

model Post {
  id       String   @id @default(uuid())
  title    String   @default("it's") @db.VarChar(200)
  at       DateTime @default(now())
  tags     String[] @default(["a", "b"])
  owner    T        @relation(fields: [ownerId], references: [id])
  ownerId  Int      @map("owner_id")

  @@unique([title, ownerId])
  @@index([at(sort: Desc), ownerId(sort: Asc)])
  @@map("posts")
}`,
    sql: `-- CreateTable
CREATE TABLE "posts" (
    "id" TEXT NOT NULL,
    "title" VARCHAR(200) NOT NULL DEFAULT 'it''s',
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "tags" TEXT[] DEFAULT ARRAY['a', 'b']::TEXT[],
    "owner_id" INTEGER NOT NULL,

    CONSTRAINT "posts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "posts_at_owner_id_idx" ON "posts"("at" DESC, "owner_id" ASC);

-- CreateIndex
CREATE UNIQUE INDEX "posts_title_owner_id_key" ON "posts"("title", "owner_id");

-- AddForeignKey
ALTER TABLE "posts" ADD CONSTRAINT "posts_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "T"("id") ON DELETE RESTRICT ON UPDATE CASCADE;`,
  },
  {
    name: 'a table goes',
    before: `model T {
  id Int @id
  posts Post?
}

model Post {
  id      Int @id @default(autoincrement())
  owner   T   @relation(fields: [ownerId], references: [id])
  ownerId Int @unique
}

model Other {
  id Int @id
}`,
    after: `model T {
  id Int @id

}`,
    sql: `-- DropForeignKey
ALTER TABLE "Post" DROP CONSTRAINT "Post_ownerId_fkey";

-- DropTable
DROP TABLE "Post";

-- DropTable
DROP TABLE "Other";`,
  },
  {
    name: 'a table without a primary key',
    before: `model T {
  id Int @id

}`,
    after: `model T {
  id Int @id

}

model Log {
  at   DateTime @unique
  text String
}`,
    sql: `-- CreateTable
CREATE TABLE "Log" (
    "at" TIMESTAMP(3) NOT NULL,
    "text" TEXT NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "Log_at_key" ON "Log"("at");`,
  },
  {
    name: 'an implicit many-to-many relation comes',
    before: `model T {
  id Int @id

}

model Tag {
  id String @id
}`,
    after: `model T {
  id Int @id
  tags Tag[]
}

model Tag {
  id String @id
  ts T[]
}`,
    sql: `-- CreateTable
CREATE TABLE "_TToTag" (
    "A" INTEGER NOT NULL,
    "B" TEXT NOT NULL,

    CONSTRAINT "_TToTag_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateIndex
CREATE INDEX "_TToTag_B_index" ON "_TToTag"("B");

-- AddForeignKey
ALTER TABLE "_TToTag" ADD CONSTRAINT "_TToTag_A_fkey" FOREIGN KEY ("A") REFERENCES "T"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_TToTag" ADD CONSTRAINT "_TToTag_B_fkey" FOREIGN KEY ("B") REFERENCES "Tag"("id") ON DELETE CASCADE ON UPDATE CASCADE;`,
  },
  {
    name: 'a table gets another name',
    before: `model T {
  id Int @id

}`,
    after: `model T {
  id Int @id


  @@map("t")
}`,
    sql: `-- DropTable
DROP TABLE "T";

-- CreateTable
CREATE TABLE "t" (
    "id" INTEGER NOT NULL,

    CONSTRAINT "t_pkey" PRIMARY KEY ("id")
);`,
  },
];
