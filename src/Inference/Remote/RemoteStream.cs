namespace OnPremLlm.Inference;

/// <summary>An answer that comes in events. Disposing it early ends the connection, and with it the work over there.</summary>
/// <param name="told">Logs a failure that is the operator's matter.</param>
internal sealed class RemoteStream(RemoteEngine engine, HttpResponseMessage answer, Stream body, Silence silence, Func<InferenceException, InferenceException> told) : IAsyncDisposable
{
    readonly RemoteEvents _events = new(body);

    /// <summary>The next event's data; null at the end of the stream, wherever that is.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken ct)
    {
        try
        {
            return await _events.NextAsync(silence.Heard, silence.Token);
        }
        catch (Exception fault)
        {
            ct.ThrowIfCancellationRequested();
            throw told(fault is InvalidDataException ? RemoteFailures.Unreadable(engine) : RemoteFailures.Of(engine, silence.Judge(fault), hasBegun: true));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        answer.Dispose();
        silence.Dispose();
    }
}
