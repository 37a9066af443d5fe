using System.Collections.Concurrent;
using System.Security.Cryptography;
using Google.Protobuf;
using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference;

/// <summary>
/// Remembers which requests of an owner were in a worker that ended by itself, so that one that ends it each time is not tried for ever at the cost of
/// everybody else in it. After the first time a request is a suspect: suspects are tried one at a time, so that those that were only beside the
/// guilty one are not taken for it, and one that ends well is none any more. Holds digests under a key of this process, no text. Thread-safe.
/// </summary>
internal sealed class CrashMemory(TimeProvider time) : IDisposable
{
    /// <summary>How long a request is remembered.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(15);

    const int Deadly = 2;
    const int MostRequests = 1_000;

    readonly SemaphoreSlim _oneSuspect = new(1, 1);
    readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    readonly ConcurrentDictionary<(OwnerId Owner, string Digest), (int Times, DateTimeOffset Last)> _died = [];

    /// <summary>What the same request has in common with its repetitions: everything but session and seed.</summary>
    public string DigestOf(GenerateRequest request)
    {
        var same = request.Clone();
        (same.Session, same.Seed) = ("", 0);
        return Digest(same);
    }

    /// <summary>The same for texts of which vectors are made.</summary>
    public string DigestOf(EmbedRequest request) => Digest(request);

    void ThrowIfDeadly(OwnerId owner, string digest)
    {
        if (_died.TryGetValue((owner, digest), out var died) && died.Times >= Deadly && time.GetUtcNow() - died.Last < Kept)
        {
            throw new InferenceException(
                InferenceFailure.InvalidRequest,
                $"The engine ended twice while it worked on this very request, so it is not tried again for {Kept.TotalMinutes:0} minutes. Change it (shorten it, or leave out its grammar), and tell IT: model or engine may be at fault.");
        }
    }

    /// <summary>Begins a request; to be disposed when the request is over. Waits where another suspect is tried.</summary>
    /// <exception cref="InferenceException">The owner's worker ended twice with this request in it, lately.</exception>
    public async Task<Trial> TryAsync(OwnerId owner, string digest, CancellationToken ct)
    {
        ThrowIfDeadly(owner, digest);
        if (!_died.ContainsKey((owner, digest)))
        {
            return new(this, owner, digest, IsSuspect: false);
        }

        await _oneSuspect.WaitAsync(ct);
        try
        {
            ThrowIfDeadly(owner, digest); // the one before may have been this very request
        }
        catch
        {
            _oneSuspect.Release();
            throw;
        }

        return new(this, owner, digest, IsSuspect: true);
    }

    public void Dispose() => _oneSuspect.Dispose();

    void Died(OwnerId owner, string digest)
    {
        var now = time.GetUtcNow();
        foreach (var (key, _) in _died.Where(known => now - known.Value.Last >= Kept))
        {
            _died.TryRemove(key, out _);
        }

        if (_died.Count < MostRequests || _died.ContainsKey((owner, digest)))
        {
            _died.AddOrUpdate((owner, digest), (1, now), (_, died) => (died.Times + 1, now));
        }
    }

    /// <summary>One request on its way through the engine.</summary>
    internal readonly record struct Trial(CrashMemory Memory, OwnerId Owner, string Digest, bool IsSuspect) : IDisposable
    {
        /// <summary>The worker ended by itself with it.</summary>
        public void Died() => Memory.Died(Owner, Digest);

        /// <summary>It was answered: others ended the worker.</summary>
        public void Survived()
        {
            if (IsSuspect)
            {
                Memory._died.TryRemove((Owner, Digest), out _);
            }
        }

        public void Dispose()
        {
            if (IsSuspect)
            {
                Memory._oneSuspect.Release();
            }
        }
    }

    string Digest(IMessage request) => Convert.ToHexString(HMACSHA256.HashData(_key, request.ToByteArray()));
}
