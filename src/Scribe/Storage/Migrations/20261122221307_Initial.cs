using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OnPremLlm.Scribe.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "scribe");

            migrationBuilder.CreateTable(
                name: "dispositions",
                schema: "scribe",
                columns: table => new
                {
                    encounter_id = table.Column<Guid>(type: "uuid", nullable: false),
                    category = table.Column<short>(type: "smallint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    policy = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    on_hold = table.Column<bool>(type: "boolean", nullable: false),
                    purge_id = table.Column<Guid>(type: "uuid", nullable: true),
                    purged_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispositions", x => new { x.encounter_id, x.category });
                });

            migrationBuilder.CreateTable(
                name: "encounters",
                schema: "scribe",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    clinician_id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    consent_mode = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    consent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    channels = table.Column<int>(type: "integer", nullable: false),
                    last_frame = table.Column<long>(type: "bigint", nullable: true),
                    recorded_ms = table.Column<long>(type: "bigint", nullable: false),
                    transcribed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    signed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    draft_version = table.Column<int>(type: "integer", nullable: false),
                    problem = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_encounters", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "purges",
                schema: "scribe",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    intended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    certificate = table.Column<byte[]>(type: "bytea", nullable: true),
                    receipt_index = table.Column<long>(type: "bigint", nullable: true),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    rows = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_purges", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "retention_policies",
                schema: "scribe",
                columns: table => new
                {
                    version = table.Column<int>(type: "integer", nullable: false),
                    json = table.Column<string>(type: "text", nullable: false),
                    set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_retention_policies", x => x.version);
                });

            migrationBuilder.CreateIndex(
                name: "ix_dispositions_due_at",
                schema: "scribe",
                table: "dispositions",
                column: "due_at",
                filter: "purged_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_dispositions_purge_id",
                schema: "scribe",
                table: "dispositions",
                column: "purge_id");

            migrationBuilder.CreateIndex(
                name: "ix_encounters_clinician_id_created_at",
                schema: "scribe",
                table: "encounters",
                columns: new[] { "clinician_id", "created_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "dispositions",
                schema: "scribe");

            migrationBuilder.DropTable(
                name: "encounters",
                schema: "scribe");

            migrationBuilder.DropTable(
                name: "purges",
                schema: "scribe");

            migrationBuilder.DropTable(
                name: "retention_policies",
                schema: "scribe");
        }
    }
}
