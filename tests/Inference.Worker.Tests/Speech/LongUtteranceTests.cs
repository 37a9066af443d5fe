using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Speech;

namespace OnPremLlm.Inference.Worker.Tests.Speech;

public sealed class LongUtteranceTests
{
    [Fact]
    public void Split_utterance_loses_no_word_and_says_none_twice()
    {
        // About 3 s instead of 15.
        var options = new SegmenterOptions { Longest = 94, SplitSearch = 40 };
        using var recognizer = new Recognizer(SpeechModelFiles.Open(SpeechWorker.Native, SpeechWorker.Models), 1, segmenterOptions: options);
        using var stream = recognizer.TryOpen(0);
        List<RecognizeEvent> events = [];

        // "I'm going to start you on azithromycin … for five days": one breath of 5 s.
        stream!.Push(Recording.Part(Recording.Doctor, 52, 58), events);
        stream.Finish(events);

        var finals = events.Where(item => item.Final is not null).Select(item => item.Final).ToList();
        Assert.True(finals.Count >= 2);
        var words = finals.SelectMany(final => final.Words).ToList();
        Assert.All(words.Zip(words.Skip(1)), pair => Assert.True(pair.First.EndMs <= pair.Second.StartMs));
        Assert.Equal("i'm going to start you on azithromycin two fifty milligrams once a day for five days", string.Join(' ', words.Select(word => word.Text)));
    }
}
