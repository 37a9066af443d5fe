using OnPremLlm.Inference.Tests.Support;
using OnPremLlm.TestSupport.Remote;
using static OnPremLlm.Inference.Tests.Remote.RemoteSupervision;

namespace OnPremLlm.Inference.Tests.Remote;

/// <summary>TLS in both directions, over real connections: who is not the one that was configured gets nothing.</summary>
public sealed class Engines_that_are_not_trusted
{
    [Fact]
    public async Task An_engine_and_a_Host_that_know_each_other_talk()
    {
        await using var remote = await StartAsync();

        Assert.Equal("yes", await remote.Model.TextAsync(Owner, Ask()));
    }

    [Fact]
    public async Task Without_the_configured_authority_the_certificate_is_the_engines_trouble()
    {
        await using var remote = await StartAsync();
        using var other = new TestAuthority("Other CA");

        remote.Change(engine => engine with { Authority = other.File });
        Assert.Contains($"was not issued by an authority of {other.File}. The trouble is its certificate, not this Host's", await RefusedAsync(remote), StringComparison.Ordinal);
        remote.Change(engine => engine with { Authority = null });
        Assert.Contains("not issued by an authority that this system trusts", await RefusedAsync(remote), StringComparison.Ordinal);
        Assert.Empty(remote.Engine.Calls);
    }

    [Fact]
    public async Task An_expired_certificate_of_the_engine_is_named_with_its_dates()
    {
        await using var remote = await StartAsync(authority => ScriptedEngine.StartAsync(authority.Issue("localhost", TimeSpan.FromDays(-1)), authority));

        var refused = await RefusedAsync(remote);

        Assert.Contains("shows a certificate that is valid from", refused, StringComparison.Ordinal);
        Assert.Contains("The trouble is its certificate", refused, StringComparison.Ordinal);
        Assert.Empty(remote.Engine.Calls);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused()
    {
        await using var remote = await StartAsync(authority => ScriptedEngine.StartAsync(authority.Issue("elsewhere.hospital.example"), authority));

        Assert.Contains("for other names than localhost", await RefusedAsync(remote), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_client_certificate_the_trouble_is_this_Hosts()
    {
        await using var remote = await StartAsync();
        remote.Change(engine => engine with { ClientCertificate = null, ClientKey = null });

        Assert.Contains("asks for a client certificate and ended the connection, because this Host has none", await RefusedAsync(remote), StringComparison.Ordinal);
        Assert.Empty(remote.Engine.Calls);
    }

    [Fact]
    public async Task A_client_certificate_of_another_authority_is_named_as_refused()
    {
        await using var remote = await StartAsync();
        using var other = new TestAuthority("Other CA");
        var (own, key) = other.Save(other.Issue("onpremllm"));
        remote.Change(engine => engine with { ClientCertificate = own, ClientKey = key });

        Assert.Contains($"this Host's client certificate {own}: it does not seem to accept it", await RefusedAsync(remote), StringComparison.Ordinal);
        Assert.Contains("does not seem to accept it", await RefusedAsync(remote, Ask(new string('x', 2_000_000))), StringComparison.Ordinal); // while the request is being sent
        Assert.Empty(remote.Engine.Calls);
    }

    [Fact]
    public async Task An_expired_client_certificate_is_not_shown_at_all()
    {
        await using var remote = await StartAsync();
        var (own, key) = remote.Authority.Save(remote.Authority.Issue("onpremllm", TimeSpan.FromDays(-1)));
        remote.Change(engine => engine with { ClientCertificate = own, ClientKey = key });

        Assert.Contains($"This Host's client certificate {own} is valid from", await RefusedAsync(remote), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_of_another_certificate_and_files_that_are_none_are_told_by_name()
    {
        await using var remote = await StartAsync();
        var (_, key) = remote.Authority.Save(remote.Authority.Issue("somebody else"));
        remote.Change(engine => engine with { ClientKey = key });
        Assert.Contains("cannot be used", await RefusedAsync(remote), StringComparison.Ordinal);

        remote.Change(engine => engine with { ClientKey = "/nowhere/key.pem" });
        Assert.Contains("/nowhere/key.pem of a remote engine cannot be used", await RefusedAsync(remote), StringComparison.Ordinal);
        remote.Change(engine => engine with { Authority = remote.Authority.Write("nothing") });
        Assert.Contains("authority", await RefusedAsync(remote), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_was_exchanged_counts_from_the_next_connection_on()
    {
        await using var remote = await StartAsync();
        var (expired, _) = remote.Authority.Save(remote.Authority.Issue("onpremllm", TimeSpan.FromDays(-1)));
        var good = await File.ReadAllTextAsync(remote.Remote.ClientCertificate!); // StartAsync configured one
        await File.WriteAllTextAsync(remote.Remote.ClientCertificate!, await File.ReadAllTextAsync(expired));
        Assert.NotEmpty(await RefusedAsync(remote));

        await File.WriteAllTextAsync(remote.Remote.ClientCertificate!, good);

        Assert.Equal("yes", await remote.Model.TextAsync(Owner, Ask()));
    }

    static async Task<string> RefusedAsync(RemoteSupervision remote, GenerationRequest? request = null)
    {
        var failure = await remote.Model.FailsAsync(Owner, request ?? Ask());
        Assert.Equal(InferenceFailure.Misconfigured, failure.Failure);
        return failure.Message;
    }
}
