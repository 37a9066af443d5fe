using OnPremLlm.Inference.Worker.Speech;

namespace OnPremLlm.Inference.Worker.Tests.Speech;

public sealed class UtteranceSegmenterTests
{
    readonly UtteranceSegmenter segmenter = new(new SegmenterOptions { EndSilence = 3, PreRoll = 2, Longest = 10, SplitSearch = 6 });

    [Fact]
    public void Utterance_begins_with_speech_and_ends_after_enough_silence()
    {
        Assert.Equal(
            [SegmentStep.Outside, SegmentStep.Begin, SegmentStep.Continue, SegmentStep.Continue, SegmentStep.Continue, SegmentStep.End, SegmentStep.Outside],
            Steps(.49f, .5f, .4f, .3f, .3f, .3f, .3f));
        Assert.Equal(2, segmenter.SpeechWindows);
    }

    [Fact]
    public void Short_pause_does_not_end_an_utterance()
    {
        Assert.DoesNotContain(SegmentStep.End, Steps(.9f, .1f, .1f, .9f, .1f, .1f, .9f));
        Assert.True(segmenter.Inside);
    }

    [Fact]
    public void Long_utterance_is_split_at_its_quietest_place()
    {
        Assert.Equal(SegmentStep.Split, Steps(.9f, .9f, .9f, .9f, .9f, .9f, .4f, .9f, .9f, .9f)[^1]);

        Assert.Equal(4, segmenter.WindowsAfterSplit());
        segmenter.Restart(4);
        Assert.Equal(SegmentStep.Split, Steps(.9f, .9f, .9f, .9f, .9f, .9f)[^1]);
    }

    [Fact]
    public void Utterance_without_any_pause_is_split_too()
    {
        Steps([.. Enumerable.Repeat(.9f, 10)]);

        Assert.InRange(segmenter.WindowsAfterSplit(), 2, 6);
    }

    SegmentStep[] Steps(params float[] probabilities) => [.. probabilities.Select(segmenter.Next)];
}
