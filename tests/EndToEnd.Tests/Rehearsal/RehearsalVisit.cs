using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.EndToEnd.Tests.Rehearsal;

/// <summary>One scripted visit. Its events and detail are what the contract says; its words are always the same.</summary>
public sealed class RehearsalVisit
{
    readonly RehearsalVisits all;
    readonly List<VisitEvent> events = [];
    readonly Lock gate = new();
    readonly List<byte[]> frames = [];
    TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int segments;
    bool listening;

    internal RehearsalVisit(RehearsalVisits all, VisitState state, DateTimeOffset createdAt)
    {
        this.all = all;
        Detail = new VisitDetail
        {
            Summary = new VisitSummary { Id = Guid.NewGuid(), State = VisitState.AwaitingConsent, CreatedAt = createdAt, Clinician = "Dr Ada North", RecordedMs = 0 },
            Channels = 0,
            NextFrame = 0,
            Transcript = [],
            Records = [],
            LastEvent = 0,
        };
        Reach(state);
    }

    public VisitDetail Detail { get; private set; }

    /// <summary>The sound that arrived, in order.</summary>
    public byte[] Sound
    {
        get
        {
            lock (gate)
            {
                return [.. frames.SelectMany(f => f)];
            }
        }
    }

    /// <summary>Bytes of each frame that arrived, in order.</summary>
    public IReadOnlyList<int> FrameLengths
    {
        get
        {
            lock (gate)
            {
                return [.. frames.Select(f => f.Length)];
            }
        }
    }

    /// <summary>Frames that were not the next one.</summary>
    public List<long> OutOfOrder { get; } = [];

    /// <summary>Codes of the refusals of frames.</summary>
    public List<string> Refusals { get; } = [];

    /// <summary>What the app named as its last frame when it stopped.</summary>
    public long LastFrameTold { get; private set; }

    /// <summary>Set to make the next drafts end in this state.</summary>
    public VisitState Outcome { get; set; } = VisitState.Review;

    /// <summary>Set to refuse every frame from now on with this code and sentence.</summary>
    public (string Code, string Sentence)? FrameRefusal { get; set; }

    /// <summary>Answers that the next stops get instead of being done.</summary>
    public ConcurrentQueue<(int Status, string Code, string Sentence)> StopFailures { get; } = new();

    /// <summary>Set to leave the last words unrecognised: a stop then ends in Transcribing with this problem, until somebody tries again.</summary>
    public string? RecognitionProblem { get; set; }

    /// <summary>Holds a draft between sections until it is released.</summary>
    public TaskCompletionSource? HoldDraft { get; set; }

    void Reach(VisitState state)
    {
        if (state >= VisitState.Ready)
        {
            Consent(ConsentMode.Explicit);
        }

        if (state is VisitState.Recording or VisitState.Transcribing or VisitState.Drafting or VisitState.Review or VisitState.DraftFailed or VisitState.Signed)
        {
            frames.AddRange(Enumerable.Repeat(new byte[AudioFrame.BytesPerChannel * 2], 210));
            Detail = Detail with { Channels = 2, NextFrame = 210, Summary = Detail.Summary with { RecordedMs = 42_000 } };
            foreach (var segment in RehearsalScript.Segments)
            {
                Say(segment);
            }

            Enter(VisitState.Recording);
        }

        if (state is VisitState.Review or VisitState.Signed)
        {
            Detail = Detail with { Draft = RehearsalScript.Draft };
        }

        if (state > VisitState.Recording)
        {
            Enter(state == VisitState.Signed ? VisitState.Review : state);
        }

        if (state == VisitState.Signed)
        {
            Sign(new SignRequest { Version = 1, AttestUnsupported = true });
        }
    }

    public IResult Consent(ConsentMode mode)
    {
        Detail = Detail with { Consent = new ConsentGiven { Mode = mode, At = TimeProvider.System.GetUtcNow() } };
        Enter(VisitState.Ready);
        return Results.NoContent();
    }

    public IResult Write(WrittenTranscript transcript)
    {
        foreach (var turn in transcript.Turns)
        {
            Say(new TranscriptSegment { Id = $"s{segments + 1}", Speaker = turn.Speaker, StartMs = 0, EndMs = 0, Text = turn.Text, Tokens = [] });
        }

        _ = DraftAsync();
        return Results.NoContent();
    }

    /// <summary>Stores a frame by the Host's rules; answers what to acknowledge, if anything. A refusal throws what the Host's hub throws.</summary>
    public long? Store(int channels, AudioFrame frame)
    {
        lock (gate)
        {
            if (frame.Sequence < frames.Count)
            {
                OutOfOrder.Add(frame.Sequence);
            }
            else
            {
                Admit(channels, frame);
                Add(channels, frame);
            }

            return all.WithholdAcknowledgements ? null : frames.Count - 1;
        }
    }

    void Admit(int channels, AudioFrame frame)
    {
        if (FrameRefusal is { } refusal)
        {
            throw Refuse(refusal.Code, refusal.Sentence);
        }

        if (Detail.Summary.State is not (VisitState.Ready or VisitState.Recording))
        {
            throw Refuse(HubErrors.NotRecording, "Capture of this visit has ended; it takes no more sound.");
        }

        if (Detail.Channels != 0 && Detail.Channels != channels)
        {
            throw Refuse(HubErrors.ChannelsInvalid, $"This recording has {Detail.Channels} channel(s); it cannot go on with {channels}.");
        }

        var full = AudioFrame.BytesPerChannel * channels;
        if (frames.Count > 0 && frames[^1].Length < full)
        {
            throw Refuse(HubErrors.FrameMalformed, $"Frame {frames.Count - 1} was shorter than {AudioFrame.Milliseconds} ms, so it was the last. Stop the recording.");
        }

        if (frame.Sequence != frames.Count)
        {
            OutOfOrder.Add(frame.Sequence);
            throw Refuse(HubErrors.FrameOutOfOrder, $"Frame {frame.Sequence} came where {frames.Count} was expected.");
        }

        if (frame.Pcm.Length > full)
        {
            throw Refuse(HubErrors.FrameTooLarge, $"Frame {frame.Sequence} has {frame.Pcm.Length} bytes; at most {full} are allowed.");
        }

        if (frame.Pcm.Length == 0 || frame.Pcm.Length % (2 * channels) != 0)
        {
            throw Refuse(HubErrors.FrameMalformed, $"Frame {frame.Sequence} has {frame.Pcm.Length} bytes; a multiple of {2 * channels} above 0 is needed.");
        }
    }

    void Add(int channels, AudioFrame frame)
    {
        frames.Add(frame.Pcm);
        Detail = Detail with { Channels = channels, NextFrame = frames.Count, Summary = Detail.Summary with { RecordedMs = frames.Count * AudioFrame.Milliseconds } };
        if (Detail.Summary.State == VisitState.Ready)
        {
            Enter(VisitState.Recording);
        }

        if (frame.Sequence % 5 == 4 && segments < RehearsalScript.Segments.Count)
        {
            Say(RehearsalScript.Segments[segments]);
            Hear("and then I");
        }

        Wake();
    }

    HubException Refuse(string code, string sentence)
    {
        Refusals.Add(code);
        return new HubException($"{code}: {sentence}");
    }

    /// <summary>Until a page listens to the events: what is told to open pages only reaches it from then on.</summary>
    public Task ListeningAsync() => WhenAsync(v => v.listening);

    /// <summary>
    /// Waits, without asking again and again, until something holds that frames or events bring about. The bound is no measure of speed:
    /// it is the browser's own, so that what never comes fails the test instead of holding it up.
    /// </summary>
    public async Task WhenAsync(Func<RehearsalVisit, bool> holds)
    {
        while (true)
        {
            Task wait;
            lock (gate)
            {
                if (holds(this))
                {
                    return;
                }

                wait = changed.Task;
            }

            try
            {
                await wait.WaitAsync(TimeSpan.FromMilliseconds(Browser.Patience));
            }
            catch (TimeoutException)
            {
                Assert.Fail($"It never came: the visit is {Detail.Summary.State}, {Detail.NextFrame} frames are stored, refused: [{string.Join(", ", Refusals)}].");
            }
        }
    }

    public IResult Stop(long lastFrame)
    {
        if (StopFailures.TryDequeue(out var failure))
        {
            return RehearsalHost.Problem(failure.Status, failure.Code, failure.Sentence);
        }

        if (lastFrame != frames.Count - 1)
        {
            return RehearsalHost.Problem(409, HubErrors.FramesMissing, $"{frames.Count} frames are stored; the last one sent was {lastFrame}.");
        }

        LastFrameTold = lastFrame;
        Enter(VisitState.Transcribing);
        if (RecognitionProblem is not null)
        {
            Enter(VisitState.Transcribing, RecognitionProblem);
            return Results.NoContent();
        }

        while (segments < RehearsalScript.Segments.Count)
        {
            Say(RehearsalScript.Segments[segments]);
        }

        _ = DraftAsync();
        return Results.NoContent();
    }

    /// <summary>As another tab would.</summary>
    public void StopFromElsewhere()
    {
        lock (gate)
        {
            Stop(frames.Count - 1);
        }
    }

    public IResult DraftAgain()
    {
        _ = DraftAsync();
        return Results.NoContent();
    }

    public IResult Save(SaveDraftRequest request)
    {
        if (request.Version != Detail.Draft!.Version)
        {
            return RehearsalHost.Problem(409, HubErrors.VersionConflict, "This note was changed somewhere else in the meantime.");
        }

        Detail = Detail with { Draft = RehearsalScript.Edited(Detail.Draft, request) };
        return Results.Ok(Detail.Draft);
    }

    /// <summary>Puts another draft in the place of the scripted one.</summary>
    public void Redraft(NoteDraft draft) => Detail = Detail with { Draft = draft };

    /// <summary>As another tab would: changes a statement and the version.</summary>
    public void EditElsewhere(string text)
    {
        var draft = Detail.Draft!;
        var first = draft.Sections[0];
        Detail = Detail with
        {
            Draft = draft with
            {
                Version = draft.Version + 1,
                Sections = [first with { Statements = [first.Statements[0] with { Text = text, Verdict = Verdict.ClinicianWritten }] }, .. draft.Sections.Skip(1)],
            },
        };
    }

    public IResult Sign(SignRequest request)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (!request.AttestUnsupported && Detail.Draft!.Sections.SelectMany(s => s.Statements).Any(s => s.Verdict == Verdict.NotSupported))
        {
            return RehearsalHost.Problem(409, HubErrors.AttestationMissing, "A statement has no support. Vouch for it, or change it.");
        }

        var note = Detail.Draft! with { SignedAt = now, SignedBy = "Dr Ada North" };
        Detail = Detail with
        {
            Note = note,
            Draft = null,
            Records =
            [
                new RecordStatus { Kind = RecordKind.Audio, DueAt = now.AddSeconds(60), OnHold = false },
                new RecordStatus { Kind = RecordKind.Transcript, DueAt = now.AddDays(30), OnHold = false },
                new RecordStatus { Kind = RecordKind.Draft, DueAt = now.AddHours(1), OnHold = false },
                new RecordStatus { Kind = RecordKind.Note, DueAt = null, OnHold = false },
            ],
        };
        Publish(new VisitEvent { Sequence = Next(), Type = VisitEventType.Signed, At = now, Draft = note });
        Enter(VisitState.Signed);
        return Results.Ok(note);
    }

    /// <summary>As the Host does, the purge is told to the open pages only; it has no number.</summary>
    public void Purge(RecordKind kind)
    {
        Remove(kind);
        Publish(new VisitEvent { Sequence = 0, Type = VisitEventType.Purged, At = TimeProvider.System.GetUtcNow(), Purged = kind });
    }

    /// <summary>Transcript and draft are purged, and their events with them, while no page listens; a restarted Host counts from the start.</summary>
    public void PurgeAndRestart()
    {
        lock (gate)
        {
            Remove(RecordKind.Transcript);
            Remove(RecordKind.Draft);
            events.Clear();
            Detail = Detail with { LastEvent = 0 };
        }
    }

    void Remove(RecordKind kind)
    {
        var gone = new RecordStatus { Kind = kind, OnHold = false, PurgedAt = TimeProvider.System.GetUtcNow(), ReceiptId = Guid.NewGuid() };
        Detail = Detail with
        {
            Transcript = kind == RecordKind.Transcript ? [] : Detail.Transcript,
            Draft = kind == RecordKind.Draft ? null : Detail.Draft,
            Records = [.. Detail.Records.Where(r => r.Kind != kind), gone],
        };
    }

    /// <summary>Lets the page look for the purges.</summary>
    public void MakeDue() => Detail = Detail with { Records = [.. Detail.Records.Select(r => r with { DueAt = TimeProvider.System.GetUtcNow() })] };

    public void FailWith(VisitState state, string problem) => Enter(state, problem);

    /// <summary>What is being recognised now.</summary>
    public void Hear(string text) =>
        Publish(new VisitEvent { Sequence = 0, Type = VisitEventType.PartialTranscript, At = TimeProvider.System.GetUtcNow(), Partial = new PartialTranscript { Speaker = Speaker.Patient, StartMs = 60_000, Text = text } });

    async Task DraftAsync()
    {
        Enter(VisitState.Drafting);
        var now = TimeProvider.System.GetUtcNow();
        Publish(new VisitEvent { Sequence = Next(), Type = VisitEventType.DraftStarted, At = now });
        foreach (var section in RehearsalScript.Draft.Sections)
        {
            Publish(new VisitEvent { Sequence = Next(), Type = VisitEventType.SectionStarted, At = now, SectionId = section.Id, Heading = section.Heading, Group = section.Group });
            foreach (var statement in section.Statements)
            {
                Publish(new VisitEvent { Sequence = Next(), Type = VisitEventType.StatementDrafted, At = now, SectionId = section.Id, Statement = statement });
            }

            if (section.Id == "medications" && HoldDraft is { } hold)
            {
                await hold.Task;
            }

            Publish(new VisitEvent { Sequence = Next(), Type = VisitEventType.SectionCompleted, At = now, SectionId = section.Id });
        }

        if (Outcome == VisitState.Review)
        {
            Detail = Detail with { Draft = RehearsalScript.Draft };
            Publish(new VisitEvent { Sequence = Next(), Type = VisitEventType.DraftCompleted, At = now, Draft = RehearsalScript.Draft });
        }

        Enter(Outcome);
    }

    void Say(TranscriptSegment segment)
    {
        segments++;
        Detail = Detail with { Transcript = [.. Detail.Transcript, segment] };
        Publish(new VisitEvent { Sequence = Next(), Type = VisitEventType.FinalSegment, At = TimeProvider.System.GetUtcNow(), Segment = segment });
    }

    void Enter(VisitState state, string? problem = null)
    {
        Detail = Detail with { Summary = Detail.Summary with { State = state }, Problem = problem };
        Publish(new VisitEvent { Sequence = Next(), Type = VisitEventType.StateChanged, At = TimeProvider.System.GetUtcNow(), State = state, Problem = problem });
    }

    long Next() => Detail.LastEvent + 1;

    void Publish(VisitEvent e)
    {
        lock (gate)
        {
            events.Add(e);
            Detail = Detail with { LastEvent = Math.Max(Detail.LastEvent, e.Sequence) };
            Wake();
        }
    }

    void Wake()
    {
        var waking = changed;
        changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        waking.TrySetResult();
    }

    public async IAsyncEnumerable<VisitEvent> EventsAsync(long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        int before;
        lock (gate)
        {
            before = events.Count;
            listening = true;
            Wake();
        }

        for (var at = 0; ; at++)
        {
            Task wait;
            VisitEvent? e;
            lock (gate)
            {
                wait = changed.Task;
                e = at < events.Count ? events[at] : null;
            }

            if (e is null)
            {
                at--;
                await wait.WaitAsync(cancellation);
            }
            else if (e.Sequence > after || (e.Sequence == 0 && at >= before)) // what is not numbered reaches only who listens
            {
                yield return e;
            }
        }
    }
}
