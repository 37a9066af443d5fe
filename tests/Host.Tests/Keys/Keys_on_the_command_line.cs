using OnPremLlm.Host.Cli;
using OnPremLlm.Host.Tests.Support;
using Spectre.Console;

namespace OnPremLlm.Host.Tests.Keys;

[Collection(OneHost.Name)]
public sealed class Keys_on_the_command_line(ScribeHost host) : IDisposable
{
    readonly StringWriter _output = new();
    readonly StringWriter _notices = new();

    public void Dispose()
    {
        _output.Dispose();
        _notices.Dispose();
    }

    [Fact]
    public async Task Are_printed_once_alone_on_the_output_with_the_warning_beside_it()
    {
        await CreateAsync(new AskedKey("North", "Letters [red]x", ["models"], 7));
        var key = _output.ToString().TrimEnd('\n');
        using var program = Visitor.Nobody(host.Address);

        Assert.Matches("^opl_[0-9A-Za-z]{16}_[0-9A-Za-z]{49}$", key);
        Assert.Contains($"Key {key[4..20]} of North made: Letters [red]x; models; valid until ", _notices.ToString(), StringComparison.Ordinal);
        Assert.Contains("the only time that the key is shown", _notices.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(key[21..], _notices.ToString(), StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await Programs_with_a_key.AskAsync(program, OnPremLlm.Host.Api.Policies.ModelList, key)).Status);
    }

    [Fact]
    public async Task Are_listed_with_their_state_and_revoked_by_their_id_again_and_again()
    {
        await CreateAsync(new AskedKey("South", "Endless", NeverExpires: true), quiet: true);
        var key = _output.ToString().TrimEnd('\n');
        Assert.Equal("", _notices.ToString());

        Assert.Contains("never", await LineAsync(key[4..20]), StringComparison.Ordinal);
        Assert.Contains("active", await LineAsync(key[4..20]), StringComparison.Ordinal);
        await KeyDesk.RevokeAsync(host.Folder, "South", key[4..20], Console(_notices), default);
        await KeyDesk.RevokeAsync(host.Folder, "South", key[4..20], Console(_notices), default);

        Assert.EndsWith($"Key {key[4..20]} of South is revoked: it opens nothing from now on\n", _notices.ToString(), StringComparison.Ordinal);
        Assert.Contains("revoked", await LineAsync(key[4..20]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_another_clinic_or_of_none_are_not_revoked_and_what_was_typed_is_not_repeated()
    {
        var key = await host.CreateKeyAsync(host.South);

        foreach (var id in (string[])[key.Key.Id.Value, "0000000000000000", key.Text])
        {
            var refused = await Assert.ThrowsAsync<CommandException>(() => KeyDesk.RevokeAsync(host.Folder, "North", id, Console(_output), default));
            Assert.StartsWith("North has no API key of this id, so nothing was changed.", refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(id, refused.Message, StringComparison.Ordinal);
        }

        using var program = Visitor.Nobody(host.Address);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await Programs_with_a_key.AskAsync(program, OnPremLlm.Host.Api.Policies.Inference, key.Text)).Status);
    }

    [Fact]
    public async Task That_cannot_be_made_are_refused_in_one_sentence()
    {
        Assert.StartsWith("The key's name is empty.", await RefusedAsync(new AskedKey("North", " ")), StringComparison.Ordinal);
        Assert.StartsWith("There is no clinic \"West\".", await RefusedAsync(new AskedKey("West", "x")), StringComparison.Ordinal);
        Assert.Equal("", _output.ToString());
    }

    [Theory]
    [InlineData("create", "--tenant", "North")]
    [InlineData("create", "--name", "x")]
    [InlineData("create", "--tenant", "North", "--name", "x", "--scope", "everything")]
    [InlineData("create", "--tenant", "North", "--name", "x", "--expires-in", "0")]
    [InlineData("create", "--tenant", "North", "--name", "x", "--expires-in", "367")]
    [InlineData("create", "--tenant", "North", "--name", "x", "--expires-in", "7", "--never-expires")]
    [InlineData("revoke", "--tenant", "North")]
    [InlineData("list")]
    public async Task That_are_asked_for_wrongly_are_not_understood(params string[] arguments) =>
        Assert.Equal(2, await Commands.RunAsync(["keys", .. arguments, "--data", host.Folder]));

    Task<int> CreateAsync(AskedKey asked, bool quiet = false) => KeyDesk.CreateAsync(host.Folder, asked, _output, quiet ? null : Console(_notices), default);

    async Task<string> RefusedAsync(AskedKey asked) =>
        Failures.Explain(await Assert.ThrowsAnyAsync<Exception>(() => CreateAsync(asked))) ?? throw new InvalidOperationException("The failure is not explained.");

    async Task<string> LineAsync(string id)
    {
        await using var list = new StringWriter();
        await KeyDesk.ListAsync(host.Folder, "South", Console(list), default);
        return list.ToString().Split('\n').Single(line => line.Contains(id, StringComparison.Ordinal));
    }

    static IAnsiConsole Console(TextWriter writer) => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No });
}
