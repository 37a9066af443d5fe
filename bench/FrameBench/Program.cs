using System.Globalization;
using System.Runtime.InteropServices;
using OnPremLlm.EndToEnd.Tests;
using OnPremLlm.FrameBench;
using OnPremLlm.Host.Cli;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.TestSupport;

const int Speed = 4;
var frame = TimeSpan.FromMilliseconds(AudioFrame.Milliseconds);
var sound = WaveFile.Read(Repository.PathOf("models", "demo", "visit-1.wav"));
var host = new RealHost();
var stopped = new Lazy<Task>(host.DisposeAsync); // once, whether by the end or by a signal
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, CleanUp);
using var ended = PosixSignalRegistration.Create(PosixSignal.SIGTERM, CleanUp);
try
{
    await host.InitializeAsync();
    await using var baseline = new DurableInsert(host.Postgres);
    await baseline.OpenAsync();
    using var quiet = new CancellationTokenSource(TimeSpan.FromSeconds(10), TimeProvider.System);
    Console.WriteLine($"  one durable insert of {2 * AudioFrame.BytesPerChannel} bytes, no visit   {await baseline.RunAsync(quiet.Token)}");
    var (email, password) = host.Account("Clinician");
    await using var client = await VisitClient.SignInAsync(new Uri(host.Address), email, password, CancellationToken.None);
    await MeasureAsync("warming up", visits: 1, frames: 50, frame / Speed); // starts the workers; not a figure
    await MeasureAsync("1 visit at 1x", visits: 1, frames: 80, frame);
    await MeasureAsync("1 visit at 4x", visits: 1, frames: 300, frame / Speed);
    await MeasureAsync("8 visits at 1x", visits: 8, frames: 80, frame);
    await MeasureAsync("8 visits at 4x", visits: 8, frames: 300, frame / Speed);

    async Task MeasureAsync(string what, int visits, int frames, TimeSpan pace)
    {
        var latencies = new Latencies();
        List<Recording> recordings = [];
        try
        {
            for (var i = 0; i < visits; i++)
            {
                recordings.Add(await Recording.OpenAsync(client, latencies));
            }

            // The baseline runs beside them: the same load on the same cores and the same disk.
            using var sending = new CancellationTokenSource();
            var inserts = baseline.RunAsync(sending.Token);
            await Task.WhenAll(recordings.Select((recording, i) => recording.SendAsync(sound, frames, pace, pace * i / visits)));
            await sending.CancelAsync();
            Print(what, latencies, await inserts);
        }
        finally
        {
            await Task.WhenAll(recordings.Select(recording => recording.DisposeAsync().AsTask()));
        }
    }
}
finally
{
    await stopped.Value;
}

// The database runs in a session of its own and would stay.
void CleanUp(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopped.Value.GetAwaiter().GetResult();
    Environment.Exit(130);
}

static void Print(string what, Latencies frames, Latencies inserts) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"  {what,-14}  {frames}   insert meanwhile {inserts}   ratio p50 {frames.Percentile(0.5) / inserts.Percentile(0.5):F1}  p99 {frames.Percentile(0.99) / inserts.Percentile(0.99):F1}"));
