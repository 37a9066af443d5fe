using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OnPremLlm.Host.Tests.Support;

/// <summary>
/// Everything that any exporter of metrics or traces could be given in this process: each instrument with each measurement's tags, and each
/// finished activity with its name, tags, events and baggage, of every library.
/// </summary>
internal sealed class Telemetry : IDisposable
{
    readonly ConcurrentDictionary<string, byte> _metrics = [];
    readonly ConcurrentQueue<string> _traces = [];
    readonly MeterListener _meters = new();
    readonly ActivityListener _activities;

    public Telemetry()
    {
        _meters.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _meters.SetMeasurementEventCallback<byte>(Measured);
        _meters.SetMeasurementEventCallback<short>(Measured);
        _meters.SetMeasurementEventCallback<int>(Measured);
        _meters.SetMeasurementEventCallback<long>(Measured);
        _meters.SetMeasurementEventCallback<float>(Measured);
        _meters.SetMeasurementEventCallback<double>(Measured);
        _meters.SetMeasurementEventCallback<decimal>(Measured);
        _meters.Start();
        _activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => _traces.Enqueue(Text(activity)),
        };
        ActivitySource.AddActivityListener(_activities);
    }

    /// <summary>Each distinct instrument and set of tags, one a line.</summary>
    public string Metrics
    {
        get
        {
            _meters.RecordObservableInstruments();
            return string.Join('\n', _metrics.Keys);
        }
    }

    /// <summary>Each activity that ended, one a line.</summary>
    public string Traces => string.Join('\n', _traces);

    public void Dispose()
    {
        _meters.Dispose();
        _activities.Dispose();
    }

    void Measured<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) =>
        _metrics.TryAdd($"{instrument.Meter.Name} {instrument.Name} {instrument.Description} {Text(tags.ToArray())}", 0);

    static string Text(Activity activity) =>
        $"{activity.Source.Name} {activity.DisplayName} {activity.StatusDescription} {Text(activity.TagObjects)} {Text(activity.Baggage.Select(b => KeyValuePair.Create<string, object?>(b.Key, b.Value)))} " +
        string.Join(' ', activity.Events.Select(e => $"{e.Name} {Text(e.Tags)}"));

    static string Text(IEnumerable<KeyValuePair<string, object?>> tags) => string.Join(' ', tags.Select(tag => $"{tag.Key}={Text(tag.Value)}"));

    // An array would be written as its type's name.
    static string Text(object? value) => value is System.Collections.IEnumerable values and not string ? string.Join(',', values.Cast<object?>()) : $"{value}";
}
