/*
  Warnings:

  - Made the column `reference` on table `Payment` required. This step will fail if there are existing NULL values in that column.

*/
-- AlterTable
ALTER TABLE "Payment" ADD COLUMN     "refundOf" INTEGER,
ALTER COLUMN "amount" SET DATA TYPE BIGINT,
ALTER COLUMN "reference" SET NOT NULL;

-- CreateIndex
CREATE INDEX "Payment_orderId_idx" ON "Payment"("orderId");

-- CreateIndex
CREATE INDEX "Payment_reference_idx" ON "Payment"("reference");

-- AddForeignKey
ALTER TABLE "Payment" ADD CONSTRAINT "Payment_refundOf_fkey" FOREIGN KEY ("refundOf") REFERENCES "Payment"("id") ON DELETE SET NULL ON UPDATE CASCADE;
