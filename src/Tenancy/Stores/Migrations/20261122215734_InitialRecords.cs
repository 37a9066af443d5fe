using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OnPremLlm.Tenancy.Stores.Migrations
{
    /// <inheritdoc />
    public partial class InitialRecords : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "records");

            migrationBuilder.CreateTable(
                name: "sealed_records",
                schema: "records",
                columns: table => new
                {
                    encounter_id = table.Column<Guid>(type: "uuid", nullable: false),
                    category = table.Column<short>(type: "smallint", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sealed_records", x => new { x.encounter_id, x.category, x.kind, x.sequence });
                });

            // Ciphertext does not compress: EXTERNAL saves the attempt, and keeps what is on disk the bytes that were sealed.
            migrationBuilder.Sql("ALTER TABLE records.sealed_records ALTER COLUMN sealed SET STORAGE EXTERNAL;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "sealed_records",
                schema: "records");
        }
    }
}
