using OnPremLlm.Scribe.App.Visit.Capture;

namespace OnPremLlm.EndToEnd.Tests.App;

public class FramesOfARecording
{
    [Fact]
    public async Task Frames_that_are_not_acknowledged_are_sent_again_after_a_drop()
    {
        var audio = new AudioUploader(0);
        for (byte i = 0; i < 5; i++)
        {
            audio.Add([i]);
        }

        audio.Acknowledge(1);
        audio.Finish();

        Assert.Equal(TimeSpan.FromMilliseconds(600), audio.Waiting);
        Assert.Equal([2L, 3, 4], await Sequences(audio.FramesFromAsync(2, default)));
        Assert.Equal([2L, 3, 4], await Sequences(audio.FramesFromAsync(2, default)));
        Assert.Equal([4L], await Sequences(audio.FramesFromAsync(4, default)));
        Assert.Equal(4, audio.LastFrame);
    }

    [Fact]
    public async Task A_recording_that_goes_on_counts_from_where_the_server_stands()
    {
        var audio = new AudioUploader(210);
        audio.Add([1]);
        audio.Finish();
        Assert.Equal([210L], await Sequences(audio.FramesFromAsync(210, default)));
    }

    [Fact]
    public async Task Frames_that_come_later_reach_a_stream_that_waits()
    {
        var audio = new AudioUploader(0);
        var reading = Sequences(audio.FramesFromAsync(0, default));
        audio.Add([1]);
        audio.Add([2]);
        audio.Finish();
        Assert.Equal([0L, 1], await reading);
    }

    [Fact]
    public void A_channel_is_silent_after_ten_seconds_without_signal_and_no_longer_after_one_frame_with()
    {
        var watch = new SilenceWatch(2);
        for (var i = 0; i < 49; i++)
        {
            watch.Frame([0.2, 0.001], TimeSpan.FromMilliseconds(200));
        }

        Assert.Empty(watch.Silent);
        watch.Frame([0.2, 0.001], TimeSpan.FromMilliseconds(200));
        Assert.Equal([1], watch.Silent);
        watch.Frame([0.2, 0.1], TimeSpan.FromMilliseconds(200));
        Assert.Empty(watch.Silent);
    }

    [Fact]
    public void The_demonstration_recording_is_cut_into_frames_of_both_channels()
    {
        var recording = WavRecording.Read(File.ReadAllBytes(Rehearsal.DemonstrationRecording.Path));
        Assert.Equal(2, recording.Channels);
        Assert.Equal(12800, recording.Frame(0).Length);
        Assert.InRange(recording.Frame(recording.FrameCount - 1).Length, 1, 12800);
    }

    [Fact]
    public void A_file_that_is_no_recording_is_refused_with_what_is_needed()
    {
        var refusal = Assert.Throws<FormatException>(() => WavRecording.Read(new byte[100]));
        Assert.Contains("16,000 Hz", refusal.Message, StringComparison.Ordinal);
    }

    static async Task<List<long>> Sequences(IAsyncEnumerable<Scribe.Protocol.AudioFrame> frames)
    {
        List<long> sequences = [];
        await foreach (var frame in frames)
        {
            sequences.Add(frame.Sequence);
        }

        return sequences;
    }
}
