namespace OnPremLlm.Scribe.App.Visit.Capture;

/// <summary>Notices a channel on which nothing arrives: an unplugged or muted microphone, seen before the visit is lost.</summary>
internal sealed class SilenceWatch(int channels)
{
    /// <summary>About −50 dB of full scale: below it there is no live microphone in a room.</summary>
    const double Floor = 0.003;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    readonly TimeSpan[] silent = new TimeSpan[channels];

    /// <summary>Channels (0 = left) on which there was no signal for 10 s.</summary>
    public IReadOnlyList<int> Silent => [.. Enumerable.Range(0, channels).Where(c => silent[c] >= Patience)];

    /// <summary>Peaks are 0 to 1, one per channel.</summary>
    public void Frame(IReadOnlyList<double> peaks, TimeSpan length)
    {
        for (var c = 0; c < channels; c++)
        {
            silent[c] = c < peaks.Count && peaks[c] > Floor ? TimeSpan.Zero : silent[c] + length;
        }
    }
}
