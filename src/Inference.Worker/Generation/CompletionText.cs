using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>A completion on its way out: the text that may be sent, and after it the log-probabilities of the tokens that are wholly in it.</summary>
internal sealed class CompletionText(IReadOnlyList<string> stops, Action<GenerateEvent> send)
{
    readonly TextStream stream = new(stops);
    readonly Queue<(long End, TokenLogProb Token)> untold = new();
    long sent;

    /// <summary>A stop string has occurred; it and what follows are never sent.</summary>
    public bool Stopped => stream.Stopped;

    /// <param name="piece">The token's bytes.</param>
    /// <param name="logProbability">Null when none is to be told.</param>
    public void Add(ReadOnlySpan<byte> piece, TokenLogProb? logProbability)
    {
        var text = stream.Add(piece);
        if (logProbability is not null)
        {
            untold.Enqueue((stream.Length, logProbability));
        }

        Send(text);
    }

    /// <summary>Sends what was held back, at the end of the generation.</summary>
    public void Finish()
    {
        Send(stream.Finish());
        Tell();
    }

    void Send(string text)
    {
        if (text.Length > 0)
        {
            sent += text.Length;
            send(new() { Text = text });
            Tell();
        }
    }

    void Tell()
    {
        var told = new TokenLogProbs();
        while (untold.TryPeek(out var next) && next.End <= sent)
        {
            told.Tokens.Add(untold.Dequeue().Token);
        }

        if (told.Tokens.Count > 0)
        {
            send(new() { LogProbs = told });
        }
    }
}
