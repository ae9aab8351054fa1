-- AlterTable
ALTER TABLE "Order" ADD COLUMN     "number" TEXT;

UPDATE "Order" SET "number" = 'S' || lpad("id"::text, 8, '0');

-- AlterTable
ALTER TABLE "Order" ALTER COLUMN "number" SET NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "Order_number_key" ON "Order"("number");
