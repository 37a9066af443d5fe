using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference.Worker.Tests.Speech;

public sealed class RecognitionTests(SpeechWorker worker) : IClassFixture<SpeechWorker>
{
    [Fact]
    public async Task Both_channels_of_the_demonstration_recording_are_recognised_at_once_and_word_for_word()
    {
        var doctor = worker.RecognizeAsync(Recording.Doctor);
        var patient = worker.RecognizeAsync(Recording.Patient);

        Assert.Equal(Recording.DoctorLines, SpeechWorker.Lines(await doctor));
        Assert.Equal(Recording.PatientLines, SpeechWorker.Lines(await patient));
        AssertTimesAreInOrder(await doctor, Recording.Doctor.Length);
        AssertTimesAreInOrder(await patient, Recording.Patient.Length);
    }

    [Fact]
    public async Task Partials_come_while_a_person_speaks_and_grow_into_the_final()
    {
        var events = await worker.RecognizeAsync(Recording.Part(Recording.Patient, 27, 31.5));

        Assert.True(events.Count(item => item.Partial is not null) >= 4);
        Assert.NotNull(events[0].Partial);
        Assert.NotNull(events[^1].Done);
        Assert.Equal(["five hundred milligrams of metformin twice a day"], SpeechWorker.Lines(events));
        Assert.All(events.Where(item => item.Partial is not null), item => Assert.DoesNotContain("<", item.Partial.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Offset_moves_every_time_and_pieces_of_any_length_give_the_same_words()
    {
        var samples = Recording.Part(Recording.Patient, 12.5, 18.6);

        var plain = await worker.RecognizeAsync(samples);
        var moved = await worker.RecognizeAsync(samples, samplesAtATime: 32768, offsetMs: 5000);
        var uneven = await worker.RecognizeAsync(samples, samplesAtATime: 777);

        Assert.Equal(["about a six", "some fever no chills"], SpeechWorker.Lines(plain));
        Assert.Equal(Finals(plain).Select(word => word.StartMs + 5000), Finals(moved).Select(word => word.StartMs));
        Assert.Equal(Finals(plain), Finals(uneven));
        Assert.Equal(plain[^1].Done, moved[^1].Done);
    }

    [Fact]
    public async Task Streams_that_each_begin_where_the_one_before_had_settled_hear_everything_once()
    {
        var samples = Recording.Patient;
        var whole = (await worker.RecognizeAsync(samples)).Where(item => item.Final is not null).Select(item => item.Final).ToList();
        List<RecognizedWord> heard = [];

        foreach (var (from, to) in whole.Select(final => final.SettledMs).Prepend(0).Zip(whole.Select(final => final.SettledMs)))
        {
            heard.AddRange(Finals(await worker.RecognizeAsync(samples[(int)(from * 16)..(int)(to * 16)], offsetMs: from)));
        }

        Assert.Equal(string.Join(' ', Recording.PatientLines), string.Join(' ', heard.Select(word => word.Text)));
        Assert.All(heard.Zip(heard.Skip(1)), pair => Assert.True(pair.First.EndMs <= pair.Second.StartMs));
        Assert.All(whole, final => Assert.True(final.SettledMs >= final.EndMs));
    }

    [Fact]
    public async Task Quiet_recording_is_recognised_as_well()
    {
        // −12 dB.
        var quiet = Recording.Part(Recording.Doctor, 39, 46.9).Select(sample => (short)(sample / 4)).ToArray();

        Assert.Equal(
            ["your blood pressure is one hundred forty six over eighty three", "your temperature is thirty eight point two degrees"],
            SpeechWorker.Lines(await worker.RecognizeAsync(quiet)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(513, 0)]
    [InlineData(80000, 0)]
    [InlineData(80000, 30)]
    [InlineData(80000, 3000)]
    public async Task Silence_and_noise_give_no_words(int samples, int amplitude)
    {
        var random = new Random(7);
        var noise = Enumerable.Range(0, samples).Select(_ => (short)random.Next(-amplitude, amplitude + 1)).ToArray();

        var only = Assert.Single(await worker.RecognizeAsync(noise));

        Assert.Equal(samples / 16, only.Done.AudioMs);
        Assert.Equal(0, only.Done.SpeechMs);
    }

    static List<RecognizedWord> Finals(IEnumerable<RecognizeEvent> events) => [.. events.Where(item => item.Final is not null).SelectMany(item => item.Final.Words)];

    static void AssertTimesAreInOrder(List<RecognizeEvent> events, int samples)
    {
        var end = 0L;
        foreach (var word in Finals(events))
        {
            Assert.InRange(word.StartMs, end, word.EndMs - 1);
            Assert.InRange(word.Confidence, 0, 1);
            Assert.DoesNotContain('(', word.Text);
            end = word.EndMs;
        }

        var done = events[^1].Done;
        Assert.Equal(samples / 16, done.AudioMs);
        Assert.InRange(end, 1, done.AudioMs);
        Assert.InRange(done.SpeechMs, done.AudioMs / 5, done.AudioMs * 4 / 5);
    }
}
