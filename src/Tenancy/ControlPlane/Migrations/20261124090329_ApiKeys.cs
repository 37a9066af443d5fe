using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OnPremLlm.Tenancy.ControlPlane.Migrations
{
    /// <inheritdoc />
    public partial class ApiKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "api_keys",
                schema: "control",
                columns: table => new
                {
                    id = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    scopes = table.Column<int>(type: "integer", nullable: false),
                    secret_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<Guid>(type: "uuid", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_used_on = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_keys", x => x.id);
                    table.CheckConstraint("ck_api_keys_known_scopes", "scopes BETWEEN 1 AND 7");
                    table.ForeignKey(
                        name: "fk_api_keys_people_created_by",
                        column: x => x.created_by,
                        principalSchema: "control",
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_api_keys_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "control",
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_api_keys_created_by",
                schema: "control",
                table: "api_keys",
                column: "created_by");

            migrationBuilder.CreateIndex(
                name: "ix_api_keys_tenant_id",
                schema: "control",
                table: "api_keys",
                column: "tenant_id");

            // The second wall around keys: a query sees the keys of the tenant that its transaction named, or the one key that was presented; a query
            // that forgot to filter sees nothing. Nothing removes a key: a revoked one stays in the list.
            migrationBuilder.Sql("""
                ALTER TABLE control.api_keys ENABLE ROW LEVEL SECURITY;
                CREATE POLICY api_keys_read ON control.api_keys FOR SELECT USING (
                    tenant_id = NULLIF(current_setting('onpremllm.tenant', true), '')::uuid
                    OR id = NULLIF(current_setting('onpremllm.api_key', true), ''));
                CREATE POLICY api_keys_add ON control.api_keys FOR INSERT WITH CHECK (
                    tenant_id = NULLIF(current_setting('onpremllm.tenant', true), '')::uuid);
                CREATE POLICY api_keys_change ON control.api_keys FOR UPDATE USING (
                    tenant_id = NULLIF(current_setting('onpremllm.tenant', true), '')::uuid);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "api_keys",
                schema: "control");
        }
    }
}
