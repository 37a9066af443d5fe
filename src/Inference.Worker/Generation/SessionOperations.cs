using Grpc.Core;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>What can be asked of the sessions of one model besides going on with them. Owner thread only.</summary>
internal sealed class SessionOperations(SequenceMemory memory, TaskEnding ending, string model, int vocabulary)
{
    /// <summary>Wipes a session; a request that uses it fails with ABORTED. False when there is none.</summary>
    public bool Close(SessionKey key)
    {
        if (memory.Find(key) is not { } sequence)
        {
            return false;
        }

        if (sequence.Task is { } task)
        {
            ending.Fail(task, StatusCode.Aborted, "The session was closed meanwhile. Send the request again where it is still wanted.");
        }

        memory.Wipe(sequence);
        return true;
    }

    /// <summary>A copy of an idle session, which stays; null: there is none.</summary>
    /// <exception cref="RpcException">ABORTED: it is busy. RESOURCE_EXHAUSTED: it is larger. UNIMPLEMENTED: this model's memory cannot be copied out.</exception>
    public SessionState? Save(SessionKey key, long largestBytes)
    {
        if (memory.Find(key) is not { } sequence || (sequence.IsIdle && sequence.Tokens.Count == 0))
        {
            return null;
        }

        return memory.StateLength(sequence) > largestBytes ? throw Refused(StatusCode.ResourceExhausted, "The session is larger than is asked for.")
            : !sequence.IsIdle ? throw Refused(StatusCode.Aborted, "The session is busy with a request. Save it when that has ended.")
            : memory.Save(sequence, model) ?? throw Refused(StatusCode.Unimplemented, "The memory of this kind of model cannot be copied out. Send the text again instead.");
    }

    /// <summary>Makes a session of a saved one; how many tokens it has.</summary>
    /// <param name="received">Bytes of the state that came.</param>
    /// <exception cref="RpcException">As the protocol says.</exception>
    public int Restore(SessionKey key, SessionState state, long received, CancellationToken cancellation)
    {
        // Whoever cancelled may already have had the session closed, for a purge: it must not come into being after that.
        if (cancellation.IsCancellationRequested)
        {
            throw Refused(StatusCode.Cancelled, "The call was cancelled.");
        }

        if (memory.Find(key) is not null)
        {
            throw Refused(StatusCode.Aborted, "The session is there already.");
        }

        if (!memory.IsUsable(state, model, vocabulary, received))
        {
            throw Refused(StatusCode.FailedPrecondition, "The session was saved with another model, release or context, or it is damaged. Send the text again instead.");
        }

        memory.Restore(key, state);
        return state.Tokens.Length;
    }

    /// <summary>Wipes everything of an owner; its requests fail with ABORTED.</summary>
    public bool Forget(string owner)
    {
        foreach (var sequence in memory.SequencesOf(owner))
        {
            if (sequence.Task is { } task)
            {
                ending.Fail(task, StatusCode.Aborted, "What this request belongs to was forgotten meanwhile.");
            }

            memory.Wipe(sequence);
        }

        return true;
    }

    static RpcException Refused(StatusCode code, string detail) => new(new Status(code, detail));
}
