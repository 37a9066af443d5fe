using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using OnPremLlm.Scribe.Protocol;
using Spectre.Console;

namespace OnPremLlm.Host.Cli;

/// <summary>What <c>onpremllm demonstrate</c> was asked for.</summary>
internal sealed record DemonstrationOptions
{
    public required Uri Address { get; init; }
    public string? Recording { get; init; }
    public string? Text { get; init; }

    /// <summary>How many times faster than spoken the recording is sent; 0.1 to 100.</summary>
    public double Speed { get; init; } = 4;
    public required DemonstrationAccounts Accounts { get; init; }

    /// <summary>The Verifier's program, run as a compliance officer would run it.</summary>
    public required string Verifier { get; init; }
    public required string BundleFolder { get; init; }

    /// <summary>Where the log's public key is read from: another way than the receipt itself.</summary>
    public required string LedgerFolder { get; init; }
}

/// <summary>
/// A whole visit in the terminal through the public interfaces only: consent, recording, live transcript, draft, signature, purge, offline
/// verification, and the other clinic seeing nothing. Every step is checked; the first that does not hold ends the run.
/// </summary>
internal sealed class Demonstration(DemonstrationOptions options, IAnsiConsole console)
{
    static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);
    static readonly TimeSpan _acknowledgement = TimeSpan.FromSeconds(30);

    /// <exception cref="DemonstrationException">A step did not hold, or the Host refused it or went away.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            await RunStepsAsync(ct);
        }
        catch (HubException refusal)
        {
            throw new DemonstrationException($"The Host refused a step of the visit: {refusal.Message}", refusal);
        }
        catch (Exception failure) when (IsConnection(failure) || (failure is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new DemonstrationException($"The connection to the Host at {options.Address} broke off in mid-visit. What it acknowledged is stored. See its log, start it again if it has ended (deploy/quickstart), then run the demonstration anew.", failure);
        }
    }

    // What HttpClient and the hub's client throw when the other side goes away; the latter also says only that it is "not active".
    static bool IsConnection(Exception failure) => failure is HttpRequestException or IOException { InnerException: not null } or WebSocketException or SocketException
        or InvalidOperationException { Source: "Microsoft.AspNetCore.SignalR.Client.Core" };

    async Task RunStepsAsync(CancellationToken ct)
    {
        var (clinician, compliance, _, stranger) = options.Accounts;
        var (text, recording) = ReadInput(); // a file that cannot be used is said before a visit is made
        await using var doctor = await SignInAsync(clinician, ct);
        var visit = await ConsentAsync(doctor, ct);
        await using var hub = await doctor.ConnectAsync(ct);
        var draft = await CaptureAndDraftAsync(doctor, hub, visit, text, recording, ct);
        await SignAsync(doctor, visit, draft, ct);
        await ForeignersSeeNothingAsync(stranger, visit, ct);
        await PurgeAsync(compliance, doctor, visit, ct);
    }

    (IReadOnlyList<WrittenTurn>? Text, WaveFile? Recording) ReadInput() => options switch
    {
        { Text: { } text } => (TranscriptFile.Read(text), null),
        { Recording: { } recording } => (null, WaveFile.Read(recording)),
        _ => throw new DemonstrationException("Name a recording with --recording or a transcript with --text."),
    };

    async Task<VisitClient> SignInAsync(DemonstrationAccount account, CancellationToken ct)
    {
        var client = await VisitClient.SignInAsync(options.Address, account.Email, account.Password, ct);
        Done($"{client.Who.DisplayName} signed in to {client.Who.TenantName} ({string.Join(", ", client.Who.Roles)})");
        return client;
    }

    async Task<Guid> ConsentAsync(VisitClient doctor, CancellationToken ct)
    {
        var created = await doctor.PostAsync<VisitDetail>("api/visits", null, ct);
        var visit = created.Summary.Id;
        await doctor.PostAsync($"api/visits/{visit}/consent", new ConsentRequest { Mode = ConsentMode.Explicit }, ct);
        Done($"Visit {visit} made, consent recorded");
        return visit;
    }

    async Task<NoteDraft> CaptureAndDraftAsync(
        VisitClient doctor, HubConnection hub, Guid visit, IReadOnlyList<WrittenTurn>? turns, WaveFile? recording, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(_patience);
        var watching = new EventPrinter(console).WatchAsync(hub.StreamAsync<VisitEvent>(VisitHub.Events, visit, 0L, patience.Token), patience.Token);
        try
        {
            if (turns is not null)
            {
                await doctor.PostAsync($"api/visits/{visit}/transcript", new WrittenTranscript { Turns = turns }, patience.Token);
                Done($"Written transcript of {turns.Count} turns handed in");
            }
            else if (recording is not null)
            {
                await SendRecordingAsync(doctor, hub, visit, recording, patience.Token);
            }

            return await watching;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new DemonstrationException($"No draft came within {_patience.TotalMinutes} minutes. Look into the Host's log.");
        }
    }

    async Task SendRecordingAsync(VisitClient doctor, HubConnection hub, Guid visit, WaveFile recording, CancellationToken ct)
    {
        var last = recording.Frames().Count() - 1L;
        var acknowledged = -1L;
        var durable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.On<Guid, long>(VisitHub.AudioAcknowledged, (_, through) =>
        {
            Interlocked.Exchange(ref acknowledged, through);
            if (through >= last)
            {
                durable.TrySetResult();
            }
        });
        var watch = Stopwatch.StartNew();
        Done($"Recording of {recording.Duration.TotalSeconds:0} s, {recording.Channels} channel(s), sent {options.Speed:0.#} times as fast as spoken");
        await hub.InvokeAsync(VisitHub.UploadAudio, visit, recording.Channels, PacedAsync(recording, ct), ct);
        try
        {
            // The client runs handlers beside the loop that ends the invocation: the last acknowledgement may still be on its way to this one.
            await (last < 0 ? Task.CompletedTask : durable.Task.WaitAsync(_acknowledgement, ct));
        }
        catch (TimeoutException)
        {
            throw new DemonstrationException($"Only frames up to {Interlocked.Read(ref acknowledged)} of {last} were acknowledged as durable.");
        }

        await doctor.PostAsync($"api/visits/{visit}/stop", new StopRequest { LastFrame = last }, ct);
        Done($"{last + 1} frames durable and acknowledged in {watch.Elapsed.TotalSeconds:0.0} s; recording stopped");
    }

    async IAsyncEnumerable<AudioFrame> PacedAsync(WaveFile recording, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(AudioFrame.Milliseconds / options.Speed));
        foreach (var frame in recording.Frames())
        {
            yield return frame;
            await timer.WaitForNextTickAsync(ct);
        }
    }

    async Task SignAsync(VisitClient doctor, Guid visit, NoteDraft draft, CancellationToken ct)
    {
        var unsupported = draft.Sections.Sum(s => s.Statements.Count(statement => statement.Verdict is Verdict.NotSupported));
        var note = await doctor.PostAsync<NoteDraft>($"api/visits/{visit}/sign", new SignRequest { Version = draft.Version, AttestUnsupported = unsupported > 0 }, ct);
        Done($"Signed by {note.SignedBy}; {note.Sections.Sum(s => s.Statements.Count)} statements, {unsupported} without support in the transcript");
    }

    async Task ForeignersSeeNothingAsync(DemonstrationAccount stranger, Guid visit, CancellationToken ct)
    {
        await using var other = await SignInAsync(stranger, ct);
        var foreign = await other.StatusAsync($"api/visits/{visit}", ct);
        var absent = await other.StatusAsync($"api/visits/{Guid.CreateVersion7()}", ct);
        var listed = await other.GetAsync<IReadOnlyList<VisitSummary>>("api/visits", ct);
        if (foreign is not HttpStatusCode.NotFound || absent != foreign || listed.Any(v => v.Id == visit))
        {
            throw new DemonstrationException($"{other.Who.TenantName} could tell that the visit exists ({(int)foreign}, absent: {(int)absent}).");
        }

        Done($"{other.Who.TenantName} sees nothing of it: its visit and an absent one answer alike ({(int)foreign})");
    }

    async Task PurgeAsync(DemonstrationAccount officer, VisitClient doctor, Guid visit, CancellationToken ct)
    {
        await using var compliance = await SignInAsync(officer, ct);
        await compliance.PostAsync<SweepResult>("api/compliance/sweep", null, ct);
        var records = await compliance.GetAsync<IReadOnlyList<ComplianceRecord>>("api/compliance/records", ct);
        var transcript = records.SingleOrDefault(r => r.VisitId == visit && r.Kind is RecordKind.Transcript);
        if (transcript is not { PurgedAt: not null, ReceiptId: { } receipt })
        {
            throw new DemonstrationException("The transcript was due at signing and is not purged.");
        }

        Done($"Swept: {string.Join(", ", records.Where(r => r.VisitId == visit && r.PurgedAt is not null).Select(r => r.Kind))} purged, receipt {receipt}");
        var detail = await doctor.GetAsync<VisitDetail>($"api/visits/{visit}", ct);
        if (detail.Transcript.Count > 0 || detail.Note is null)
        {
            throw new DemonstrationException("After the purge the transcript can still be read, or the signed note cannot.");
        }

        Done("The transcript can no longer be read; the signed note can");
        await VerifyAsync(await compliance.DownloadAsync($"api/compliance/receipts/{receipt}/bundle", ct), receipt, compliance.Who.TenantId, ct);
    }

    async Task VerifyAsync(byte[] bundle, Guid receipt, Guid? tenant, CancellationToken ct)
    {
        var key = Path.Combine(options.LedgerFolder, $"{tenant:D}", "log.vkey");
        Directory.CreateDirectory(options.BundleFolder);
        var file = Path.Combine(options.BundleFolder, $"purge-receipt-{receipt:D}.json");
        await File.WriteAllBytesAsync(file, bundle, ct);
        using var verifier = Process.Start(new ProcessStartInfo(options.Verifier, ["receipt", file, "--key", key]) { RedirectStandardOutput = true })
            ?? throw new DemonstrationException($"The Verifier {options.Verifier} could not be started.");
        var report = await verifier.StandardOutput.ReadToEndAsync(ct);
        await verifier.WaitForExitAsync(ct);
        foreach (var line in report.TrimEnd().Split('\n'))
        {
            console.Profile.Out.Writer.WriteLine($"     {line}");
        }

        if (verifier.ExitCode != 0)
        {
            throw new DemonstrationException($"The Verifier did not accept the receipt {file}.");
        }

        Done($"The Verifier accepts the receipt, offline: {file}");
    }

    void Done(string what) => Steps.Done(console, what);
}
