using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Host.Tests.Capture;

[Collection(OneHost.Name)]
public sealed class Frames_far_beyond_the_limit(ScribeHost host)
{
    [Fact]
    public async Task A_frame_of_100_KB_is_refused_by_name_and_the_recording_goes_on()
    {
        var visit = await host.Clinician.BeginAsync();
        Assert.Null(await host.Clinician.UploadAsync(visit, 1, Frame(0, AudioFrame.BytesPerChannel)));

        var refusal = await host.Clinician.UploadAsync(visit, 1, Frame(1, 100_000));

        Assert.Contains("frame-too-large: Frame 1 has 100000 bytes; at most 6400", refusal, StringComparison.Ordinal);
        Assert.Null(await host.Clinician.UploadAsync(visit, 1, Frame(1, AudioFrame.BytesPerChannel)));
        var detail = await host.Clinician.VisitAsync(visit);
        Assert.Equal((VisitState.Recording, 2L), (detail.Summary.State, detail.NextFrame));
    }

    static AudioFrame Frame(long sequence, int length) => new() { Sequence = sequence, Pcm = new byte[length] };
}
