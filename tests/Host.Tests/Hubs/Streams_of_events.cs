using System.Reflection;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using OnPremLlm.Host.Api;
using OnPremLlm.Host.Hubs;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Visits;
using OnPremLlm.Tenancy;

namespace OnPremLlm.Host.Tests.Hubs;

[Collection(OneHost.Name)]
public sealed class Streams_of_events(ScribeHost host)
{
    static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_listener_that_falls_behind_is_told_so_with_a_code()
    {
        var visit = await host.Clinician.BeginAsync();
        var feed = host.Services.GetRequiredService<VisitSessions>().Get(host.North.Id, new EncounterId(visit)).Feed;
        await using var hub = await host.Clinician.ConnectAsync();
        await using var events = hub.StreamAsync<VisitEvent>(VisitHub.Events, visit, 0L).GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());
        // Long enough that the connection takes longer for one than the loop for the next; without end, until the listener is cut off.
        var long_ = feed.Unstored(VisitEventType.StateChanged) with { Problem = new string('x', 20_000) };
        while (feed.IsWatched)
        {
            feed.Send(long_);
        }

        var failure = await Assert.ThrowsAsync<HubException>(async () =>
        {
            while (await events.MoveNextAsync())
            {
            }
        });

        Assert.EndsWith("HubException: wrong-state: This listener fell too far behind. Subscribe again with the last sequence number seen.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_follows_at_most_four_and_another_when_one_has_ended()
    {
        var visit = await host.Clinician.BeginAsync();
        await using var hub = await host.Clinician.ConnectAsync();
        List<Following> open = [];
        for (var i = 0; i < EventStreams.PerConnection; i++)
        {
            open.Add(await Following.BeginAsync(hub, visit));
        }

        var refusal = await Assert.ThrowsAsync<HubException>(() => Following.BeginAsync(hub, visit));
        Assert.Contains($"HubException: {ApiErrors.TooManyStreams}: ", refusal.Message, StringComparison.Ordinal);

        await open[0].EndAsync();
        await AgainAsync(() => Following.BeginAsync(hub, visit));
    }

    [Fact]
    public void A_person_has_sixteen_places_on_all_connections_and_gets_back_what_ended()
    {
        var streams = new EventStreams();
        var ada = new Caller(new TenantId(Guid.NewGuid()), new PersonId(Guid.NewGuid()), "Ada");
        var places = Enumerable.Range(0, EventStreams.PerPerson).Select(i => streams.Take($"connection {i}", ada with { DisplayName = $"Ada {i}" })).ToList();

        Assert.Throws<HubException>(() => streams.Take("connection 17", ada));
        streams.Take("connection 17", ada with { Person = new PersonId(Guid.NewGuid()) }).Dispose();
        streams.Take("connection 17", ada with { Tenant = new TenantId(Guid.NewGuid()) }).Dispose();
        places[0].Dispose();
        places[0].Dispose(); // once is enough
        using var again = streams.Take("connection 17", ada);
        Assert.Throws<HubException>(() => streams.Take("connection 18", ada));
    }

    /// <summary>The one kind whose failures are given a code after the call was answered.</summary>
    [Fact]
    public void Are_all_that_hubs_stream()
    {
        var streamed = typeof(VisitsHub).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(Hub)))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => method.ReturnType.ToString() is var name && (name.Contains("IAsyncEnumerable", StringComparison.Ordinal) || name.Contains("ChannelReader", StringComparison.Ordinal)))
            .Select(method => method.ReturnType);

        Assert.Equal([typeof(IAsyncEnumerable<VisitEvent>)], streamed);
    }

    /// <summary>The Host learns a moment later that a stream was ended.</summary>
    static async Task AgainAsync(Func<Task> action)
    {
        using var patience = new CancellationTokenSource(_patience);
        while (true)
        {
            try
            {
                await action();
                return;
            }
            catch (HubException) when (!patience.IsCancellationRequested)
            {
                await Task.Yield();
            }
        }
    }

    sealed class Following(IAsyncEnumerator<VisitEvent> events, CancellationTokenSource end)
    {
        public static async Task<Following> BeginAsync(HubConnection hub, Guid visit)
        {
            var end = new CancellationTokenSource();
            var events = hub.StreamAsync<VisitEvent>(VisitHub.Events, visit, 0L, end.Token).GetAsyncEnumerator(end.Token);
            Assert.True(await events.MoveNextAsync());
            return new Following(events, end);
        }

        public async Task EndAsync()
        {
            await end.CancelAsync();
            await events.DisposeAsync();
            end.Dispose();
        }
    }
}
