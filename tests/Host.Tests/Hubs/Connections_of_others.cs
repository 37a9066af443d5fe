using System.Net;
using System.Net.WebSockets;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using OnPremLlm.Host.Api;
using OnPremLlm.Host.Hubs;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Host.Tests.Hubs;

/// <summary>Attack: the doctor of another clinic came to know a connection's token and uses it with the own, valid session.</summary>
[Collection(OneHost.Name)]
public sealed class Connections_of_others(ScribeHost host)
{
    [Fact]
    public async Task Only_WebSockets_are_offered_and_a_connection_ends_with_its_session()
    {
        var offered = await host.Clinician.PostAsync($"{VisitHub.Path}/negotiate?negotiateVersion=1");
        var options = host.Services.GetEndpoints().Select(endpoint => endpoint.Metadata.GetMetadata<HttpConnectionDispatcherOptions>()).OfType<HttpConnectionDispatcherOptions>().ToList();

        Assert.Equal(["WebSockets"], JsonNode.Parse(offered.Body)!["availableTransports"]!.AsArray().Select(transport => transport!["transport"]!.GetValue<string>())); // it succeeded: they are there
        Assert.NotEmpty(options);
        Assert.All(options, option => Assert.Equal((HttpTransportType.WebSockets, true), (option.Transports, option.CloseOnAuthenticationExpiration)));
    }

    [Theory]
    [InlineData(HttpTransportType.LongPolling)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    public async Task A_client_that_wants_another_transport_does_not_connect(HttpTransportType transport)
    {
        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(host.Address, VisitHub.Path), options =>
        {
            options.Headers.Add("Cookie", $"onpremllm={host.Clinician.Session}");
            options.Transports = transport;
        }).Build();

        await Assert.ThrowsAnyAsync<Exception>(() => hub.StartAsync());
    }

    [Fact]
    public async Task Nothing_can_be_put_before_the_owner_s_first_call()
    {
        var visit = await host.Clinician.BeginAsync();
        var token = await RawHub.NegotiateAsync(host.Clinician);

        var sent = await host.OtherClinician.PostAsync($"{VisitHub.Path}?id={token}", RawHub.Handshake + RawHub.Follow(visit));

        Assert.Equal((HttpStatusCode.MethodNotAllowed, ApiErrors.MethodNotAllowed), (sent.Status, sent.Code));
        using var owner = await RawHub.OpenAsync(host.Address, host.Clinician, token);
        await owner.SendAsync(RawHub.Handshake);
        Assert.Empty(await owner.ReceiveAsync() ?? throw new InvalidOperationException("The connection ended."));
        await owner.SendAsync(RawHub.Follow(visit));
        Assert.Equal(1, Sequence(await owner.ReceiveAsync())); // the first of the owner's own subscription, and no other before it
    }

    [Theory]
    [InlineData("GET", "*/*")]
    [InlineData("GET", "text/event-stream")]
    [InlineData("POST", "*/*")]
    [InlineData("DELETE", "*/*")]
    public async Task Neither_an_open_nor_a_coming_connection_is_reached_over_another_transport(string method, string accept)
    {
        var visit = await host.Clinician.BeginAsync();
        var coming = await RawHub.NegotiateAsync(host.Clinician);
        var open = await RawHub.NegotiateAsync(host.Clinician);
        using var owner = await FollowAsync(open, visit);

        foreach (var token in (string[])[coming, open])
        {
            var answer = await host.OtherClinician.SendAsync(new HttpMethod(method), $"{VisitHub.Path}?id={token}", body: method == "POST" ? RawHub.Follow(visit) : null, ("Accept", accept));
            Assert.True(answer.Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed, $"{(int)answer.Status}: {answer.Body}");
        }

        await GoesOnAsync(owner, visit);
    }

    [Fact]
    public async Task An_open_connection_is_not_taken_over_by_a_WebSocket()
    {
        var visit = await host.Clinician.BeginAsync();
        var token = await RawHub.NegotiateAsync(host.Clinician);
        using var owner = await FollowAsync(token, visit);

        await Assert.ThrowsAsync<WebSocketException>(() => RawHub.OpenAsync(host.Address, host.OtherClinician, token));

        await GoesOnAsync(owner, visit);
    }

    [Fact]
    public async Task A_coming_connection_that_is_taken_has_the_rights_of_whoever_took_it()
    {
        var visit = await host.Clinician.BeginAsync();
        var token = await RawHub.NegotiateAsync(host.Clinician);
        using var thief = await RawHub.OpenAsync(host.Address, host.OtherClinician, token);
        await thief.SendAsync(RawHub.Handshake + RawHub.Follow(visit));
        await thief.ReceiveAsync(); // the answer to the handshake

        Assert.Contains(HubErrors.NotFound, Error(await thief.ReceiveAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_after_the_person_behind_the_connection_changed_is_refused_and_ends_it()
    {
        var (north, south, ada, sam) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var connection = Connection.Create(Person(north, ada));
        var filter = new OwnConnection();
        await filter.OnConnectedAsync(new HubLifetimeContext(connection, host.Services, new Silent()), _ => Task.CompletedTask);
        Assert.Equal("answered", await CallAsync(filter, connection));

        connection.Last = Person(south, ada);
        Assert.Contains("not-signed-in: ", (await Assert.ThrowsAsync<HubException>(() => CallAsync(filter, connection))).Message, StringComparison.Ordinal);
        Assert.True(connection.IsAborted);
        (connection.Seen, connection.Last) = (Person(north, sam), Person(north, sam));
        await Assert.ThrowsAsync<HubException>(() => CallAsync(filter, connection));
        (connection.Seen, connection.Last) = (new ClaimsPrincipal(), null);
        await Assert.ThrowsAsync<HubException>(() => CallAsync(filter, connection));
    }

    async Task<RawHub> FollowAsync(string token, Guid visit)
    {
        var owner = await RawHub.OpenAsync(host.Address, host.Clinician, token);
        await owner.SendAsync(RawHub.Handshake + RawHub.Follow(visit));
        Assert.Empty(await owner.ReceiveAsync() ?? throw new InvalidOperationException("The connection ended."));
        Assert.Equal(1, Sequence(await owner.ReceiveAsync()));
        return owner;
    }

    /// <summary>The owner still gets what happens, on the same connection.</summary>
    async Task GoesOnAsync(RawHub owner, Guid visit)
    {
        Visitor.Succeeded(await host.Clinician.PostAsync($"api/visits/{visit}/transcript", new WrittenTranscript { Turns = [new WrittenTurn { Speaker = Speaker.Patient, Text = "My head aches." }] }));
        Assert.True(Sequence(await owner.ReceiveAsync()) is 2);
    }

    static long? Sequence(JsonObject? message) => message?["item"]?["sequence"]?.GetValue<long>();

    static string Error(JsonObject? message) => message?["error"]?.GetValue<string>() ?? $"no error: {message?.ToJsonString()}";

    async Task<object?> CallAsync(OwnConnection filter, Connection connection) => await filter.InvokeMethodAsync(
        new HubInvocationContext(connection, host.Services, new Silent(), ((Delegate)Connection.Create).Method, []), _ => ValueTask.FromResult<object?>("answered"));

    static ClaimsPrincipal Person(Guid tenant, Guid person) =>
        new(new ClaimsIdentity([new Claim(Caller.TenantClaim, tenant.ToString()), new Claim(ClaimTypes.NameIdentifier, person.ToString())]));

    sealed class Silent : Hub;

    sealed class Connection : HubCallerContext, IConnectionUserFeature
    {
        public static Connection Create(ClaimsPrincipal seen)
        {
            var connection = new Connection { Seen = seen };
            connection.Features.Set<IConnectionUserFeature>(connection);
            return connection;
        }

        public ClaimsPrincipal? Seen { get; set; }

        /// <summary>The user of the last request; null: as seen.</summary>
        public ClaimsPrincipal? Last { get; set; }

        public bool IsAborted { get; private set; }

        public override string ConnectionId => "1";

        public override string? UserIdentifier => null;

        public override ClaimsPrincipal? User => Seen;

        public override IDictionary<object, object?> Items { get; } = new Dictionary<object, object?>();

        public override IFeatureCollection Features { get; } = new FeatureCollection();

        public override CancellationToken ConnectionAborted => CancellationToken.None;

        ClaimsPrincipal? IConnectionUserFeature.User { get => Last ?? Seen; set => throw new NotSupportedException(); }

        public override void Abort() => IsAborted = true;
    }
}
