using OnPremLlm.Scribe.Capture;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.Tests.Capture;

public class Frames_that_may_be_stored
{
    [Fact]
    public void Frames_in_order_are_taken_from_the_next_one_on()
    {
        var fresh = FrameRules.Fresh([Frame(3), Frame(4), Frame(5), Frame(6)], next: 5, channels: 1, shortFrameStored: false);
        Assert.Equal([5L, 6], fresh.Select(frame => frame.Sequence)); // 3 and 4 are durable: acknowledged again, not stored again
    }

    [Fact]
    public void A_batch_of_which_all_is_durable_changes_nothing() =>
        Assert.Empty(FrameRules.Fresh([Frame(0), Frame(1)], next: 2, channels: 1, shortFrameStored: true));

    [Fact]
    public void A_short_frame_may_be_the_last() =>
        Assert.Equal(2, FrameRules.Fresh([Frame(0), Frame(1, bytes: 2)], next: 0, channels: 1, shortFrameStored: false).Count);

    public static TheoryData<long, int, int, string> Refused => new()
    {
        // sequence, bytes, channels, code
        { 6, 6400, 1, HubErrors.FrameOutOfOrder },
        { -1, 6400, 1, HubErrors.FrameOutOfOrder },
        { long.MinValue, 6400, 1, HubErrors.FrameOutOfOrder },
        { long.MaxValue, 6400, 1, HubErrors.FrameOutOfOrder },
        { 5, 6402, 1, HubErrors.FrameTooLarge },
        { 5, 12804, 2, HubErrors.FrameTooLarge },
        { 5, 0, 1, HubErrors.FrameMalformed },
        { 5, 6399, 1, HubErrors.FrameMalformed },
        { 5, 6402, 2, HubErrors.FrameMalformed }, // half a sample pair
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_frame_that_cannot_be_the_next_is_refused_with_its_number_and_the_limit(long sequence, int bytes, int channels, string code)
    {
        var refusal = Assert.Throws<ScribeException>(() => FrameRules.Fresh([Frame(sequence, bytes)], next: 5, channels, shortFrameStored: false));
        Assert.Equal(code, refusal.Code);
        Assert.Contains($"{sequence}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_frame_without_sound_data_is_refused() =>
        Assert.Equal(HubErrors.FrameMalformed, Refusal([new AudioFrame { Sequence = 5, Pcm = null! }]));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_follows_a_short_frame(bool storedBefore) =>
        Assert.Equal(HubErrors.FrameMalformed, storedBefore
            ? Assert.Throws<ScribeException>(() => FrameRules.Fresh([Frame(5)], 5, 1, shortFrameStored: true)).Code
            : Refusal([Frame(5, bytes: 100), Frame(6)]));

    [Fact]
    public void One_bad_frame_refuses_the_whole_batch() => Assert.Equal(HubErrors.FrameTooLarge, Refusal([Frame(5), Frame(6, bytes: 7000), Frame(7)]));

    static string Refusal(AudioFrame[] frames) => Assert.Throws<ScribeException>(() => FrameRules.Fresh(frames, next: 5, channels: 1, shortFrameStored: false)).Code;

    static AudioFrame Frame(long sequence, int bytes = 6400) => new() { Sequence = sequence, Pcm = new byte[bytes] };
}
