using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OnPremLlm.Tenancy.ControlPlane.Migrations
{
    /// <inheritdoc />
    public partial class TenantLimits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "tenant_limits",
                schema: "control",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    concurrency = table.Column<int>(type: "integer", nullable: true),
                    queue = table.Column<int>(type: "integer", nullable: true),
                    tokens_per_minute = table.Column<int>(type: "integer", nullable: true),
                    context_tokens = table.Column<int>(type: "integer", nullable: true),
                    weight = table.Column<double>(type: "double precision", nullable: true),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tenant_limits", x => x.tenant_id);
                    table.CheckConstraint("ck_tenant_limits_sensible", "concurrency > 0 AND queue >= 0 AND tokens_per_minute > 0 AND context_tokens > 0 AND weight > 0");
                    table.ForeignKey(
                        name: "fk_tenant_limits_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "control",
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            // The second wall, as around API keys: a query sees and changes the limits of the tenant that its transaction named, and no others.
            migrationBuilder.Sql("""
                ALTER TABLE control.tenant_limits ENABLE ROW LEVEL SECURITY;
                CREATE POLICY tenant_limits_read ON control.tenant_limits FOR SELECT USING (
                    tenant_id = NULLIF(current_setting('onpremllm.tenant', true), '')::uuid);
                CREATE POLICY tenant_limits_add ON control.tenant_limits FOR INSERT WITH CHECK (
                    tenant_id = NULLIF(current_setting('onpremllm.tenant', true), '')::uuid);
                CREATE POLICY tenant_limits_change ON control.tenant_limits FOR UPDATE USING (
                    tenant_id = NULLIF(current_setting('onpremllm.tenant', true), '')::uuid);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "tenant_limits",
                schema: "control");
        }
    }
}
