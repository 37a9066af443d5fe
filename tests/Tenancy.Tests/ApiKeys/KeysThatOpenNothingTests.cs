using OnPremLlm.Tenancy.ApiKeys;

namespace OnPremLlm.Tenancy.Tests.ApiKeys;

public sealed class KeysThatOpenNothingTests(KeyInstallation installation) : IClassFixture<KeyInstallation>
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("opl_")]
    [InlineData("sk-0123456789")]
    [InlineData("opl_0123456789abcdef_0123456789012345678901234567890123456789012345678")]
    [InlineData("opl_' OR true -- abc_0123456789012345678901234567890123456789012345678")]
    public async Task Text_that_is_no_key(string? text)
    {
        Assert.Null(await installation.FindAsync(text));
        Assert.Null(ApiKeyText.Parse(text));
    }

    [Fact]
    public async Task A_key_of_the_right_form_that_nobody_made() => Assert.Null(await installation.FindAsync(ApiKeyText.Create().Reveal()));

    [Fact]
    public async Task The_id_of_one_key_with_the_secret_of_another()
    {
        var (one, other) = (await installation.CreateAsync(installation.Red.Id), await installation.CreateAsync(installation.Red.Id));

        Assert.Null(await installation.FindAsync(WithChecksum(one.Text[..21] + other.Text[21..64])));
        Assert.NotNull(await installation.FindAsync(WithChecksum(one.Text[..64]))); // the helper makes keys that are good where the secret is
    }

    [Fact]
    public async Task A_key_with_any_character_changed_moved_in_case_or_cut_off()
    {
        var text = (await installation.CreateAsync(installation.Red.Id)).Text;

        for (var i = 0; i < text.Length; i++)
        {
            Assert.Null(ApiKeyText.Parse($"{text[..i]}{(text[i] == '7' ? '8' : '7')}{text[(i + 1)..]}"));
        }

        foreach (var wrong in (string[])[text.ToUpperInvariant(), text[..^1], text + "0", " " + text, text + "\n", "Bearer " + text])
        {
            Assert.Null(await installation.FindAsync(wrong));
        }
    }

    [Fact]
    public async Task A_revoked_key_from_the_next_request_on()
    {
        var made = await installation.CreateAsync(installation.Red.Id, ApiKeyLifetime.Never);
        Assert.NotNull(await installation.FindAsync(made.Text));
        var first = installation.Time.GetUtcNow();

        Assert.True(await installation.RevokeAsync(installation.Red.Id, made.Key.Id));
        Assert.Null(await installation.FindAsync(made.Text));
        installation.Time.Advance(TimeSpan.FromHours(1));
        Assert.True(await installation.RevokeAsync(installation.Red.Id, made.Key.Id));

        var listed = await installation.ListedAsync(installation.Red.Id, made.Key.Id);
        Assert.Equal((ApiKeyState.Revoked, first), (listed.StateAt(installation.Time.GetUtcNow()), listed.RevokedAt));
    }

    [Theory]
    [InlineData("state = 2")] // suspended
    [InlineData("provisioned_at = NULL")]
    public async Task A_key_of_a_tenant_that_is_out_of_use(string change)
    {
        var made = await installation.CreateAsync(installation.Blue.Id, ApiKeyLifetime.Never);
        var before = await installation.ScalarAsSuperuserAsync("SELECT provisioned_at FROM control.tenants WHERE id = $1", installation.Blue.Id.Value);
        try
        {
            await installation.ScalarAsSuperuserAsync($"UPDATE control.tenants SET {change} WHERE id = $1", installation.Blue.Id.Value);

            Assert.Null(await installation.FindAsync(made.Text));
        }
        finally
        {
            await installation.ScalarAsSuperuserAsync("UPDATE control.tenants SET state = 1, provisioned_at = $2 WHERE id = $1", installation.Blue.Id.Value, before!); // a provisioned tenant has it
        }

        Assert.NotNull(await installation.FindAsync(made.Text));
    }

    // The same arithmetic as documented, written a second time.
    static string WithChecksum(string body)
    {
        const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        var number = Convert.ToUInt32(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(body)))[..8], 16);
        var digits = "";
        while (digits.Length < 6)
        {
            digits = Digits[(int)(number % 62)] + digits;
            number /= 62;
        }

        return body + digits;
    }
}
